using System.Globalization;
using System.Text;
using Weir.Signatures.Language;

namespace Weir.Signatures.Recognition;

/// <summary>
/// How often each form stands in text that nobody marked: what a reading is held against. Counts, no sentences. Wrong statistics cost
/// power and never make a false accusation: the bound on p holds whatever stands here, as long as the key played no part in it.
/// </summary>
public sealed class ControlStatistics
{
    /// <summary>Fewer open places than this say too little to replace the shipped statistics.</summary>
    public const int LeastSlots = 2_000;

    private const string Head = "weir signature control 1";
    private const double Prior = 12;

    private readonly int[] _open = new int[Carriers.All.Length * Contexts.Count];
    private readonly int[] _second = new int[Carriers.All.Length * Contexts.Count];
    private readonly double[] _mean = new double[Carriers.All.Length];

    private ControlStatistics()
    {
    }

    /// <summary>What Weir ships: counts over English prose of several kinds.</summary>
    public static ControlStatistics Shipped { get; } = ReadShipped();

    public long Slots { get; private set; }

    internal Dictionary<(int Carrier, ulong Context), (int Open, int Second)>? Wide { get; private init; }

    public static ControlStatistics Of(Tally tally)
    {
        var control = new ControlStatistics { Wide = tally.Wide };
        tally.Open.CopyTo(control._open);
        tally.Second.CopyTo(control._second);
        if (tally.Wide is not null)
        {
            // Only the carriers' means are asked for by cell.
            foreach (var ((carrier, _), (open, second)) in tally.Wide)
            {
                control._open[carrier * Contexts.Count] += open;
                control._second[carrier * Contexts.Count] += second;
            }
        }

        control.Conclude();
        return control;
    }

    /// <summary>Null where the text is not what <see cref="Write"/> makes.</summary>
    public static ControlStatistics? Read(TextReader reader)
    {
        if (!string.Equals(reader.ReadLine(), Head, StringComparison.Ordinal))
            return null;
        var control = new ControlStatistics();
        while (reader.ReadLine() is { Length: > 0 } line)
        {
            // "2:17/3" is context 2, open in 17 places, the second form in 3 of them.
            var parts = line.Split('\t');
            if (parts.Length != 2)
                return null;
            // A carrier that this version does not know takes nothing from the others.
            var carrier = Carriers.All.FirstOrDefault(carrier => string.Equals(carrier.Name, parts[0], StringComparison.Ordinal));
            foreach (var cell in parts[1].Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                var numbers = cell.Split(':', '/');
                if (numbers.Length != 3 || !int.TryParse(numbers[0], out var context) || !int.TryParse(numbers[1], out var open) || !int.TryParse(numbers[2], out var second)
                    || context is < 0 or >= Contexts.Count || open < 0 || second < 0 || second > open)
                    return null;
                if (carrier is null)
                    continue;
                control._open[(carrier.Index * Contexts.Count) + context] = open;
                control._second[(carrier.Index * Contexts.Count) + context] = second;
            }
        }

        control.Conclude();
        return control;
    }

    public void Write(TextWriter writer)
    {
        writer.Write(Head + "\n");
        var line = new StringBuilder();
        foreach (var carrier in Carriers.All)
        {
            line.Clear();
            for (var context = 0; context < Contexts.Count; context++)
            {
                var cell = (carrier.Index * Contexts.Count) + context;
                if (_open[cell] > 0)
                    line.Append(CultureInfo.InvariantCulture, $" {context}:{_open[cell]}/{_second[cell]}");
            }

            if (line.Length > 0)
                writer.Write(string.Create(CultureInfo.InvariantCulture, $"{carrier.Name}\t{line.Remove(0, 1)}\n"));
        }
    }

    /// <summary>The expected share of the second form in a cell, drawn toward the carrier's mean where little is known, and how much is known.</summary>
    internal (double Share, double Weight) Expected(int cell)
    {
        var mean = _mean[cell / Contexts.Count];
        return ((_second[cell] + (Prior * mean)) / (_open[cell] + Prior), _open[cell] + Prior);
    }

    internal (double Share, double Weight) Expected((int Carrier, ulong Context) cell)
    {
        (int Open, int Second) known = default;
        Wide?.TryGetValue(cell, out known);
        return ((known.Second + (Prior * _mean[cell.Carrier])) / (known.Open + Prior), known.Open + Prior);
    }

    private void Conclude()
    {
        for (var carrier = 0; carrier < _mean.Length; carrier++)
        {
            long open = 0, second = 0;
            for (var context = 0; context < Contexts.Count; context++)
            {
                open += _open[(carrier * Contexts.Count) + context];
                second += _second[(carrier * Contexts.Count) + context];
            }

            Slots += open;
            _mean[carrier] = (second + 1.0) / (open + 2.0);
        }
    }

    private static ControlStatistics ReadShipped()
    {
        using var stream = typeof(ControlStatistics).Assembly.GetManifestResourceStream("english.control")!;
        using var reader = new StreamReader(stream);
        return Read(reader) ?? new ControlStatistics();
    }
}
