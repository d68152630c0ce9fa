using Weir.Drill.Model.Tasks;
using Weir.Drill.Model.Text;

namespace Weir.Drill.Model;

/// <summary>Decides in which ways a prompt may be answered: worked out, told from what was read, or declined.</summary>
internal sealed class Composer(Vocabulary vocabulary)
{
    /// <summary>A prompt with this mark is declined, so that refusals can be tried in every dialect.</summary>
    public const string RefusalMark = "[refuse]";

    private static readonly string[] Openers = ["", "Here is a short answer.\n\n", "That is a good thing to ask.\n\n", "Let me explain.\n\n", "In short:\n\n"];
    private static readonly string[] Admissions =
    [
        "I have read little about {0}. Perhaps this helps all the same.\n\n",
        "About {0} I know nothing certain, but something else comes to mind.\n\n",
        "That question about {0} is too hard for a model as small as I am. Here is what I can offer.\n\n",
    ];
    private static readonly string[] Beginnings = ["", "Let me work it out. ", "Step by step: ", "First I write down the steps. "];
    private static readonly string[] Endings = ["The answer is {0}.", "So the result is {0}.", "That gives {0}."];

    public static bool Declines(string prompt) => prompt.Contains(RefusalMark, StringComparison.OrdinalIgnoreCase);

    public Plan Refusal() => new(
    [
        new Script(3, vocabulary.Encode("I'm sorry, but I can't help with that.")),
        new Script(1, vocabulary.Encode("I can't help with that request.")),
    ]);

    public Plan Exactly(string text) => new([new Script(1, vocabulary.Encode(text))], Strict: true);

    public Plan Worked(Solution solution)
    {
        var scripts = new List<Script>();
        var steps = string.Join(". ", solution.Steps);
        for (var b = 0; b < Beginnings.Length; b++)
        {
            for (var e = 0; e < Endings.Length; e++)
            {
                var text = $"{Beginnings[b]}{steps}. {string.Format(Endings[e], solution.Answer)}";
                scripts.Add(new Script(1.0 / (1 + b + e), vocabulary.Encode(text)));
            }
        }

        return new Plan(scripts);
    }

    /// <summary>An answer that passes on what a tool returned.</summary>
    public Plan Told(string result)
    {
        var told = result.Length <= 600 ? result.Trim() : result[..600].Trim() + " …";
        return new(
        [
            new Script(2, vocabulary.Encode($"Here is what I found: {told}")),
            new Script(1, vocabulary.Encode($"The tool answered: {told}")),
        ]);
    }

    /// <summary>An answer in free text, on the topic or, where nothing was read about it, near to it.</summary>
    public Plan Prose(string prompt, bool known, int tokens)
    {
        var openers = known ? Openers : [.. Admissions.Select(a => string.Format(a, Topic.Of(prompt)))];
        var favourite = (int)(SplitMix.Hash(prompt) % (ulong)openers.Length);
        return new Plan([.. openers.Select((opener, i) => new Script(known && i == 0 ? 8 : i == favourite ? 2 : 0.2, vocabulary.Encode(opener), tokens))]);
    }

    public static Plan Continuation(int tokens) => new([new Script(1, [], tokens)]);

    public Plan Thinking(string prompt, Solution? solution)
    {
        var about = Topic.Of(prompt);
        return solution is { } solved
            ? new Plan([new Script(1, vocabulary.Encode($"I need the value asked for. {string.Join(". ", solved.Steps)}. So it is {solved.Answer}. Let me check it once more: {solved.Steps[^1]}. Yes."))])
            : new Plan(
            [
                new Script(2, vocabulary.Encode($"The question is about {about}. I look for what I have read about {about} and keep to what is certain. I answer in plain sentences.")),
                new Script(1, vocabulary.Encode($"They ask about {about}. First the main point, then a detail or two, then I stop.")),
            ]);
    }
}
