using System.IO.Compression;
using System.Text.Json;
using Weir.Gateway.Storage;
using Weir.Gateway.Watch;
using Weir.Ledger.Lines;

namespace Weir.Gateway.Ledger;

/// <summary>One line of the journal and its place at the time of the digest.</summary>
public readonly record struct ArchivedLine(int Index, ReadOnlyMemory<byte> Bytes)
{
    public string? Account
    {
        get
        {
            try
            {
                return LedgerState.AccountOf(Bytes);
            }
            catch (JsonException)
            {
                return null;
            }
        }
    }
}

/// <summary>The journal of a data folder as its owner's tools see it: segments, their digests, and the lines that are left.</summary>
public sealed class JournalArchive(string dataFolder)
{
    private const string Erased = ".erased";

    private readonly string _journal = Path.Combine(dataFolder, "journal");
    private readonly DigestFolder _digests = new(Path.Combine(dataFolder, "digests"));

    /// <summary>The segments by name, oldest first.</summary>
    public IEnumerable<string> Segments => JournalFolder.Readable(_journal, default).Select(static segment => segment.Name.Stem);

    /// <summary>The digest of a finished segment; null where there is none yet.</summary>
    public LineDigest? DigestOf(string segment) => _digests.Read(segment);

    /// <summary>Whether the lines that are left of a segment are those that the digest was made of; null where there is no such segment any more.</summary>
    public bool? Fits(string segment, LineDigest digest)
    {
        try
        {
            return Segments.Contains(segment, StringComparer.Ordinal) ? digest.Fits(SegmentLines.Read(Find(segment), static () => { })) : null;
        }
        catch (InvalidDataException)
        {
            // It cannot even be unpacked.
            return false;
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    /// <summary>The lines that are left of a segment, each with its place among all that were digested. A line is good until the next is asked for.</summary>
    public IEnumerable<ArchivedLine> Lines(string segment, LineDigest? digest)
    {
        var index = 0;
        foreach (var line in SegmentLines.Read(Find(segment), static () => { }))
        {
            while (digest is not null && index < digest.Count && digest.IsErased(index))
                index++;
            yield return new ArchivedLine(index++, line);
        }
    }

    /// <summary>
    /// Takes lines out of a segment. The new file is whole on disk first, then the digest forgets their salts, then the new file takes the
    /// old one's place: whatever instant a crash takes, the next erasure finishes it.
    /// </summary>
    /// <returns>How many lines went.</returns>
    public int Erase(string segment, Func<ArchivedLine, bool> unwanted)
    {
        Finish(segment);
        var (file, digest) = (Find(segment), DigestOf(segment));
        var gone = new Dictionary<int, Weir.Ledger.Tree.TreeHash>();
        var count = 0;
        var next = file.Path + Erased;
        using (var target = new FileStream(next, DurableFile.Options(FileMode.Create)))
        {
            using (var packed = file.IsOpen ? (Stream)target : new GZipStream(target, CompressionLevel.Optimal, leaveOpen: true))
            {
                foreach (var line in Lines(segment, digest))
                {
                    if (!unwanted(line))
                    {
                        packed.Write(line.Bytes.Span);
                        packed.Write("\n"u8);
                        continue;
                    }

                    count++;
                    if (digest is not null)
                        gone[line.Index] = digest.Open(line.Index, line.Bytes.Span).Hash;
                }

                if (file.IsOpen)
                    target.Flush(flushToDisk: true);
            }

            if (!file.IsOpen)
                target.Flush(flushToDisk: true);
        }

        if (count == 0)
        {
            File.Delete(next);
            return 0;
        }

        if (digest is not null)
            _digests.Put(segment, digest.Without(gone));
        DurableFile.Move(next, file.Path);
        return count;
    }

    /// <summary>What an erasure that was interrupted left: the new file counts where the digest has forgotten the old lines.</summary>
    private void Finish(string segment)
    {
        var file = Find(segment);
        var next = file.Path + Erased;
        if (!File.Exists(next))
            return;
        var digest = DigestOf(segment);
        var left = SegmentLines.Read(file, static () => { }).Count();
        if (digest is not null && digest.Count - digest.Erased < left)
            DurableFile.Move(next, file.Path);
        else
            File.Delete(next);
    }

    private JournalSegment Find(string segment) => JournalFolder.Readable(_journal, default).First(found => string.Equals(found.Name.Stem, segment, StringComparison.Ordinal));
}
