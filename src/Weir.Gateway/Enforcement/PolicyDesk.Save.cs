using Weir.Gateway.Storage;
using Weir.Policy;

namespace Weir.Gateway.Enforcement;

public enum PolicySaveState
{
    /// <summary>It is in force.</summary>
    Done,
    /// <summary>It is the one in force already.</summary>
    Same,
    /// <summary>It has faults; nothing was changed.</summary>
    Faulty,
    /// <summary>The file is not any more what the person began with.</summary>
    Changed,
    /// <summary>The configuration names no file to write to.</summary>
    NoFile,
    /// <summary>The file cannot be written.</summary>
    NotWritable,
    /// <summary>That it was saved, and by whom, could not be recorded; nothing was changed.</summary>
    NotKept,
}

/// <summary>What became of a policy that a person wrote.</summary>
public sealed record PolicySaved(PolicySaveState State, PolicyReading Reading, string? Says = null);

// A person puts another policy in place of the file.
public sealed partial class PolicyDesk
{
    private readonly SemaphoreSlim _saving = new(1, 1);

    /// <summary>
    /// Checks a policy as a start would, records who saved it and why, puts it in place of the file in one step, and takes it into force.
    /// </summary>
    /// <param name="over">The hash of the file's text that the person began with: what somebody else saved meanwhile is not written over.</param>
    public async Task<PolicySaved> SaveAsync(string text, string over, string actor, string reason)
    {
        await _saving.WaitAsync();
        try
        {
            return await SaveOneAsync(text, over, actor, reason);
        }
        finally
        {
            _saving.Release();
        }
    }

    private async Task<PolicySaved> SaveOneAsync(string text, string over, string actor, string reason)
    {
        if (File.Path is not { } path)
            return new(PolicySaveState.NoFile, PolicyReader.Read(text, "policy.yaml"));
        var reading = PolicyReader.Read(text, Path.GetFileName(path));
        if (reading.Policy is not { } policy)
            return new(PolicySaveState.Faulty, reading);
        string? before;
        string next;
        try
        {
            before = System.IO.File.Exists(path) ? await System.IO.File.ReadAllTextAsync(path) : null;
            if (!string.Equals(before is null ? "" : PolicyReader.HashOf(before), over, StringComparison.Ordinal))
                return new(PolicySaveState.Changed, reading);
            if (string.Equals(before, text, StringComparison.Ordinal))
                return new(PolicySaveState.Same, reading);
            next = WriteBeside(path, text);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return new(PolicySaveState.NotWritable, reading, refused.Message);
        }

        // Recorded first: a policy that is in force and that nobody knows the author of would be worse than an entry about one that is not.
        var now = _clock.Now;
        var taken = new PolicyEntry { Id = References.New(now), Time = now, Kind = EntryKind.PolicyTaken, Policy = reading.Hash, Mode = policy.Mode, Actor = actor, Reason = reason, Text = text };
        if (!await ActAsync(taken))
        {
            TryDelete(next);
            return new(PolicySaveState.NotKept, reading);
        }

        try
        {
            DurableFile.Move(next, TargetOf(path));
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            TryDelete(next);
            // The old one stays in force, and the record says so.
            await ActAsync(taken with { Id = References.New(now), Policy = File.Current.Hash, Mode = File.Current.Policy.Mode, Actor = "weir", Reason = "the file could not be replaced: " + refused.Message, Text = before });
            return new(PolicySaveState.NotWritable, reading, refused.Message);
        }

        lock (_gate)
        {
            LookAtFile(whole: true);
            Publish();
        }

        return new(PolicySaveState.Done, reading);
    }

    /// <summary>A link leads to the file that is replaced: the link itself stays.</summary>
    private static string TargetOf(string path) => new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? Path.GetFullPath(path);

    private static string WriteBeside(string path, string text)
    {
        var target = TargetOf(path);
        var next = target + ".tmp";
        System.IO.File.Delete(next);
        var options = DurableFile.Options(FileMode.CreateNew);
        using (var file = new FileStream(next, options))
        {
            file.Write(System.Text.Encoding.UTF8.GetBytes(text));
            // Whoever may read the file now may read the next one.
            if (!OperatingSystem.IsWindows() && System.IO.File.Exists(target))
                System.IO.File.SetUnixFileMode(file.SafeFileHandle, System.IO.File.GetUnixFileMode(target));
            file.Flush(flushToDisk: true);
        }

        return next;
    }

    private static void TryDelete(string path)
    {
        try
        {
            System.IO.File.Delete(path);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            // The next save writes over it.
        }
    }
}
