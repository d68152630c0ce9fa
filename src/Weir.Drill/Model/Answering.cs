using Weir.Drill.Model.Structured;
using Weir.Drill.Model.Tasks;
using Weir.Drill.Model.Text;
using Weir.Traffic;

namespace Weir.Drill.Model;

/// <summary>One request on its way to its completions. Made for each request; not safe for two threads.</summary>
internal sealed class Answering(Vocabulary vocabulary, Composer composer, Func<Prose> newProse, Distribution chances, ModelRequest request, string prompt, bool known)
{
    private readonly Solution? _solution = request.Continue ? null : TaskWorld.Solve(prompt);
    private readonly string? _toolResult = request.Turns.Count > 0 && request.Turns[^1].Speaker == Speaker.Tool ? request.Turns[^1].Text : null;

    public Completion Complete(int length, SplitMix random)
    {
        var most = Math.Min(request.MaxTokens ?? LanguageModel.MostOutputTokens, LanguageModel.MostOutputOf(request.Choices));
        var thought = new SplitMix(random.Next());
        var reasoning = request.Reasoning ? Think(most, thought) : TokenText.Empty;
        most -= reasoning.Count;
        var completion = new Completion { Reasoning = reasoning, Finish = Finish.Length };
        if (most <= 0)
            return completion;
        if (Composer.Declines(prompt))
            return completion with { Text = NewGeneration(request, random).Run(composer.Refusal(), most), Finish = Finish.Refusal };
        var calls = ToolChooser.Choose(request, prompt, Sentence);
        if (calls.Count > 0)
            return Call(completion, calls, most);
        var generation = NewGeneration(request, random);
        if (request.Continue)
            generation.ContinueFrom(prompt);
        var text = generation.Run(PlanFor(length), most);
        return completion with { Text = text, Finish = generation.Finish, StoppedBy = generation.StoppedBy };
    }

    private Plan PlanFor(int length)
    {
        if (request.Format == AnswerFormat.JsonSchema)
            return composer.Exactly(new SchemaFiller(request.Schema, PromptValues.Read(prompt), Sentence).Fill());
        if (request.Format == AnswerFormat.Json)
            return composer.Exactly(SchemaFiller.Freely(Topic.Of(prompt), _solution?.Answer ?? Sentence()));
        if (request.Continue)
            return Composer.Continuation(length);
        if (_toolResult is not null)
            return composer.Told(_toolResult);
        return _solution is { } solved ? composer.Worked(solved) : composer.Prose(prompt, known, length);
    }

    private Completion Call(Completion completion, List<(string Name, string Arguments)> calls, int most)
    {
        var made = new List<ToolCall>(calls.Count);
        foreach (var (name, arguments) in calls)
        {
            var generation = NewGeneration(request with { Stop = [], Logprobs = false, LogitBias = [], Temperature = 0 }, default);
            var text = generation.Run(composer.Exactly(arguments), most);
            made.Add(new ToolCall(name, text));
            most -= text.Count;
            if (generation.Finish == Finish.Length || most <= 0)
                return completion with { Calls = made, Finish = Finish.Length };
        }

        return completion with { Calls = made, Finish = Finish.ToolCalls };
    }

    private TokenText Think(int most, SplitMix random) =>
        NewGeneration(request with { Stop = [], Logprobs = false, LogitBias = [] }, random).Run(composer.Thinking(prompt, _solution), most);

    /// <summary>One sentence on the topic, for a field that wants text: the likeliest, so that it does not depend on the draw.</summary>
    private string Sentence()
    {
        var plain = request with { Stop = [], Logprobs = false, LogitBias = [], Temperature = 0 };
        var text = NewGeneration(plain, default).Run(Composer.Continuation(25), 60).Text;
        var end = text.IndexOfAny(['.', '!', '?', '。', '\n']);
        return end < 0 ? text : text[..(end + (text[end] == '\n' ? 0 : 1))];
    }

    private Generation NewGeneration(ModelRequest how, SplitMix random) => new(vocabulary, newProse(), chances, how, random);
}
