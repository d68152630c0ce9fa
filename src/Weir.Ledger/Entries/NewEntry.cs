using System.Text;
using Weir.Ledger.Tree;

namespace Weir.Ledger.Entries;

/// <summary>An entry on its way into the ledger. Its bytes are settled here, so that a second try writes the same.</summary>
public sealed class NewEntry
{
    /// <param name="actor">By whose hand: <c>weir</c>, <c>operator</c>, a role. Not a person's name; that belongs into the payload.</param>
    public NewEntry(string type, DateTimeOffset time, string actor, Payload? payload = null)
    {
        Entry.Require(type);
        Entry.Require(actor);
        Payload = payload;
        // To the millisecond, as it is written.
        Entry = new Entry(type, new DateTimeOffset(time.UtcTicks - time.UtcTicks % TimeSpan.TicksPerMillisecond, TimeSpan.Zero), actor, payload?.Commitment);
        Leaf = Entry.ToBytes();
        LeafHash = TreeHash.OfLeaf(Leaf);
    }

    /// <summary>An entry with a payload: whom it is about, and what.</summary>
    public static NewEntry Of(string type, DateTimeOffset time, string actor, string subject, ReadOnlyMemory<byte> body) => new(type, time, actor, Payload.Of(subject, body));

    public static NewEntry Of(string type, DateTimeOffset time, string actor, string body) => Of(type, time, actor, "", Encoding.UTF8.GetBytes(body));

    public Entry Entry { get; }
    public Payload? Payload { get; }
    public byte[] Leaf { get; }
    public TreeHash LeafHash { get; }

    /// <summary>What it weighs while it waits.</summary>
    public int Weight => Leaf.Length + (Payload is null ? 0 : Payload.Subject.Bytes.Length + Payload.Body.Bytes.Length + 128);
}
