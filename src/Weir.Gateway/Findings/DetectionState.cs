using Microsoft.Extensions.Logging;
using Weir.Detection.Accounts;
using Weir.Gateway.Watch;
using Weir.Traffic;

namespace Weir.Gateway.Findings;

/// <summary>
/// The analysis and the place of the journal up to which it was made: always together, because either alone is worth
/// nothing. One thread at a time.
/// </summary>
internal sealed class DetectionState(string folder, JournalFiles journal, KeyedHasher hasher, CalibrationFile calibration, FactBook facts, ToldByOthers told, DetectionCounts counts, ILogger log)
{
    private readonly string _path = Path.Combine(folder, "state");
    private readonly AnalysisOptions _options = new() { Calibration = calibration.Yardstick };
    private JournalPosition _saved;

    public AccountAnalysis Analysis { get; private set; } = new();
    public JournalPosition Position { get; private set; } = JournalPosition.Beginning;
    public FactBook Facts => facts;
    public Action<IReadOnlyList<Exchange>, AccountAnalysis>? Taken { private get; set; }
    /// <summary>Why the snapshot of the start was not used; null where it was, or there was none.</summary>
    public string? SetAside { get; private set; }

    /// <summary>Where the snapshot left off; from the beginning where there is none that can be used.</summary>
    public void Restore()
    {
        var read = DetectionSnapshot.Read(_path, _options, calibration.Mark);
        var fault = read.Fault ?? (read.Analysis is null || JournalPlaces.Holds(journal.Folder, read.Position) ? null : "the journal is shorter than it was then");
        if (fault is not null)
        {
            SetAside = fault;
            log.SetAside(Path.GetFileName(_path) + ".aside", fault);
            File.Move(_path, _path + ".aside", overwrite: true);
        }

        (Analysis, Position) = fault is null && read.Analysis is { } analysis ? (analysis, read.Position) : (new AccountAnalysis(_options), JournalPosition.Beginning);
        _saved = Position;
        (Analysis.Raise, Analysis.Adds) = (told.Raise, told.Adds);
        // The operator may have taken some back since.
        Analysis.ForgetFacts();
        foreach (var known in facts.All)
            Analysis.Facts(known);
    }

    /// <summary>Tells the analysis what is known of an account now; that may be nothing any more.</summary>
    public void Apply(string account) => Analysis.Facts(facts.Of(account) ?? new AccountFacts { Account = account });

    /// <summary>
    /// Reads on in the journal, to its end of now. Between two runs the state is whole, so <paramref name="between"/> may
    /// use it.
    /// </summary>
    public async Task ReadOnAsync(Action between, CancellationToken cancellation)
    {
        long unreadable = 0;
        string? first = null;
        await foreach (var run in JournalReader.ReadAsync(journal.Folder, Position, hasher, cancellation))
        {
            Observe(run.Exchanges);
            Position = run.Next;
            counts.AddReadBack(run.Exchanges.Count);
            unreadable += run.Faults.Count;
            if (run.Faults is [var fault, ..])
                first ??= $"{fault.Source}:{fault.Line} {fault.Says}";
            between();
        }

        if (first is not null)
            log.UnreadableLines(unreadable, first);
    }

    /// <summary>Takes in what Watch showed. False: something before it is missing, and the journal must be read.</summary>
    public bool TryTake(JournalStretch stretch)
    {
        if (stretch.To is not { } end)
        {
            Observe(stretch.Exchanges);
            return true;
        }

        if (stretch.From == Position)
        {
            Observe(stretch.Exchanges);
            Position = end;
            return true;
        }

        // Before the place that the journal was read to, it has been taken in from there.
        return JournalPlaces.Compare(end, Position) <= 0;
    }

    private void Observe(IReadOnlyList<Exchange> exchanges)
    {
        for (var i = 0; i < exchanges.Count; i++)
        {
            try
            {
                Analysis.Observe(exchanges[i]);
                told.Observe(exchanges[i]);
            }
            catch (Exception bug) when (bug is not OutOfMemoryException)
            {
                // One exchange that detection cannot bear must not cost it the others.
                if (counts.AddFailure() == 1)
                    log.NotTakenIn(bug);
            }
        }

        counts.Took(exchanges);
        Taken?.Invoke(exchanges, Analysis);
    }

    /// <summary>Writes a snapshot where something was taken in since the last. What the disk refuses is said and tried again later.</summary>
    public bool TrySave()
    {
        if (Position == _saved)
            return true;
        try
        {
            // A place that the disk does not know yet would be past the journal's end after a power cut.
            journal.OpenSegment?.Sync();
            Storage.DurableFile.MakeFolder(folder);
            DetectionSnapshot.Write(_path, Analysis, calibration.Mark, Position);
            _saved = Position;
            return true;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            counts.AddFailure();
            log.NotSaved(refused.Message);
            return false;
        }
    }
}
