using System.Text.Json.Nodes;

namespace Weir.Gateway.Configuration.Reading;

/// <summary>A secret, named by the environment variable or the file that holds it. Written out in a configuration it is refused.</summary>
internal sealed class SecretSource(string variable) : Kind<Secret>
{
    private const int MostLength = 16 * 1024;

    public override string What => "a place to take a secret from";
    public override string Allowed => "`env: NAME` or `file: PATH`, one of the two; the secret itself is never written here";
    public override string Example => $"{{ env: {variable} }}";
    public override string? Write(Secret? value) => null;

    public override JsonObject Schema(Secret? start) => new()
    {
        ["type"] = "object",
        ["properties"] = new JsonObject
        {
            ["env"] = new JsonObject { ["type"] = "string", ["description"] = "Environment variable that holds the secret." },
            ["file"] = new JsonObject { ["type"] = "string", ["description"] = "File that holds the secret and nothing else." },
        },
        ["additionalProperties"] = false,
        ["minProperties"] = 1,
        ["maxProperties"] = 1,
    };

    public override bool TryRead(ConfigNode node, ConfigFaults faults, out Secret value)
    {
        value = null!;
        if (node is not ConfigMap { Entries: [{ Name: "env" or "file", Value: ConfigScalar { IsEmpty: false } source } entry] })
        {
            // Nothing of the node is shown: it may be the secret itself.
            faults.Add(node, node is ConfigScalar { IsEmpty: false } ? "holds text (not shown: it may be the secret itself)" : "does not say where to take the secret from", Allowed, $"write for example {Example}");
            return false;
        }

        var text = entry.Name is "env" ? FromVariable(source, faults) : FromFile(source, faults);
        if (text is null)
            return false;
        if (text.Length is 0 or > MostLength || !text.All(static c => c is > ' ' and < '\x7f'))
        {
            faults.Add(source, $"leads to a value that is {(text.Length == 0 ? "empty" : "not one line of printable ASCII")} (value not shown)", "a secret that can stand in a header", "put the secret there, alone, without spaces or line breaks");
            return false;
        }

        value = new Secret(text);
        return true;
    }

    private static string? FromVariable(ConfigScalar source, ConfigFaults faults)
    {
        if (faults.Variable(source.Text) is { } text)
            return text.Trim();
        var name = ConfigFaults.Printable(source.Text);
        // A pasted key is not a name; do not repeat it.
        var isName = source.Text.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_') && source.Text.Length <= 64;
        faults.Add(source, isName ? $"names the environment variable {name}, which is not set" : "is not the name of an environment variable (value not shown)",
            "name of a variable that is set where Weir runs", isName ? $"set {name}, or take the secret from a file with file: PATH" : "write the variable's name, not its value");
        return null;
    }

    private static string? FromFile(ConfigScalar source, ConfigFaults faults)
    {
        try
        {
            using var file = File.OpenRead(Path.GetFullPath(source.Text, source.Folder));
            using var reader = new StreamReader(file);
            var buffer = new char[MostLength + 2];
            return new string(buffer, 0, reader.ReadBlock(buffer)).Trim();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            var missing = exception is FileNotFoundException or DirectoryNotFoundException;
            faults.Add(source, $"names the file '{ConfigFaults.Printable(source.Text)}', which {(missing ? "does not exist" : "cannot be read")}", "path of a readable file",
                missing ? "make the file, or correct the path" : "give the user that runs Weir the right to read it");
            return null;
        }
    }
}
