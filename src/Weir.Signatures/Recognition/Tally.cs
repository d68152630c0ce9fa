using System.Runtime.InteropServices;
using Weir.Signatures.Language;
using Weir.Signatures.Scanning;

namespace Weir.Signatures.Recognition;

/// <summary>
/// What stood in the slots of many texts: for each cell how often one of two forms could stand, and how often the second did. A
/// slot whose eight words in front have been seen before with the same carrier is a repeat and counts once: text that was copied must
/// not pass for much text.
/// </summary>
public sealed class Tally
{
    private const int RepeatWords = 7;

    private readonly Scanner _scanner = new();
    private readonly HashSet<ulong> _seen = [];
    private readonly int[] _open = new int[Carriers.All.Length * Contexts.Count];
    private readonly int[] _second = new int[Carriers.All.Length * Contexts.Count];
    private readonly int? _contextWords;
    private readonly int _repeatWords;
    private bool _excluding;

    /// <param name="contextWords">For the laboratory: cells by so many whole words in front, in place of the scheme's own.</param>
    /// <param name="repeatWords">How many words in front of a slot, seen before, make it a repeat.</param>
    public Tally(int? contextWords = null, int repeatWords = RepeatWords)
    {
        _repeatWords = repeatWords;
        _contextWords = contextWords;
        if (contextWords is not null)
            Wide = [];
    }

    public long Words { get; private set; }

    public long Slots { get; private set; }

    /// <summary>Slots that were left out because their words had been seen before.</summary>
    public long Repeats { get; private set; }

    public long Characters { get; private set; }

    internal ReadOnlySpan<int> Open => _open;

    internal ReadOnlySpan<int> Second => _second;

    internal Dictionary<(int Carrier, ulong Context), (int Open, int Second)>? Wide { get; }

    /// <summary>Adds one text from beginning to end.</summary>
    public void Add(ReadOnlySpan<char> text)
    {
        _scanner.Reset();
        while (_scanner.TryNext(text, final: true, out var slot))
            Count(slot);
        Words += _scanner.Words;
        Characters += text.Length;
    }

    /// <summary>What stands here counts nowhere: text that the other side only copied is no sign that it was learned.</summary>
    public void Exclude(ReadOnlySpan<char> text)
    {
        _excluding = true;
        var (words, characters) = (Words, Characters);
        Add(text);
        (Words, Characters) = (words, characters);
        _excluding = false;
    }

    /// <summary>The share of this tally's slots that the other has with the same words in front.</summary>
    public double Overlap(Tally other)
    {
        if (_seen.Count == 0)
            return 0;
        var common = 0;
        foreach (var place in _seen)
        {
            if (other._seen.Contains(place))
                common++;
        }

        return (double)common / _seen.Count;
    }

    private void Count(in Slot slot)
    {
        if (slot.Repeat)
            return;
        // A form carrier counts once a text, and the words in front of the first list are often the same.
        if (Carriers.All[slot.Carrier].Group != CarrierGroup.Form && !_seen.Add(_scanner.Before(_repeatWords) + ((ulong)slot.Carrier * 0x9E3779B97F4A7C15)))
        {
            Repeats += _excluding ? 0 : 1;
            return;
        }

        if (_excluding)
            return;

        Slots++;
        if (Wide is not null)
        {
            ref var counts = ref CollectionsMarshal.GetValueRefOrAddDefault(Wide, (slot.Carrier, _scanner.Before(_contextWords!.Value)), out _);
            counts = (counts.Open + 1, counts.Second + slot.Form);
            return;
        }

        _open[slot.Cell]++;
        _second[slot.Cell] += slot.Form;
    }
}
