using System.Text.Json;
using Weir.Gateway.Storage;
using Weir.Gateway.Watch;
using Weir.Policy;

namespace Weir.Gateway.Enforcement.Notices;

/// <summary>A notice that a webhook did not take.</summary>
/// <param name="Time">When it was given up.</param>
public sealed record Undelivered(string Notice, string Webhook, string Event, DateTimeOffset Time, string Why, byte[] Body)
{
    /// <summary>One notice may have been refused by several webhooks.</summary>
    public string Id => $"{Notice}~{Webhook}";
}

/// <summary>
/// The dead letters: one JSON object a line, a line of its own where one was sent again or let go. A list that cannot be written still
/// holds in memory, so that a person can act on it. Used by several threads.
/// </summary>
internal sealed class UndeliveredList
{
    private const int MostHeld = 2_000;
    private const long LargestFile = 16 << 20;

    private readonly string _path;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Undelivered> _open = new(StringComparer.Ordinal);

    public UndeliveredList(string folder)
    {
        _path = Path.Combine(folder, "undelivered.jsonl");
        Load();
    }

    public IReadOnlyList<Undelivered> All
    {
        get
        {
            lock (_gate)
                return [.. _open.Values.OrderBy(static one => one.Time)];
        }
    }

    public Undelivered? Find(string id)
    {
        lock (_gate)
            return _open.GetValueOrDefault(id);
    }

    public void Add(Undelivered undelivered)
    {
        lock (_gate)
        {
            Hold(undelivered);
            Append(Line(undelivered));
        }
    }

    /// <summary>False where somebody was quicker.</summary>
    public bool TryTake(string id, DateTimeOffset now)
    {
        lock (_gate)
        {
            if (!_open.Remove(id))
                return false;
            Append(JsonSerializer.SerializeToUtf8Bytes(new { time = now.UtcDateTime, settled = id }, PolicyEntryJson.Options));
            return true;
        }
    }

    private void Hold(Undelivered undelivered)
    {
        _open[undelivered.Id] = undelivered;
        if (_open.Count > MostHeld)
            _open.Remove(_open.Values.MinBy(static one => one.Time)!.Id);
    }

    private void Load()
    {
        try
        {
            if (!File.Exists(_path))
                return;
            TornLine.Cut(_path);
            foreach (var line in File.ReadLines(_path))
                Take(line);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            // What is given up from now on is still listed.
        }
    }

    private void Take(string text)
    {
        try
        {
            using var line = JsonDocument.Parse(text);
            var json = line.RootElement;
            if (json.TryGetProperty("settled"u8, out var settled))
            {
                _open.Remove(settled.GetString()!);
                return;
            }

            var body = json.GetProperty("body"u8);
            Hold(new Undelivered(
                body.GetProperty("id"u8).GetString()!, json.GetProperty("webhook"u8).GetString()!, body.GetProperty("event"u8).GetString()!, json.GetProperty("time"u8).GetDateTimeOffset(),
                json.GetProperty("why"u8).GetString()!, JsonSerializer.SerializeToUtf8Bytes(body, PolicyEntryJson.Options)));
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            // A line that a person wrote into it is nobody's notice.
        }
    }

    private static byte[] Line(Undelivered one) => JsonSerializer.SerializeToUtf8Bytes(
        new { time = one.Time.UtcDateTime, webhook = one.Webhook, why = one.Why, body = JsonSerializer.Deserialize<JsonElement>(one.Body) }, PolicyEntryJson.Options);

    private void Append(byte[] line)
    {
        try
        {
            DurableFile.MakeFolder(Path.GetDirectoryName(_path)!);
            if (new FileInfo(_path) is { Exists: true, Length: > LargestFile })
            {
                File.Move(_path, _path + ".1", overwrite: true);
                DurableFile.Replace(_path, [.. _open.Values.SelectMany(static one => (IEnumerable<byte>)[.. Line(one), (byte)'\n'])]);
            }

            using var file = new FileStream(_path, DurableFile.Options(FileMode.Append));
            file.Write((byte[])[.. line, (byte)'\n']);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            // It stands in memory and in the log lines.
        }
    }
}
