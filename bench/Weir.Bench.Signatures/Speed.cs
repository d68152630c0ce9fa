using System.Buffers;
using System.Text;
using System.Text.Json;
using Weir.Signatures.Answers;
using Weir.Signatures.Marking;
using Weir.Signatures.Recognition;
using Weir.Traffic;
using Weir.Traffic.Dialects;

namespace Weir.Bench.Signatures;

/// <summary>What marking and recognising cost, in processor time of this process, so that a busy machine does not count.</summary>
internal static class Speed
{
    private const int Delta = 12;

    public static void Run(BenchTexts texts, bool test)
    {
        var some = texts.All.Take(test ? 5 : 600).ToArray();
        var kilobytes = some.Sum(static text => text.Length) / 1024.0;
        var embedder = new Embedder(new Signature(SignatureKey.Owner([1], "bench"), null, 1));
        Print("mark a whole text", "us/KB, goal 20", Microseconds(test, () => Array.ForEach(some, text => embedder.Apply(text))) / kilobytes);
        Print("mark a text in 12-character deltas", "us/KB, goal 30", Microseconds(test, () => Array.ForEach(some, text => Stream(embedder, text))) / kilobytes);

        var endpoint = Endpoints.Recognize("POST", "/v1/chat/completions", false);
        var wires = some.Select(Wire).ToArray();
        var output = new ArrayBufferWriter<byte>();
        var signature = new Signature(SignatureKey.Owner([1], "bench"), null, 1);
        Print("sign a chat stream of 12-character deltas", "us/KB of text", Microseconds(test, () => Array.ForEach(wires, wire => Sign(endpoint, wire, signature, output))) / kilobytes);

        var tally = new Tally();
        Print("recognise", "MB/s, goal 20", kilobytes * 1024 / Microseconds(test, () =>
        {
            tally = new Tally();
            Array.ForEach(some, text => tally.Add(text));
        }));
        var evidence = new Evidence(tally, texts.Statistics);
        var keys = test ? 100 : 10_000;
        Print($"try {keys} keys", "s", Microseconds(test: true, () => evidence.Read(Enumerable.Range(0, keys).Select(static number => SignatureKey.Owner([2], $"{number}")))) / 1e6);
    }

    private static void Print(string what, string unit, double value) => Console.WriteLine(FormattableString.Invariant($"{what,-44} {value,8:0.0} {unit}"));

    private static double Microseconds(bool test, Action work)
    {
        if (!test)
        {
            // Compiled well only after a while: methods are compiled anew a tenth of a second after the last new one, and twice. Then the best of five.
            var began = TimeProvider.System.GetTimestamp();
            while (TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromSeconds(2))
                work();
        }

        var best = double.MaxValue;
        for (var round = 0; round < (test ? 1 : 5); round++)
        {
            var before = Environment.CpuUsage.TotalTime;
            work();
            best = Math.Min(best, (Environment.CpuUsage.TotalTime - before).TotalMicroseconds);
        }

        return best;
    }

    private static void Stream(Embedder embedder, string text)
    {
        embedder.Reset();
        for (var at = 0; at < text.Length; at += Delta)
            embedder.Feed(text.AsSpan(at, Math.Min(Delta, text.Length - at)));
        embedder.Finish();
    }

    private static byte[][] Wire(string text)
    {
        var wire = new List<byte[]>();
        for (var at = 0; at < text.Length; at += Delta)
            wire.Add(Encoding.UTF8.GetBytes($"data: {{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"model\":\"m\",\"choices\":[{{\"index\":0,\"delta\":{{\"content\":{JsonSerializer.Serialize(text.Substring(at, Math.Min(Delta, text.Length - at)))}}},\"finish_reason\":null}}]}}\n\n"));
        return [.. wire];
    }

    private static void Sign(Endpoint endpoint, byte[][] wire, Signature signature, ArrayBufferWriter<byte> output)
    {
        using var signer = new AnswerSigner(endpoint, AnswerForm.Sse, signature);
        foreach (var piece in wire)
        {
            output.ResetWrittenCount();
            signer.Feed(piece, output);
        }

        output.ResetWrittenCount();
        signer.Finish(output);
    }
}
