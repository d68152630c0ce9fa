using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Weir.Bench.Gateway;

/// <summary>An upstream on bare sockets whose events carry the moment they were sent, so that a client on the same machine can tell how long they travelled.</summary>
internal static class StreamUpstream
{
    private static readonly byte[] Head = Encoding.ASCII.GetBytes(
        "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n");

    private static readonly byte[] Tail = Chunk("data: {\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":[],\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":64,\"total_tokens\":73}}\n\ndata: [DONE]\n\n");

    public static async Task<int> RunAsync(int port, int chunks, int gapMs)
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, port));
        listener.Listen(4096);
        Console.WriteLine("ready");
        while (true)
        {
            var caller = await listener.AcceptAsync();
            _ = ServeAsync(caller, chunks, gapMs);
        }
    }

    private static async Task ServeAsync(Socket caller, int chunks, int gapMs)
    {
        using var _ = caller;
        caller.NoDelay = true;
        var buffer = new byte[16 << 10];
        try
        {
            while (await Requests.ReadWholeAsync(caller, buffer))
            {
                await caller.SendAsync(Head);
                using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(gapMs));
                for (var i = 0; i < chunks; i++)
                {
                    await timer.WaitForNextTickAsync();
                    var stamp = Stopwatch.GetTimestamp().ToString(CultureInfo.InvariantCulture);
                    await caller.SendAsync(Chunk($"data: {{\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":[{{\"index\":0,\"delta\":{{\"content\":\"word {stamp} \"}},\"finish_reason\":null}}]}}\n\n"));
                }

                await caller.SendAsync(Tail);
                await caller.SendAsync("0\r\n\r\n"u8.ToArray());
            }
        }
        catch (SocketException)
        {
            // A caller that left.
        }
    }

    private static byte[] Chunk(string text) => Encoding.ASCII.GetBytes(text.Length.ToString("x", CultureInfo.InvariantCulture) + "\r\n" + text + "\r\n");
}
