using System.Net.Sockets;
using System.Text;

namespace Weir.TestKit;

/// <summary>A caller on a bare socket: sends exactly these bytes, in these pieces, and keeps what comes back as it came.</summary>
public sealed class RawClient : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };

    public static async Task<RawClient> ConnectAsync(Uri address, CancellationToken cancel)
    {
        var client = new RawClient();
        await client._socket.ConnectAsync(System.Net.IPAddress.Loopback, address.Port, cancel);
        return client;
    }

    public Task SendAsync(string text, CancellationToken cancel) => SendAsync(Encoding.UTF8.GetBytes(text), cancel);

    public async Task SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancel)
    {
        while (bytes.Length > 0)
            bytes = bytes[await _socket.SendAsync(bytes, cancel)..];
    }

    /// <summary>What comes next; empty at the end of the connection, also where it was reset.</summary>
    public async Task<byte[]> ReceiveAsync(CancellationToken cancel)
    {
        var buffer = new byte[64 << 10];
        try
        {
            var read = await _socket.ReceiveAsync(buffer, cancel);
            return buffer[..read];
        }
        catch (SocketException)
        {
            return [];
        }
    }

    /// <summary>Everything until what has come contains <paramref name="mark"/>, or the connection ends.</summary>
    public async Task<string> ReceiveUntilAsync(string mark, CancellationToken cancel)
    {
        var all = new StringBuilder();
        while (!all.ToString().Contains(mark, StringComparison.Ordinal))
        {
            var piece = await ReceiveAsync(cancel);
            if (piece.Length == 0)
                break;
            all.Append(Encoding.UTF8.GetString(piece));
        }

        return all.ToString();
    }

    /// <summary>Everything until the connection ends.</summary>
    public async Task<string> ReceiveAllAsync(CancellationToken cancel)
    {
        var all = new List<byte>();
        while (await ReceiveAsync(cancel) is { Length: > 0 } piece)
            all.AddRange(piece);
        return Encoding.UTF8.GetString([.. all]);
    }

    public void Reset()
    {
        _socket.LingerState = new LingerOption(true, 0);
        _socket.Close();
    }

    public void Dispose() => _socket.Dispose();
}
