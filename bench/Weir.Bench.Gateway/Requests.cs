using System.Net.Sockets;
using System.Text;

namespace Weir.Bench.Gateway;

/// <summary>Just enough HTTP for both ends of a benchmark.</summary>
internal static class Requests
{
    /// <summary>Reads one request with a Content-Length from the socket; false at its end.</summary>
    public static async ValueTask<bool> ReadWholeAsync(Socket socket, byte[] buffer)
    {
        var have = 0;
        while (true)
        {
            var read = await socket.ReceiveAsync(buffer.AsMemory(have));
            if (read == 0)
                return false;
            have += read;
            var end = buffer.AsSpan(0, have).IndexOf("\r\n\r\n"u8);
            if (end >= 0 && have >= end + 4 + Length(buffer.AsSpan(0, end)))
                return true;
        }
    }

    public static int Length(ReadOnlySpan<byte> head)
    {
        var text = Encoding.ASCII.GetString(head);
        var at = text.IndexOf("content-length:", StringComparison.OrdinalIgnoreCase);
        if (at < 0)
            return 0;
        var line = text.AsSpan(at + 15);
        var stop = line.IndexOf('\r');
        return int.Parse(stop < 0 ? line : line[..stop]);
    }

    public static byte[] Post(Uri url, string key, string body) => Encoding.UTF8.GetBytes(
        $"POST {url.PathAndQuery} HTTP/1.1\r\nHost: {url.Authority}\r\nAuthorization: Bearer {key}\r\nContent-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}");

    public static async Task<Socket> ConnectAsync(Uri url)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(System.Net.IPAddress.Loopback, url.Port);
        return socket;
    }
}
