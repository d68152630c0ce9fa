using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Weir.TestKit;

/// <summary>
/// An upstream on a bare socket that does exactly what a test says, broken or not: half a chunk, garbage, silence, a reset.
/// One script serves every connection.
/// </summary>
public sealed class ScriptedUpstream : IAsyncDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<Conversation, Task> _script;
    private readonly List<Task> _conversations = [];
    private readonly Task _accepting;
    private int _connections;

    private ScriptedUpstream(Func<Conversation, Task> script)
    {
        _script = script;
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen(512);
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndPoint!).Port}");
        _accepting = AcceptAsync();
    }

    public Uri Address { get; }
    public int Connections => Volatile.Read(ref _connections);
    /// <summary>Every request received whole, in order of arrival.</summary>
    public System.Collections.Concurrent.ConcurrentQueue<RawRequest> Requests { get; } = new();

    public static ScriptedUpstream Start(Func<Conversation, Task> script) => new(script);

    /// <summary>Answers every request with the same bytes.</summary>
    public static ScriptedUpstream Answering(string response) => Start(async talk =>
    {
        while (await talk.ReceiveAsync() is not null)
            await talk.SendAsync(response);
    });

    /// <summary>Answers every request with a whole JSON body.</summary>
    public static ScriptedUpstream AnsweringJson(string json, int status = 200) => Answering(Json(json, status));

    public static string Json(string json, int status = 200) =>
        $"HTTP/1.1 {status} Status\r\nContent-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(json)}\r\n\r\n{json}";

    public const string SseHead = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";

    public static string Chunk(string text) => $"{Encoding.UTF8.GetByteCount(text):x}\r\n{text}\r\n";

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var socket = await _listener.AcceptAsync(_stop.Token);
                socket.NoDelay = true;
                Interlocked.Increment(ref _connections);
                lock (_conversations)
                    _conversations.Add(TalkAsync(socket));
            }
        }
        catch (Exception stopped) when (stopped is OperationCanceledException or SocketException or ObjectDisposedException)
        {
        }
    }

    private async Task TalkAsync(Socket socket)
    {
        using var talk = new Conversation(socket, Requests, _stop.Token);
        try
        {
            await _script(talk);
        }
        catch (Exception over) when (over is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The gateway hung up, or the test is over.
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting;
        Task[] all;
        lock (_conversations)
            all = [.. _conversations];
        await Task.WhenAll(all);
        _stop.Dispose();
    }
}

public sealed record RawRequest(string Head, byte[] Body)
{
    public string Text => Encoding.UTF8.GetString(Body);
    public string Line => Head.Split("\r\n")[0];

    public string? Header(string name) => Head.Split("\r\n").Skip(1)
        .Where(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))
        .Select(line => line[(name.Length + 1)..].Trim()).FirstOrDefault();
}

/// <summary>One connection to a <see cref="ScriptedUpstream"/>.</summary>
public sealed class Conversation(Socket socket, System.Collections.Concurrent.ConcurrentQueue<RawRequest> seen, CancellationToken stop) : IDisposable
{
    private readonly List<byte> _pending = [];

    public CancellationToken Stop => stop;

    /// <summary>The next request, whole; null when the caller has closed.</summary>
    /// <param name="heard">Shown all that has come of it so far, each time that more has come.</param>
    public async Task<RawRequest?> ReceiveAsync(Action<string>? heard = null)
    {
        var buffer = new byte[64 << 10];
        while (true)
        {
            if (TryTake() is { } request)
            {
                seen.Enqueue(request);
                return request;
            }

            var read = await socket.ReceiveAsync(buffer, stop);
            if (read == 0)
                return null;
            _pending.AddRange(buffer.AsSpan(0, read));
            heard?.Invoke(Encoding.Latin1.GetString([.. _pending]));
        }
    }

    /// <summary>The next request's head; what follows it stays where it is.</summary>
    public async Task ReceiveHeadAsync()
    {
        var buffer = new byte[64 << 10];
        while (_pending.ToArray().AsSpan().IndexOf("\r\n\r\n"u8) < 0 && await socket.ReceiveAsync(buffer, stop) is var read and > 0)
            _pending.AddRange(buffer.AsSpan(0, read));
    }

    public Task SendAsync(string text) => SendAsync(Encoding.UTF8.GetBytes(text));

    public async Task SendAsync(byte[] bytes)
    {
        for (var at = 0; at < bytes.Length;)
            at += await socket.SendAsync(bytes.AsMemory(at), stop);
    }

    /// <summary>Waits until the other side has closed, which is how a test sees that a call was given up.</summary>
    public async Task<bool> SeesCloseAsync()
    {
        var buffer = new byte[4096];
        try
        {
            while (await socket.ReceiveAsync(buffer, stop) > 0)
            {
            }

            return true;
        }
        catch (SocketException)
        {
            return true;
        }
    }

    /// <summary>Ends the connection without a farewell.</summary>
    public void Reset()
    {
        socket.LingerState = new LingerOption(true, 0);
        socket.Close();
    }

    public void Close() => socket.Close();

    public void Dispose() => socket.Dispose();

    private RawRequest? TryTake()
    {
        var bytes = _pending.ToArray();
        var end = bytes.AsSpan().IndexOf("\r\n\r\n"u8);
        if (end < 0)
            return null;
        var head = Encoding.Latin1.GetString(bytes, 0, end);
        var request = new RawRequest(head, []);
        var from = end + 4;
        if (request.Header("Transfer-Encoding") is not null)
            return TakeChunked(request, bytes, from);
        var length = int.Parse(request.Header("Content-Length") ?? "0", System.Globalization.CultureInfo.InvariantCulture);
        if (bytes.Length < from + length)
            return null;
        _pending.RemoveRange(0, from + length);
        return request with { Body = bytes[from..(from + length)] };
    }

    private RawRequest? TakeChunked(RawRequest request, byte[] bytes, int at)
    {
        var body = new List<byte>();
        while (true)
        {
            var line = bytes.AsSpan(at).IndexOf("\r\n"u8);
            if (line < 0)
                return null;
            var size = Convert.ToInt32(Encoding.ASCII.GetString(bytes, at, line).Split(';')[0], 16);
            at += line + 2;
            if (bytes.Length < at + size + 2)
                return null;
            body.AddRange(bytes.AsSpan(at, size));
            at += size + 2;
            if (size == 0)
            {
                _pending.RemoveRange(0, at);
                return request with { Body = [.. body] };
            }
        }
    }
}
