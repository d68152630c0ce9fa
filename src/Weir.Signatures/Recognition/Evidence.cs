using Weir.Signatures.Language;
using Weir.Signatures.Marking;

namespace Weir.Signatures.Recognition;

/// <summary>
/// A tally held against control statistics, ready to be read with any number of keys. In each cell t is what its counts let one expect of
/// the key's bit (<see cref="CellWeight"/>). Under the null a key's bits are fair coins thrown without a look at the text, so
/// <c>z = Σ±t / √Σt²</c> has a bound on p that holds at any size, whatever the weights (<see cref="CoinBound"/>).
/// </summary>
public sealed class Evidence
{
    // Parts of the error, by reading: all cells, the owner's own, and each of these with swapped words turned over. A child's has two.
    private const double Main = 0.7, Own = 0.2, Turned = 0.05;

    private readonly int[] _cells;
    private readonly (int Carrier, ulong Context)[]? _wide;
    private readonly double[] _t;
    private readonly CarrierGroup[] _groups;
    private readonly CellWeight[] _weights;
    private readonly int[] _count, _second;

    public Evidence(Tally tally, ControlStatistics control)
    {
        var t = new List<double>();
        var cells = new List<int>();
        var wide = tally.Wide is null ? null : new List<(int, ulong)>();
        var groups = new List<CarrierGroup>();
        var weights = new List<CellWeight>();
        var (counts, seconds) = (new List<int>(), new List<int>());
        Words = tally.Words;
        Slots = tally.Slots;
        if (tally.Wide is not null)
        {
            foreach (var (cell, (open, second)) in tally.Wide)
            {
                wide!.Add(cell);
                Add(control.Expected(cell), open, second, cell.Carrier);
            }
        }
        else
        {
            for (var cell = 0; cell < tally.Open.Length; cell++)
            {
                if (tally.Open[cell] == 0)
                    continue;
                cells.Add(cell);
                Add(control.Expected(cell), tally.Open[cell], tally.Second[cell], cell / Contexts.Count);
            }
        }

        (_cells, _wide, _t, _groups, _weights, _count, _second) = ([.. cells], wide?.ToArray(), [.. t], [.. groups], [.. weights], [.. counts], [.. seconds]);

        void Add((double Share, double Weight) expected, int open, int second, int carrier)
        {
            var weight = new CellWeight(expected.Share, expected.Weight);
            t.Add(weight.Of(open, second));
            groups.Add(Carriers.All[carrier].Group);
            weights.Add(weight);
            counts.Add(open);
            seconds.Add(second);
        }
    }

    public long Words { get; }

    public long Slots { get; }

    public int Cells => _t.Length;

    /// <summary>
    /// Reads with one key. Planned readings: all cells, with swapped words counted for the key and against it; for an owner's key both once
    /// more in the owner's cells alone. Each has its part of the error, most of it the first, and p is divided by that part.
    /// </summary>
    public KeyReading Read(SignatureKey key)
    {
        var sums = new Sums();
        var own = new Sums();
        for (var at = 0; at < _t.Length; at++)
        {
            var child = _wide is null && BitTable.IsChild(_cells[at]);
            if (key.Layer == KeyLayer.Child && !child)
                continue;
            var signed = Bit(key, at) == 1 ? _t[at] : -_t[at];
            sums.Add(_groups[at], signed);
            if (key.Layer == KeyLayer.Owner && !child)
                own.Add(_groups[at], signed);
        }

        var owner = key.Layer == KeyLayer.Owner;
        var (z, p, inverted) = (sums.Pooled(inverted: false), 0.0, false);
        p = CoinBound.Of(z, owner ? Main : Main + Own);
        Consider(sums.Pooled(inverted: true), Turned, turned: true);
        if (owner)
        {
            Consider(own.Pooled(inverted: false), Own, turned: false);
            Consider(own.Pooled(inverted: true), Turned, turned: true);
        }

        return new KeyReading(key.Name, key.Layer, z, p, inverted, sums.Groups());

        void Consider(double other, double part, bool turned)
        {
            if (CoinBound.Of(other, part) is var its && (its < p || (its == p && other > z)))
                (z, p, inverted) = (other, its, turned);
        }
    }

    /// <summary>Reads with every key, and corrects p by Holm over all of them; best first.</summary>
    public IReadOnlyList<KeyReading> Read(IEnumerable<SignatureKey> keys)
    {
        var readings = keys.Select(Read).OrderBy(static reading => reading.P).ThenByDescending(static reading => reading.Z).ToArray();
        double highest = 0;
        for (var rank = 0; rank < readings.Length; rank++)
        {
            highest = Math.Max(highest, Math.Min(1, readings[rank].P * (readings.Length - rank)));
            readings[rank] = readings[rank] with { Adjusted = highest };
        }

        return readings;
    }

    /// <summary>The plain pooled z of one key: what decoys are compared by.</summary>
    public double PlainZ(SignatureKey key)
    {
        double sum = 0, squares = 0;
        for (var at = 0; at < _t.Length; at++)
        {
            if (key.Layer == KeyLayer.Child && (_wide is not null || !BitTable.IsChild(_cells[at])))
                continue;
            sum += Bit(key, at) == 1 ? _t[at] : -_t[at];
            squares += _t[at] * _t[at];
        }

        return squares > 0 ? sum / Math.Sqrt(squares) : 0;
    }

    /// <summary>The share of the places that were set as the key says: about none where nobody did, one where all were. z grows with the text, this does not.</summary>
    public double Followed(SignatureKey key)
    {
        double more = 0, could = 0;
        for (var at = 0; at < _t.Length; at++)
        {
            var due = _count[at] * _weights[at].Share;
            var second = Bit(key, at) == 1;
            more += second ? _second[at] - due : due - _second[at];
            could += second ? _count[at] - due : due;
        }

        return could > 0 ? more / could : 0;
    }

    public DecoyReading Decoys(int count, KeyLayer layer = KeyLayer.Owner)
    {
        var plain = new double[count];
        var best = new double[count];
        for (var number = 0; number < count; number++)
        {
            var decoy = SignatureKey.Decoy(number, layer);
            plain[number] = PlainZ(decoy);
            best[number] = Read(decoy).Z;
        }

        var mean = plain.Average();
        var sd = Math.Sqrt(plain.Sum(z => (z - mean) * (z - mean)) / (count - 1));
        return new DecoyReading(count, mean, sd, best.Max(), [.. best.Order()]);
    }

    /// <summary>
    /// The z to be expected of this much text, with these places, had it been marked with this strength by some key. It says what a reading
    /// that found nothing is worth.
    /// </summary>
    public double ExpectedZ(double strength)
    {
        double sum = 0, squares = 0;
        for (var at = 0; at < _t.Length; at++)
        {
            var (mean, square) = _weights[at].Expected(_count[at], strength);
            sum += mean;
            squares += square;
        }

        return squares > 0 ? sum / Math.Sqrt(squares) : 0;
    }

    private int Bit(SignatureKey key, int at) => _wide is null ? key.Bits[_cells[at]] : key.Bits.Wide(_wide[at].Carrier, _wide[at].Context);

    private struct Sums
    {
        private double _o, _f, _l, _q, _oo, _ff, _ll, _qq;
        private int _on, _fn, _ln, _qn;

        public void Add(CarrierGroup group, double signed)
        {
            var square = signed * signed;
            switch (group)
            {
                case CarrierGroup.Orthographic:
                    (_o, _oo, _on) = (_o + signed, _oo + square, _on + 1);
                    break;
                case CarrierGroup.Form:
                    (_f, _ff, _fn) = (_f + signed, _ff + square, _fn + 1);
                    break;
                case CarrierGroup.Lexical:
                    (_l, _ll, _ln) = (_l + signed, _ll + square, _ln + 1);
                    break;
                default:
                    (_q, _qq, _qn) = (_q + signed, _qq + square, _qn + 1);
                    break;
            }
        }

        public readonly double Pooled(bool inverted)
        {
            var squares = _oo + _ff + _ll + _qq;
            return squares > 0 ? (_o + _f + _q + (inverted ? -_l : _l)) / Math.Sqrt(squares) : 0;
        }

        public readonly IReadOnlyList<GroupReading> Groups() =>
        [
            One(CarrierGroup.Orthographic, _o, _oo, _on, 1), One(CarrierGroup.Form, _f, _ff, _fn, 1),
            One(CarrierGroup.Lexical, _l, _ll, _ln, 2), One(CarrierGroup.Optional, _q, _qq, _qn, 1),
        ];

        private static GroupReading One(CarrierGroup group, double sum, double squares, int cells, int sides)
        {
            var z = squares > 0 ? sum / Math.Sqrt(squares) : 0;
            return new GroupReading(group, z, CoinBound.Of(sides == 2 ? Math.Abs(z) : z, 1.0 / sides), cells);
        }
    }
}
