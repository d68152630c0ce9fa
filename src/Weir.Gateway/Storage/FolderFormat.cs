using System.Globalization;
using System.Text;

namespace Weir.Gateway.Storage;

/// <summary>One step from a format to the next. It must bear being run again: a crash may come before the number is written.</summary>
internal readonly record struct FormatStep(int From, Action<string> Apply);

/// <summary>The <c>format</c> file: one line that says how the folder is laid out.</summary>
internal static class FolderFormat
{
    public const string Name = "format";
    public const int Current = 1;

    private const string Word = "weir-data";

    /// <summary>Steps from every format that was ever released. The first format has none behind it.</summary>
    public static IReadOnlyList<FormatStep> Steps { get; } = [];

    public static bool Exists(string folder) => File.Exists(Path.Combine(folder, Name));

    public static void Write(string folder, int version) =>
        DurableFile.Replace(Path.Combine(folder, Name), Encoding.ASCII.GetBytes($"{Word} {version}\n"));

    /// <summary>Brings the folder to <paramref name="current"/>, or says why it cannot be.</summary>
    public static FolderFault? Migrate(string folder, int current, IReadOnlyList<FormatStep> steps)
    {
        var text = File.ReadAllText(Path.Combine(folder, Name)).AsSpan().TrimEnd();
        if (!text.StartsWith(Word + " ", StringComparison.Ordinal)
            || !int.TryParse(text[(Word.Length + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var version))
            return new FolderFault(folder, "has a format file that weir did not write", "Name another folder with --data, or restore the file from a backup");
        if (version > current)
            return new FolderFault(folder, $"was written by a newer weir (format {version}; this one knows {current})", "Run that newer version, or name another folder with --data");

        while (version < current)
        {
            var next = Next(steps, version);
            if (next is not { } step)
                return new FolderFault(folder, $"has format {version}, which this weir cannot bring to {current}", "Open it once with a version in between, or name another folder with --data");
            step.Apply(folder);
            Write(folder, ++version);
        }

        return null;
    }

    private static FormatStep? Next(IReadOnlyList<FormatStep> steps, int version)
    {
        foreach (var step in steps)
        {
            if (step.From == version)
                return step;
        }

        return null;
    }
}
