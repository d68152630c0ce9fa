using System.Text.Json;

namespace Weir.Detection.Accounts;

/// <summary>The yardsticks inside a calibration file: what `weir calibrate` writes, and `weir analyze` and `weir serve` start from.</summary>
public static class YardstickJson
{
    public const int Version = 1;

    /// <summary>The member by which a calibration file is known, with its version as value.</summary>
    public const string Marker = "weir_calibration";

    public static void Write(Utf8JsonWriter json, Yardstick yardstick)
    {
        json.WriteStartObject("yardstick"u8);
        json.WriteNumber("accounts"u8, yardstick.Accounts);
        json.WriteStartObject("kinds"u8);
        foreach (var (kind, signals) in yardstick.Counts)
        {
            json.WriteStartObject(kind);
            foreach (var (signal, counts) in signals)
            {
                json.WriteStartArray(signal);
                foreach (var count in counts)
                    json.WriteNumberValue(count);
                json.WriteEndArray();
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>Reads a whole calibration file. Returns what is wrong with it, or null.</summary>
    public static string? Read(JsonElement file, out Yardstick? yardstick)
    {
        yardstick = null;
        if (file.ValueKind != JsonValueKind.Object || !file.TryGetProperty(Marker, out var version) || !version.TryGetInt32(out var number))
            return "is not a calibration: it was not written by weir calibrate";
        if (number != Version)
            return $"is a calibration of version {number}, and this program reads version {Version}; run weir calibrate again";
        if (!file.TryGetProperty("yardstick", out var stick) || !stick.TryGetProperty("accounts", out var accounts) || !accounts.TryGetInt32(out var count)
            || !stick.TryGetProperty("kinds", out var kinds) || kinds.ValueKind != JsonValueKind.Object)
            return "is a calibration without its yardstick";
        var counts = new Dictionary<string, IReadOnlyDictionary<string, IReadOnlyList<int>>>(StringComparer.Ordinal);
        foreach (var kind in kinds.EnumerateObject())
        {
            var rows = new Dictionary<string, IReadOnlyList<int>>(StringComparer.Ordinal);
            if (kind.Value.ValueKind != JsonValueKind.Object)
                return $"is a calibration whose '{kind.Name}' is not an object";
            foreach (var signal in kind.Value.EnumerateObject())
            {
                if (Row(signal.Value) is not { } row)
                    return $"is a calibration whose '{kind.Name}' has a '{signal.Name}' that is no list of counts";
                rows[signal.Name] = row;
            }

            counts[kind.Name] = rows;
        }

        yardstick = Yardstick.FromCounts(count, counts);
        return null;
    }

    private static List<int>? Row(JsonElement list)
    {
        if (list.ValueKind != JsonValueKind.Array)
            return null;
        var row = new List<int>(list.GetArrayLength());
        foreach (var cell in list.EnumerateArray())
        {
            if (cell.ValueKind != JsonValueKind.Number || !cell.TryGetInt32(out var value))
                return null;
            row.Add(value);
        }

        return row;
    }
}
