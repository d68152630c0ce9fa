using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Traffic.Wire;

internal enum Speaker : byte { User, Assistant, ToolCall, ToolResult }

/// <summary>Something said in a conversation. A tool's call and its result bear the same number.</summary>
internal readonly record struct Said(Speaker By, string Text, int Number = 0);

/// <summary>
/// The messages of a made exchange. What lies between the opening and the last message was not kept; it is worded again from
/// the opening, the same way each time.
/// </summary>
internal static class Conversation
{
    private static readonly int Say = Grammar.Symbol("say");
    private static readonly int Follow = Grammar.Symbol("follow");
    private static readonly int ToolOutput = Grammar.Symbol("toolout");

    public static List<Said> Of(MadeExchange made, TextBuffer text)
    {
        var said = new List<Said>(2 + (2 * made.Turn) + (2 * made.ToolResults));
        if (made.Turn > 0)
            said.Add(new Said(Speaker.User, made.FirstUser.ToString()));
        var dice = new Dice((ulong)made.FirstUser.Length + ((ulong)(made.FirstUser.Length > 0 ? made.FirstUser[^1] : 'x') << 20));
        for (var turn = 1; turn <= made.Turn; turn++)
        {
            said.Add(new Said(Speaker.Assistant, Worded(Say, made, ref dice, text)));
            if (turn < made.Turn)
                said.Add(new Said(Speaker.User, Worded(Follow, made, ref dice, text)));
        }

        said.Add(new Said(Speaker.User, made.Prompt.ToString()));
        for (var result = 0; result < made.ToolResults; result++)
        {
            said.Add(new Said(Speaker.ToolCall, "run", result));
            said.Add(new Said(Speaker.ToolResult, Worded(ToolOutput, made, ref dice, text), result));
        }

        return said;
    }

    private static string Worded(int section, MadeExchange made, ref Dice dice, TextBuffer text)
    {
        text.Clear();
        made.Scene.Language.Grammar.Write(section, made.Scene, ref dice, text);
        return text.ToString();
    }
}
