namespace Weir.Ledger.Files;

/// <summary>Where a ledger is read from: a folder, or the address at which it is served. Nothing that comes from it is believed.</summary>
public interface ILedgerSource
{
    /// <summary>For people: the folder or the address.</summary>
    string Name { get; }

    /// <summary>One file by its path below the ledger; null where it is not there. Throws <see cref="IOException"/> where it cannot be read.</summary>
    ValueTask<byte[]?> ReadAsync(string path, CancellationToken cancellation);
}
