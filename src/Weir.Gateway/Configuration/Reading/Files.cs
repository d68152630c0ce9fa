using System.Text.Json.Nodes;

namespace Weir.Gateway.Configuration.Reading;

/// <summary>A path. Relative ones start from the configuration's folder, or from the current one in a flag.</summary>
internal abstract class PathWord(string example) : WordKind<string>
{
    public override string Example => example;
    protected override string WriteWord(string value) => value;
    protected override JsonObject Schema() => new() { ["type"] = "string", ["minLength"] = 1 };

    protected sealed override bool TryParse(ConfigScalar scalar, ConfigFaults faults, out string value)
    {
        value = "";
        // The one character that no path can hold.
        if (scalar.Text.Contains('\0'))
            return false;
        value = Path.GetFullPath(scalar.Text, scalar.Folder);
        return IsUsable(value, scalar, faults);
    }

    /// <summary>False after a fault has been added.</summary>
    protected abstract bool IsUsable(string path, ConfigScalar scalar, ConfigFaults faults);
}

/// <summary>A file that Weir reads.</summary>
internal sealed class ReadableFile(string example) : PathWord(example)
{
    public override string What => "a file that Weir can read";
    public override string Allowed => "path of a readable file";

    protected override bool IsUsable(string path, ConfigScalar scalar, ConfigFaults faults)
    {
        if (WhyUnreadable(path) is not { } why)
            return true;
        faults.Add(scalar, $"is {ConfigFaults.Show(scalar)}, {why}", Allowed, why.Contains("not exist", StringComparison.Ordinal)
            ? "make the file, or correct the path"
            : "give the user that runs Weir the right to read it");
        return false;
    }

    public static string? WhyUnreadable(string path)
    {
        try
        {
            using var file = File.OpenHandle(path);
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return exception is FileNotFoundException or DirectoryNotFoundException ? "which does not exist" : "which cannot be read";
        }
    }
}

/// <summary>A file that Weir appends to; its folder exists.</summary>
internal sealed class WritableFile(string example) : PathWord(example)
{
    public override string What => "a file that Weir can write to";
    public override string Allowed => "path of a file in a folder that exists";

    protected override bool IsUsable(string path, ConfigScalar scalar, ConfigFaults faults)
    {
        if (!Directory.Exists(path) && Directory.Exists(Path.GetDirectoryName(path)))
            return true;
        faults.Add(scalar, $"is {ConfigFaults.Show(scalar)}, {(Directory.Exists(path) ? "which is a folder" : "whose folder does not exist")}", Allowed, "make the folder, or correct the path");
        return false;
    }
}

/// <summary>A folder that Weir owns and writes to; it need not exist yet.</summary>
internal sealed class OwnFolder(string example) : PathWord(example)
{
    public override string What => "a folder that Weir can write to";
    public override string Allowed => "path of a folder that exists or can be made, and that Weir may write to";

    protected override bool IsUsable(string path, ConfigScalar scalar, ConfigFaults faults)
    {
        if (File.Exists(path))
        {
            faults.Add(scalar, $"is {ConfigFaults.Show(scalar)}, which is a file", Allowed, "name a folder");
            return false;
        }

        if (WhyUnwritable(path, scalar.Folder) is not { } why)
            return true;
        faults.Add(scalar, $"is {ConfigFaults.Show(scalar)}, which cannot be written to: {why}", Allowed, "name another folder, or give the user that runs Weir the right to write there");
        return false;
    }

    /// <summary>
    /// Tries with a file that is gone at once. Rights alone do not tell: a mount may be read-only, a quota used up.
    /// A folder that does not exist yet is tried through the nearest one above it.
    /// </summary>
    private static string? WhyUnwritable(string folder, string from)
    {
        var nearest = folder;
        while (!Directory.Exists(nearest))
        {
            if (File.Exists(nearest))
                return $"{Path.GetRelativePath(from, nearest)} is a file";
            if (Path.GetDirectoryName(nearest) is not { } above)
                return "no folder above it exists";
            nearest = above;
        }

        try
        {
            using var probe = new FileStream(Path.Combine(nearest, $".weir-{Guid.NewGuid():n}"), new FileStreamOptions
            {
                Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.DeleteOnClose,
            });
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return exception is UnauthorizedAccessException ? "no right to write" : "no file can be made there";
        }
    }
}
