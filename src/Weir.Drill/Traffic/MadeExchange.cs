using Weir.Drill.Traffic.Accounts;
using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Traffic;

/// <summary>
/// One made exchange. The stream fills the same object again and again: read it before asking for the next, keep nothing
/// of its buffers.
/// </summary>
public sealed class MadeExchange
{
    private static readonly int Say = Grammar.Symbol("say");

    public DateTimeOffset Time { get; internal set; }
    /// <summary>Milliseconds from the start of the traffic.</summary>
    public long AtMs { get; internal set; }
    public Account By { get; internal set; } = null!;
    public string Key { get; internal set; } = "";
    public Client Client { get; internal set; } = null!;
    public Place Place { get; internal set; } = null!;
    public string Model { get; internal set; } = "";
    public Shape Shape { get; internal set; } = null!;
    /// <summary>The account's own customer as its program names them; null where it names nobody.</summary>
    public string? EndUser { get; internal set; }

    /// <summary>Whether this exchange takes the model away. The truth, exchange by exchange; in no file.</summary>
    public bool Harvest { get; internal set; }

    public string? System { get; internal set; }
    /// <summary>First user message of the conversation; empty where it is the prompt itself.</summary>
    public TextBuffer Opening { get; } = new();
    /// <summary>Last user message.</summary>
    public TextBuffer Prompt { get; } = new();
    /// <summary>Answered questions before this one in the same conversation.</summary>
    public int Turn { get; internal set; }
    public int Tools { get; internal set; }
    /// <summary>Results of tools that came after the last user message.</summary>
    public int ToolResults { get; internal set; }
    public int Images { get; internal set; }
    public bool Embedding { get; internal set; }

    public int AnswerChars { get; internal set; }
    /// <summary>Names the answer: equal seeds are equal answers.</summary>
    public ulong AnswerSeed { get; internal set; }
    /// <summary>In which wording the answer is written; null for text in the prompt's scene.</summary>
    public int? AnswerSection { get; internal set; }
    public bool CallsTool { get; internal set; }
    public bool RanToLimit { get; internal set; }
    public Scene Scene { get; internal set; } = null!;
    /// <summary>The language of the prompt.</summary>
    public Language Language { get; internal set; } = Language.English;
    public int LatencyMs { get; internal set; }
    public int Status { get; internal set; } = 200;

    public ReadOnlySpan<char> FirstUser => Opening.Length == 0 ? Prompt.Span : Opening.Span;

    public int Messages => (System is null ? 0 : 1) + UserMessages + AssistantMessages + ToolResults;
    public int UserMessages => Turn + 1;
    public int AssistantMessages => Turn + ToolResults;

    /// <summary>Characters per token: scripts without spaces need more tokens for the same text.</summary>
    private double Density => Language.Code is "zh" or "ja" or "ko" ? 1.3 : Language.Code is "ar" or "hi" or "ru" ? 2.6 : 4;

    public int TotalChars => (System?.Length ?? 0) + Opening.Length + Prompt.Length + (Turn * 900) + (ToolResults * 700);
    public int InputTokens => 3 + (int)(TotalChars / Density);
    public int OutputTokens => AnswerChars == 0 ? 0 : 1 + (int)(AnswerChars / Density);

    /// <summary>The text of the answer. Made only on demand: most readers need its length alone.</summary>
    public void WriteAnswer(TextBuffer to, int most = int.MaxValue)
    {
        to.Clear();
        if (AnswerChars == 0)
            return;
        var dice = new Dice(AnswerSeed);
        var home = Scene.Switch(Language);
        if (Scene.Mention.Length > 0)
            Scene.Force(Scene.Mention);
        while (to.Length < Math.Min(AnswerChars, most))
        {
            if (to.Length > 0)
                to.Add(dice.Chance(0.2) ? '\n' : ' ');
            Language.Grammar.Write(AnswerSection ?? Say, Scene, ref dice, to);
        }

        // Making an answer leaves no trace: traffic is the same whether anyone reads the answers or not.
        Scene.Force(null);
        Scene.Switch(home);
    }

    /// <summary>Room for the moment, of no meaning to readers.</summary>
    internal TextBuffer Scratch { get; } = new();

    internal void Reset()
    {
        System = null;
        EndUser = null;
        Harvest = false;
        Opening.Clear();
        Prompt.Clear();
        (Turn, Tools, ToolResults, Images) = (0, 0, 0, 0);
        (Embedding, CallsTool, RanToLimit) = (false, false, false);
        AnswerSection = null;
        (AnswerChars, AnswerSeed) = (0, 0);
        Status = 200;
    }
}
