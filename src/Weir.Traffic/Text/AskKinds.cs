namespace Weir.Traffic.Text;

/// <summary>
/// What a prompt asks the model to do: the one closed list. A prompt may be of several kinds. Every place that names kinds
/// (journal, findings, exposure, policy, docs) takes the names from <see cref="AskKindNames"/>.
/// </summary>
[Flags]
public enum AskKinds : uint
{
    None = 0,
    /// <summary>Show your reasoning while you answer: step by step, in tags, complete and transparent.</summary>
    Reasoning = 1 << 0,
    /// <summary>Here is an answer (or a question with its answer): write the reasoning that leads to it.</summary>
    ReasoningBehind = 1 << 1,
    /// <summary>Score, rank or compare answers by a rubric: the model as a reward model.</summary>
    Grading = 1 << 2,
    /// <summary>Rewrite a sensitive text or question so that it passes a censor or a filter.</summary>
    SafeRewriting = 1 << 3,
    Coding = 1 << 4,
    /// <summary>Tools are declared or their results are handed in, or a plan of actions is asked for.</summary>
    Agentic = 1 << 5,
    /// <summary>Images are part of the prompt.</summary>
    Vision = 1 << 6,
    /// <summary>Reveal the system prompt or the instructions.</summary>
    SystemPromptProbing = 1 << 7,
    /// <summary>Ignore what you were told; made-up debug or developer modes.</summary>
    Injection = 1 << 8,
    /// <summary>Where does the model refuse: role play without rules, reasons and limits of refusal.</summary>
    RefusalProbing = 1 << 9,
    /// <summary>Reveal the hidden reasoning: raw thoughts, scratchpad, internal monologue.</summary>
    HiddenReasoningProbing = 1 << 10,
    Translation = 1 << 11,
    Extraction = 1 << 12,
    Classification = 1 << 13,
    Summarising = 1 << 14,
    Question = 1 << 15,
    Chat = 1 << 16,
    /// <summary>Make material that models are trained on: instructions and their answers, invented dialogues, lessons, good answers beside bad ones.</summary>
    TrainingMaterial = 1 << 17,
}

/// <summary>The one place where kinds of ask have names, and where one of several kinds is chosen as the main one.</summary>
public static class AskKindNames
{
    public const int Count = 18;

    private static readonly string[] Names =
    [
        "reasoning", "reasoning_behind", "grading", "safe_rewriting", "coding", "agentic", "vision",
        "system_prompt_probing", "injection", "refusal_probing", "hidden_reasoning_probing",
        "translation", "extraction", "classification", "summarising", "question", "chat", "training_material",
    ];

    /// <summary>From the most telling to the least: the first that is present is the main kind.</summary>
    private static readonly int[] ByPrecedence = [10, 7, 8, 9, 1, 2, 3, 17, 0, 6, 5, 4, 11, 12, 13, 14, 15, 16];

    public static ReadOnlySpan<string> All => Names;

    /// <summary>The name of the kind with this bit number, or "other" for <see cref="AskKindNames.Count"/>.</summary>
    public static string Name(int bit) => bit < Names.Length ? Names[bit] : "other";

    public static bool TryParse(ReadOnlySpan<char> name, out AskKinds kind)
    {
        for (var i = 0; i < Names.Length; i++)
        {
            if (name.SequenceEqual(Names[i]))
            {
                kind = (AskKinds)(1u << i);
                return true;
            }
        }

        kind = AskKinds.None;
        return false;
    }

    /// <summary>Bit number of the main kind; <see cref="AskKindNames.Count"/> where there is none ("other").</summary>
    public static int Main(AskKinds kinds)
    {
        foreach (var bit in ByPrecedence)
        {
            if (((uint)kinds >> bit & 1) != 0)
                return bit;
        }

        return Count;
    }
}
