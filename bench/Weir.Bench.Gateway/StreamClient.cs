using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Weir.Bench.Gateway;

/// <summary>Many paced streams at once: how long each event travelled from the upstream to here.</summary>
internal static class StreamClient
{
    public static async Task<int> RunAsync(Uri url, string keyFile, int count, int chunks)
    {
        var requests = (await File.ReadAllLinesAsync(keyFile)).Select(key => Requests.Post(url, key, """{"model":"m","stream":true,"messages":[{"role":"user","content":"Say sixty-four words."}]}""")).ToArray();
        var first = new List<double>();
        var transit = new List<double>();
        var errors = 0;
        var gate = new Lock();
        await Task.WhenAll(Enumerable.Range(0, count).Select(async i =>
        {
            // Streams do not begin at one instant in life either.
            await Task.Delay(TimeSpan.FromMilliseconds(i * 1000.0 / count), TimeProvider.System);
            var seen = await OneAsync(url, requests[i % requests.Length]);
            lock (gate)
            {
                if (seen.Count < chunks)
                    errors++;
                if (seen.Count > 0)
                    first.Add(seen[0]);
                transit.AddRange(seen.Skip(1));
            }
        }));
        first.Sort();
        transit.Sort();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{{\"first_p50\":{At(first, 0.50):F3},\"first_p99\":{At(first, 0.99):F3},\"transit_p50\":{At(transit, 0.50):F3},\"transit_p99\":{At(transit, 0.99):F3},\"events\":{first.Count + transit.Count},\"short_streams\":{errors}}}"));
        return errors == 0 ? 0 : 1;
    }

    private static async Task<List<double>> OneAsync(Uri url, byte[] request)
    {
        var seen = new List<double>();
        using var socket = await Requests.ConnectAsync(url);
        // A stream that stalls is a short stream, not a benchmark without end.
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await socket.SendAsync(request);
        var buffer = new byte[64 << 10];
        var have = 0;
        while (true)
        {
            int read;
            try
            {
                read = await socket.ReceiveAsync(buffer.AsMemory(have), patience.Token);
            }
            catch (Exception over) when (over is SocketException or OperationCanceledException)
            {
                return seen;
            }

            var now = Stopwatch.GetTimestamp();
            if (read == 0)
                return seen;
            have += read;
            have = Take(buffer, have, now, seen);
            if (buffer.AsSpan(0, have).IndexOf("0\r\n\r\n"u8) >= 0 && buffer.AsSpan(0, have).IndexOf("[DONE]"u8) >= 0)
                return seen;
        }
    }

    private static int Take(byte[] buffer, int have, long now, List<double> seen)
    {
        var mark = "\"content\":\"word "u8;
        var at = 0;
        while (buffer.AsSpan(at, have - at).IndexOf(mark) is var found and >= 0)
        {
            var start = at + found + mark.Length;
            var end = buffer.AsSpan(start, have - start).IndexOf((byte)' ');
            if (end < 0)
                break;
            var sent = long.Parse(Encoding.ASCII.GetString(buffer, start, end), CultureInfo.InvariantCulture);
            seen.Add((now - sent) * 1000.0 / Stopwatch.Frequency);
            at = start + end;
        }

        // What is not complete yet stays; the end of the stream is looked for in what stays.
        var keep = Math.Min(have - at, 4096);
        Array.Copy(buffer, have - keep, buffer, 0, keep);
        return keep;
    }

    internal static double At(List<double> sorted, double share) => sorted.Count == 0 ? 0 : sorted[(int)Math.Min(sorted.Count - 1, share * sorted.Count)];
}
