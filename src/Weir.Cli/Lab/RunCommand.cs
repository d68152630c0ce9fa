using System.CommandLine;
using System.Globalization;
using System.Text;
using Weir.Cli.Signatures;
using Weir.Lab.Texts;
using Weir.Lab.Trials;

namespace Weir.Cli.Lab;

/// <summary><c>weir lab run</c>.</summary>
internal static class RunCommand
{
    private const int MadeTexts = 400;
    private const int MadeWords = 500;
    // A corpus smaller than this teaches a student nothing that could be read off.
    private const long LeastWords = 20_000;

    public static Command Create(Terminal terminal)
    {
        var text = new Option<string?>("--text") { Description = "A file or folder of unmarked texts to learn from; JSON Lines give a text a line." };
        var gateway = new Option<string?>("--gateway") { Description = "Take the texts from a model instead: the base address of a gateway, asked over OpenAI chat. Its own signatures should be off." };
        var model = new Option<string>("--model") { Description = "With --gateway: the model that is asked.", DefaultValueFactory = static _ => "weir-tiny" };
        var credential = new Option<string?>("--credential-env") { Description = "With --gateway: the environment variable that holds the key to call it with." };
        var answers = new Option<int>("--answers") { Description = "With --gateway: how many answers are taken.", DefaultValueFactory = static _ => 2_000 };
        var words = new Option<int>("--training-words") { Description = "Words that each student learns from, at most.", DefaultValueFactory = static _ => 1_500_000 };
        var generate = new Option<int[]>("--words") { Description = "Where z is read off, in words that a student wrote.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = static _ => [3_000, 10_000, 30_000, 100_000, 300_000] };
        var shares = new Option<double[]>("--share") { Description = "Shares of marked text.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = static _ => [1, 0.5, 0.2, 0.1, 0.05, 0] };
        var strengths = new Option<double[]>("--strength") { Description = "Strengths of the mark.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = static _ => [1, 0.5] };
        var attacks = new Option<Attack[]>("--attack") { Description = "none, slots, forms, clean, mixed.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = static _ => [Attack.None, Attack.Slots, Attack.Forms, Attack.Clean, Attack.Mixed] };
        var seeds = new Option<int>("--seeds") { Description = "Students of each kind.", DefaultValueFactory = static _ => 5 };
        var first = new Option<int>("--first-seed") { Description = "The first seed; another one gives other keys, other splits of the texts and other students." };
        var anchor = new Option<int>("--anchor-seeds") { Description = "Seeds of the check of the laboratory itself; 0 leaves it out, and the result is then not to be believed.", DefaultValueFactory = static _ => 2 };
        var parallel = new Option<int>("--parallel") { Description = "Students trained side by side; each takes some 300 MB of memory.", DefaultValueFactory = static _ => Math.Max(1, Environment.ProcessorCount) };
        var format = new Option<string>("--format") { Description = "text or json.", DefaultValueFactory = static _ => "text" };
        format.AcceptOnlyFromAmong("text", "json");
        var html = new Option<string?>("--html") { Description = "Write a report with plots to this file as well." };
        var command = new WeirCommand("run", "Train students on texts of which a share is marked, let them write, and read what they wrote. Exit code 1 where the laboratory finds itself broken.")
        {
            Examples =
            [
                "weir lab run --text our-answers/ --html lab.html",
                "weir lab run --gateway http://127.0.0.1:8080 --model weir-tiny --share 1 0 --attack none",
                "weir lab run --text our-answers/ --share 0.2 0 --strength 1 --attack none --words 100000 --format json | jq .cells",
            ],
            Options = { text, gateway, model, credential, answers, words, generate, shares, strengths, attacks, seeds, first, anchor, parallel, format, html },
        };
        command.Validators.Add(result =>
        {
            if (result.GetResult(text) is not null && result.GetResult(gateway) is not null)
                result.AddError("Name texts with --text or a model with --gateway, not both.");
        });
        command.SetAction(async (parsed, cancellation) =>
        {
            if (parsed.GetValue(shares)!.Concat(parsed.GetValue(strengths)!).Any(static share => share is not (>= 0 and <= 1)))
                return terminal.Fail("--share and --strength take numbers from 0 to 1.");
            if (parsed.GetValue(generate)!.Any(static count => count is < 100 or > 10_000_000) || parsed.GetValue(words) < 1_000 || parsed.GetValue(seeds) is < 1 or > 100 || parsed.GetValue(first) is < 0 or > 1_000_000 || parsed.GetValue(anchor) is < 0 or > 100 || parsed.GetValue(parallel) is < 1 or > 256)
                return terminal.Fail("--words takes 100 to 10000000, --training-words at least 1000, --seeds 1 to 100, --first-seed 0 to 1000000, --anchor-seeds 0 to 100, --parallel 1 to 256.");
            IReadOnlyList<string> texts;
            string source;
            if (parsed.GetValue(gateway) is { } named)
            {
                if (!Uri.TryCreate(named, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
                    return terminal.Fail("--gateway takes an address such as http://127.0.0.1:8080.");
                source = $"{parsed.GetValue(model)} over {address}";
                var taken = await Harvest.TakeAsync(terminal, address, parsed.GetValue(model)!, parsed.GetValue(credential), parsed.GetValue(answers), cancellation);
                if (taken is null)
                    return ExitCodes.Unusable;
                texts = taken;
            }
            else if (parsed.GetValue(text) is { } path)
            {
                source = path;
                if (Read(terminal, path) is not { } read)
                    return ExitCodes.Unusable;
                texts = read;
            }
            else
            {
                source = "made sentences (no real text: it shows that the machinery works, and nothing about your answers)";
                texts = [.. Enumerable.Range(0, MadeTexts).Select(static number => new MadeProse(number).Text(MadeWords))];
            }

            var count = texts.Sum(static one => (long)one.AsSpan().Count(' '));
            if (count < LeastWords)
                return terminal.Fail(string.Create(CultureInfo.InvariantCulture, $"{source} gives {count} words, and {LeastWords} are the least that a student can learn from."));
            var plan = new LabPlan
            {
                TrainingWords = parsed.GetValue(words), Words = [.. parsed.GetValue(generate)!.Distinct().Order()], Shares = [.. parsed.GetValue(shares)!.Distinct()], Strengths = [.. parsed.GetValue(strengths)!.Distinct()],
                Attacks = [.. parsed.GetValue(attacks)!.Distinct()], Seeds = parsed.GetValue(seeds), FirstSeed = parsed.GetValue(first), AnchorSeeds = parsed.GetValue(anchor), Parallel = parsed.GetValue(parallel),
            };
            var result = new LabRun(plan, texts, source) { Progress = (done, all) => Tell(terminal, done, all) }.Run(cancellation);
            if (parsed.GetValue(format) is "json")
                LabOutput.Json(result, terminal.Out);
            else
                LabOutput.Text(result, terminal.Out);
            if (parsed.GetValue(html) is { } page)
            {
                await using var target = OutputFile.Open(page, terminal);
                if (target is null)
                    return ExitCodes.Unusable;
                await target.Stream.WriteAsync(Encoding.UTF8.GetBytes(LabPage.Write(result)), cancellation);
                await target.CommitAsync();
            }

            return result.Broken is null ? ExitCodes.Ok : ExitCodes.Broken;
        });
        return command;
    }

    private static void Tell(Terminal terminal, int done, int all)
    {
        if (terminal.Interactive)
            terminal.Error.Write($"\r{done} of {all} students{(done == all ? "\n" : "")}");
    }

    private static List<string>? Read(Terminal terminal, string path)
    {
        try
        {
            var texts = new List<string>();
            foreach (var file in TextSources.Files(path))
            {
                using var stream = Analyze.LogFiles.Open(file);
                texts.AddRange(TextSources.Texts(stream, file));
            }

            // One long text would be learned or held back as a whole.
            return [.. texts.SelectMany(static text => Parts(text))];
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            terminal.Fail($"{SafeText.Name(path, 200)} {refused.Message}");
            return null;
        }
    }

    /// <summary>A text in parts of some thousand characters, cut between paragraphs.</summary>
    private static IEnumerable<string> Parts(string text)
    {
        const int Long = 3_000;
        while (text.Length > 2 * Long && text.IndexOf("\n\n", Long, StringComparison.Ordinal) is var cut and > 0)
        {
            yield return text[..cut];
            text = text[(cut + 2)..];
        }

        if (text.Length > 0)
            yield return text;
    }
}
