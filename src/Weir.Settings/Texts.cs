using System.Text.Json.Nodes;

namespace Weir.Settings;

/// <summary>Text of one line.</summary>
internal class Text(string what, string allowed, string example) : WordKind<string>
{
    private const int MostLength = 512;

    public override string What => what;
    public override string Allowed => allowed;
    public override string Example => example;
    protected override JsonObject Schema() => new() { ["type"] = "string", ["minLength"] = 1 };
    protected override string WriteWord(string value) => value;

    protected override bool TryParse(ConfigScalar scalar, ConfigFaults faults, out string value)
    {
        value = scalar.Text;
        return value.Length is > 0 and <= MostLength && !value.Any(char.IsControl) && !char.IsWhiteSpace(value[0]) && !char.IsWhiteSpace(value[^1]);
    }
}

internal sealed class HeaderName(string example) : Text("a header name", "letters, digits and dashes", example)
{
    protected override JsonObject Schema() => new() { ["type"] = "string", ["pattern"] = "^[A-Za-z0-9-]+$" };

    protected override bool TryParse(ConfigScalar scalar, ConfigFaults faults, out string value)
    {
        value = scalar.Text;
        return value.Length is > 0 and <= 100 && value.All(static c => char.IsAsciiLetterOrDigit(c) || c == '-');
    }
}

/// <summary>Where a page in a browser comes from, as browsers write it.</summary>
internal sealed class Origin() : Text("an origin", "`https://host` or `http://host:port` without a path, or `*` for all", "https://chat.example.com")
{
    protected override JsonObject Schema() => new() { ["type"] = "string", ["pattern"] = @"^(\*|https?://[^/?#@]+)$" };

    protected override bool TryParse(ConfigScalar scalar, ConfigFaults faults, out string value)
    {
        value = scalar.Text;
        return value is "*" || (Uri.TryCreate(value, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && value.Equals(uri.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal) && uri.UserInfo.Length == 0);
    }
}

/// <summary>A name that stands in metrics and logs, and that others refer to.</summary>
internal sealed class Name() : Text("a name", "letters, digits, `-`, `_` and `.`, at most 64", "local")
{
    protected override JsonObject Schema() => new() { ["type"] = "string", ["pattern"] = "^[A-Za-z0-9._-]{1,64}$" };

    protected override bool TryParse(ConfigScalar scalar, ConfigFaults faults, out string value)
    {
        value = scalar.Text;
        return value.Length is > 0 and <= 64 && value.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');
    }
}

/// <summary>One of a few words.</summary>
internal sealed class OneOf<T>(params (string Word, T Value)[] words) : WordKind<T>
{
    public override string What => words.Length == 1 ? $"`{words[0].Word}`" : "one of these words";
    public override string Allowed => string.Join(", ", words.Select(static word => $"`{word.Word}`"));
    public override string Example => words[0].Word;
    protected override string WriteWord(T value) => words.First(word => EqualityComparer<T>.Default.Equals(word.Value, value)).Word;
    protected override JsonObject Schema() => new() { ["enum"] = new JsonArray([.. words.Select(static word => JsonValue.Create(word.Word))]) };

    protected override bool TryParse(ConfigScalar scalar, ConfigFaults faults, out T value)
    {
        foreach (var word in words)
        {
            if (!string.Equals(word.Word, scalar.Text, StringComparison.Ordinal))
                continue;
            value = word.Value;
            return true;
        }

        value = default!;
        if (NearestName.Of(scalar.Text, words.Select(static word => word.Word)) is not { } meant)
            return false;
        faults.Add(scalar, $"is {ConfigFaults.Show(scalar)}, which is not {What}", Allowed, $"write {meant}, if that is what was meant");
        return false;
    }
}

/// <summary>A value, or the word that stands for its absence.</summary>
internal sealed class OrWord<T>(Kind<T> kind, string word) : Kind<T?>
    where T : struct
{
    public override string What => $"{kind.What}, nor `{word}`";
    public override string Allowed => $"{kind.Allowed}; or `{word}`";
    public override string Example => kind.Example;
    public override bool Quotable => kind.Quotable;
    public override string? Write(T? value) => value is { } written ? kind.Write(written) : word;
    public override JsonObject Schema(T? start) => new() { ["anyOf"] = new JsonArray(kind.Schema(start ?? default), new JsonObject { ["const"] = word }) };

    public override bool TryRead(ConfigNode node, ConfigFaults faults, out T? value)
    {
        value = null;
        if (node is ConfigScalar { Quoted: false } scalar && string.Equals(scalar.Text, word, StringComparison.Ordinal))
            return true;
        // Read apart, so that a fault names both ways of writing it.
        if (kind.TryRead(node, new ConfigFaults(faults.Variable), out var present))
        {
            value = present;
            return true;
        }

        faults.NotA(node, this);
        return false;
    }
}

/// <summary>A CIDR block, or a single address.</summary>
internal sealed class Network : WordKind<System.Net.IPNetwork>
{
    public override string What => "an address or a block of addresses";
    public override string Allowed => "IP address, or a block such as `10.0.0.0/8` or `fd00::/8` whose host bits are zero";
    public override string Example => "10.0.0.0/8";
    protected override string WriteWord(System.Net.IPNetwork value) => value.ToString();
    protected override JsonObject Schema() => new() { ["type"] = "string", ["pattern"] = "^[0-9A-Fa-f:.]+(/[0-9]{1,3})?$" };

    protected override bool TryParse(ConfigScalar scalar, ConfigFaults faults, out System.Net.IPNetwork value)
    {
        var text = scalar.Text;
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        // The parser lets host bits fall away; whoever wrote 10.1.2.3/8 may have meant 10.1.2.3.
        if (slash > 0 && System.Net.IPNetwork.TryParse(text, out value) && value.BaseAddress.Equals(System.Net.IPAddress.Parse(text.AsSpan(0, slash))))
            return true;
        value = default;
        if (slash < 0 && System.Net.IPAddress.TryParse(text, out var address) && text.AsSpan().IndexOfAny('.', ':') >= 0)
        {
            value = new System.Net.IPNetwork(address, address.AddressFamily is System.Net.Sockets.AddressFamily.InterNetwork ? 32 : 128);
            return true;
        }

        if (BlockAround(text) is not { } around)
            return false;
        faults.Add(scalar, $"is '{text}', whose host bits are not zero", Allowed, $"write {around} for the whole block, or the address alone");
        return false;
    }

    private static string? BlockAround(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0 || !System.Net.IPAddress.TryParse(text.AsSpan(0, slash), out var address)
            || !int.TryParse(text.AsSpan(slash + 1), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var length))
            return null;
        var bytes = address.GetAddressBytes();
        if (length > bytes.Length * 8)
            return null;
        for (var bit = length; bit < bytes.Length * 8; bit++)
            bytes[bit / 8] &= (byte)~(0x80 >> (bit % 8));
        return $"{new System.Net.IPAddress(bytes)}/{length}";
    }
}
