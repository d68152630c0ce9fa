using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Traffic.Contents;

/// <summary>A text with one slot: what comes before it and what after. Without a slot the item comes last.</summary>
public sealed record Template(string Head, string Tail)
{
    public static Template None { get; } = new("", "");

    public string Whole => Head + Tail;

    public static Template Word(int section, Scene scene, ref Dice dice)
    {
        var text = new TextBuffer();
        scene.Write(section, ref dice, text);
        var whole = text.ToString();
        var slot = whole.IndexOf("<>", StringComparison.Ordinal);
        return slot < 0 ? new Template(whole + "\n", "") : new Template(whole[..slot], whole[(slot + 2)..]);
    }

    /// <summary>Puts a second text behind this one.</summary>
    public Template Then(string text) => this with { Tail = Tail + "\n" + text };

    public void Wrap(TextBuffer item, TextBuffer scratch)
    {
        scratch.Clear();
        scratch.Add(item.Span);
        item.Clear();
        item.Add(Head);
        item.Add(scratch.Span);
        item.Add(Tail);
    }
}
