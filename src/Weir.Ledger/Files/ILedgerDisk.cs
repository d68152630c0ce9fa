namespace Weir.Ledger.Files;

/// <summary>
/// What a ledger and the digests beside it ask of a disk: no more than this, so that a test can fail, cut short or reorder each of it. Everything throws
/// <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/> where the disk refuses.
/// </summary>
internal interface ILedgerDisk
{
    /// <summary>Writes a file. Until <see cref="Sync"/> has returned, a power cut may leave all of it, some of it or nothing.</summary>
    void Write(string path, ReadOnlySpan<byte> bytes);

    /// <summary>Returns when everything written so far survives a power cut.</summary>
    void Sync();

    /// <summary>Puts a whole file in place of another in one step, and returns when that survives a power cut.</summary>
    void Replace(string path, ReadOnlySpan<byte> bytes);

    /// <summary>Deletes a file, where it is. Until <see cref="Sync"/> has returned, a power cut may bring it back.</summary>
    void Delete(string path);

    byte[]? Read(string path);

    /// <summary>Every file below the folder, by its path from there.</summary>
    IEnumerable<string> Files();
}
