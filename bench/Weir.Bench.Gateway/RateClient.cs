using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;

namespace Weir.Bench.Gateway;

/// <summary>
/// Load at a fixed rate. Latency counts from the moment a call was due, not from when a busy connection got to send it:
/// otherwise a stall would hide itself.
/// </summary>
internal static class RateClient
{
    public static async Task<int> RunAsync(Uri url, string keyFile, string bodyFile, int connections, double perSecond, double seconds)
    {
        var body = await File.ReadAllTextAsync(bodyFile);
        // Every call comes from another account than the one before, as in the load without a fixed rate.
        var requests = (await File.ReadAllLinesAsync(keyFile)).Select(key => Requests.Post(url, key, body)).ToArray();
        var latencies = new List<double>();
        var errors = 0;
        var gate = new Lock();
        var gap = connections / perSecond;
        await Task.WhenAll(Enumerable.Range(0, connections).Select(async i =>
        {
            var mine = new List<double>();
            var failed = 0;
            using var socket = await Requests.ConnectAsync(url);
            var buffer = new byte[64 << 10];
            var began = Stopwatch.GetTimestamp();
            for (var n = 0; ; n++)
            {
                var due = (n + (double)i / connections) * gap;
                if (due > seconds)
                    break;
                var wait = due - Stopwatch.GetElapsedTime(began).TotalSeconds;
                if (wait > 0)
                    await Task.Delay(TimeSpan.FromSeconds(wait), TimeProvider.System);
                // Timers tick in milliseconds: a call is never early, and what the timer was late is not the server's.
                var sent = Math.Max(due, wait > 0 ? Stopwatch.GetElapsedTime(began).TotalSeconds : due);
                if (!await CallAsync(socket, requests[(n * connections + i) % requests.Length], buffer))
                    failed++;
                mine.Add((Stopwatch.GetElapsedTime(began).TotalSeconds - sent) * 1000);
            }

            lock (gate)
            {
                latencies.AddRange(mine);
                errors += failed;
            }
        }));
        latencies.Sort();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{{\"calls\":{latencies.Count},\"errors\":{errors},\"p50\":{StreamClient.At(latencies, 0.50):F3},\"p99\":{StreamClient.At(latencies, 0.99):F3}}}"));
        return errors == 0 ? 0 : 1;
    }

    private static async Task<bool> CallAsync(Socket socket, byte[] request, byte[] buffer)
    {
        await socket.SendAsync(request);
        var have = 0;
        while (true)
        {
            var read = await socket.ReceiveAsync(buffer.AsMemory(have));
            if (read == 0)
                return false;
            have += read;
            var end = buffer.AsSpan(0, have).IndexOf("\r\n\r\n"u8);
            if (end >= 0 && have >= end + 4 + Requests.Length(buffer.AsSpan(0, end)))
                return buffer.AsSpan(0, have).StartsWith("HTTP/1.1 200"u8);
        }
    }
}
