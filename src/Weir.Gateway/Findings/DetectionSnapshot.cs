using System.Security.Cryptography;
using System.Text;
using Weir.Detection.Accounts;
using Weir.Gateway.Storage;
using Weir.Gateway.Watch;

namespace Weir.Gateway.Findings;

/// <summary>What a snapshot held, or why it could not be used.</summary>
internal readonly record struct SnapshotReading(AccountAnalysis? Analysis, JournalPosition Position, string? Fault);

/// <summary>
/// What detection knows, with the place of the journal up to which it was made, in one file that is whole or absent. The
/// last 32 bytes are a SHA-256 of all before them and are checked before anything else is believed.
/// </summary>
internal static class DetectionSnapshot
{
    private const string Magic = "weir-findings";
    /// <summary>Of this file's own layout; what the state itself looks like is its own business.</summary>
    private const int Version = 1;
    private const int Buffer = 1 << 20;

    public static void Write(string path, AccountAnalysis analysis, ulong calibration, JournalPosition position)
    {
        var next = path + ".tmp";
        File.Delete(next);
        using (var file = new FileStream(next, DurableFile.Options(FileMode.CreateNew)))
        {
            using var sha = SHA256.Create();
            using (var hashing = new CryptoStream(file, sha, CryptoStreamMode.Write, leaveOpen: true))
            using (var buffered = new BufferedStream(hashing, Buffer))
            {
                using (var head = new BinaryWriter(buffered, Encoding.UTF8, leaveOpen: true))
                {
                    head.Write(Magic);
                    head.Write(Version);
                    head.Write(position.Segment);
                    head.Write(position.Offset);
                    head.Write(calibration);
                }

                analysis.Save(buffered);
            }

            file.Write(sha.Hash);
            file.Flush(flushToDisk: true);
        }

        DurableFile.Move(next, path);
    }

    /// <summary>Null analysis and null fault: there is none.</summary>
    public static SnapshotReading Read(string path, AnalysisOptions options, ulong calibration)
    {
        try
        {
            using var file = new FileStream(path, DurableFile.Options(FileMode.Open, FileAccess.Read));
            if (!IsWhole(file))
                return new SnapshotReading(null, default, "it is damaged");
            file.Position = 0;
            using var buffered = new BufferedStream(file, Buffer);
            using var head = new BinaryReader(buffered, Encoding.UTF8, leaveOpen: true);
            if (!string.Equals(head.ReadString(), Magic, StringComparison.Ordinal) || head.ReadInt32() != Version)
                return new SnapshotReading(null, default, "another version of weir wrote it");
            var position = new JournalPosition(head.ReadString(), head.ReadInt64());
            var mark = head.ReadUInt64();
            if (AccountAnalysis.Restore(buffered, options) is not { } analysis)
                return new SnapshotReading(null, default, "another version of weir wrote it");
            // With another one, what is usual is measured anew and not taken from the snapshot.
            if (mark != calibration)
                analysis.MeasureAnew();
            return new SnapshotReading(analysis, position, null);
        }
        catch (Exception none) when (none is FileNotFoundException or DirectoryNotFoundException)
        {
            return default;
        }
        catch (Exception unusable) when (unusable is IOException or UnauthorizedAccessException or FormatException)
        {
            // The end of the file, and data that make no sense, are kinds of the first.
            return new SnapshotReading(null, default, unusable.Message);
        }
    }

    private static bool IsWhole(FileStream file)
    {
        var left = file.Length - SHA256.HashSizeInBytes;
        if (left < 0)
            return false;
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var block = new byte[Buffer];
        while (left > 0)
        {
            var part = block.AsSpan(0, (int)Math.Min(left, block.Length));
            file.ReadExactly(part);
            sha.AppendData(part);
            left -= part.Length;
        }

        Span<byte> told = stackalloc byte[SHA256.HashSizeInBytes];
        file.ReadExactly(told);
        return sha.GetHashAndReset().AsSpan().SequenceEqual(told);
    }
}
