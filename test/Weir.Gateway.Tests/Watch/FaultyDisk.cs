using Weir.Gateway.Storage;

namespace Weir.Gateway.Tests.Watch;

/// <summary>A disk with so much room, and a switch for each way in which disks refuse.</summary>
internal sealed class FaultyDisk
{
    public long Room { get; set; } = long.MaxValue;
    public bool RefusesToOpen { get; set; }
    public bool RefusesToCut { get; set; }
    /// <summary>What it says when there is no more room.</summary>
    public Exception Full { get; set; } = new IOException("No space left on device", 28);
    public int Writes { get; private set; }

    public FileStream Open(string path)
    {
        if (RefusesToOpen)
            throw new IOException("Read-only file system", 30);
        return new File(this, path);
    }

    private sealed class File(FaultyDisk disk, string path) : FileStream(path, DurableFile.Options(FileMode.OpenOrCreate))
    {
        public override void Write(ReadOnlySpan<byte> buffer)
        {
            disk.Writes++;
            var fits = (int)Math.Min(buffer.Length, disk.Room);
            base.Write(buffer[..fits]);
            disk.Room -= fits;
            if (fits < buffer.Length)
                throw disk.Full;
        }

        public override void SetLength(long value)
        {
            if (disk.RefusesToCut)
                throw new IOException("Input/output error", 5);
            disk.Room += Math.Max(0, Length - value);
            base.SetLength(value);
        }
    }
}
