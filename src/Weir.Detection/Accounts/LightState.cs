using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Weir.Traffic.Text;

namespace Weir.Detection.Accounts;

/// <summary>
/// What is kept of an account with fewer than <see cref="Exchanges"/> exchanges: the same as in <see cref="FullState"/>, in bytes. One block of
/// memory, no arrays of its own: a million of these are the usual population.
/// </summary>
internal sealed class LightState
{
    /// <summary>No counter can pass 255 before the account grows out of this form.</summary>
    public const int Exchanges = 50;

    public CounterBytes Counts;
    public SeenWords Seen;
    public FrameSlots Frames;
    public SmallSet Networks;
    public SmallSet Clients;
    public ContentMean Content;
    public KindTokensSlots KindTokens;
    public LightWeek Week;
    public LanguageSlots Languages;

    [InlineArray(Counters.Light)]
    internal struct CounterBytes { private byte _first; }
    [InlineArray(8)]
    internal struct SeenWords { private ulong _first; }
    [InlineArray(4)]
    internal struct FrameSlots { private Frame _first; }
    [InlineArray(3)]
    internal struct SmallSet { private uint _first; }
    /// <summary>The running mean of content sketches.</summary>
    [InlineArray(ContentSketch.Axes)]
    internal struct ContentMean { private sbyte _first; }
    [InlineArray(5)]
    internal struct KindTokensSlots { private KindSlot _first; }
    /// <summary>Openings by language. The last slot takes those that find no place, and names none.</summary>
    [InlineArray(4)]
    internal struct LanguageSlots { private LanguageSlot _first; }

    /// <summary>Output tokens of one main kind; the kind is kept with one added, so that zero is an empty slot.</summary>
    [StructLayout(LayoutKind.Sequential, Pack = 1)]
    internal struct KindSlot
    {
        public byte KindPlusOne;
        public uint Tokens;
    }

    internal struct LanguageSlot
    {
        public Language Language;
        public byte Openings;
    }
}
