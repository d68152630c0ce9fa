using System.IO.Compression;

namespace Weir.Gateway.Watch;

/// <summary>One file of the journal's folder.</summary>
internal readonly record struct JournalSegment(string Path, SegmentName Name, SegmentKind Kind)
{
    public bool IsOpen => Kind == SegmentKind.Open;

    /// <summary>The lines, unpacked. A segment that was compressed since it was listed is found under its new name.</summary>
    public Stream Read()
    {
        var options = Storage.DurableFile.Options(FileMode.Open, FileAccess.Read);
        options.BufferSize = 1 << 16;
        options.Options = FileOptions.SequentialScan;
        if (!IsOpen)
            return new GZipStream(new FileStream(Path, options), CompressionMode.Decompress);
        try
        {
            return new FileStream(Path, options);
        }
        catch (FileNotFoundException)
        {
            return new GZipStream(new FileStream(Path + ".gz", options), CompressionMode.Decompress);
        }
    }
}

/// <summary>What lies in the journal's folder. Files with other names are nobody's business here.</summary>
internal static class JournalFolder
{
    /// <summary>Everything, in order of time; an open segment before its compressed twin.</summary>
    public static List<JournalSegment> Segments(string folder)
    {
        var segments = new List<JournalSegment>();
        foreach (var path in Directory.EnumerateFiles(folder))
        {
            if (SegmentName.TryParse(Path.GetFileName(path.AsSpan()), out var name, out var kind))
                segments.Add(new JournalSegment(path, name, kind));
        }

        segments.Sort(static (left, right) =>
        {
            var names = left.Name.CompareTo(right.Name);
            return names != 0 ? names : left.Kind.CompareTo(right.Kind);
        });
        return segments;
    }

    /// <summary>
    /// The segments from <paramref name="first"/> on, each once. A segment is named by when it was written, which is never
    /// before what stands in it arrived.
    /// </summary>
    public static List<JournalSegment> Readable(string folder, SegmentName first)
    {
        if (!Directory.Exists(folder))
            return [];
        var readable = new List<JournalSegment>();
        foreach (var segment in Segments(folder))
        {
            var twin = readable.Count > 0 && readable[^1].Name == segment.Name;
            if (segment.Kind != SegmentKind.Unfinished && !twin && segment.Name >= first)
                readable.Add(segment);
        }

        return readable;
    }

    /// <summary>
    /// Where to write at <paramref name="now"/>: on in the newest segment while its hour lasts, never into a sealed one. A
    /// clock that stepped back by less than an hour does not open the hour before again.
    /// </summary>
    /// <param name="beingSealed">The path of a segment that counts as sealed already.</param>
    public static SegmentName NextName(string folder, SegmentName now, long mostBytes, string? beingSealed)
    {
        var next = now;
        foreach (var segment in Segments(folder))
        {
            if (segment.Name < next || !Continues(segment.Name, now))
                continue;
            var full = !segment.IsOpen
                || string.Equals(segment.Path, beingSealed, StringComparison.Ordinal)
                || new FileInfo(segment.Path).Length >= mostBytes;
            next = full ? segment.Name.NextPart : segment.Name;
        }

        return next;
    }

    /// <summary>Whether a segment may still be written at <paramref name="now"/>, as far as its name says.</summary>
    public static bool Continues(SegmentName segment, SegmentName now) =>
        segment.Hour == now.Hour || segment.Hour == now.End;
}
