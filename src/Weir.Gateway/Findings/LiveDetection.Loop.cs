namespace Weir.Gateway.Findings;

/// <summary>The loop. Everything here runs on the thread that owns the state.</summary>
public sealed partial class LiveDetection
{
    private async Task LoopAsync()
    {
        _savedAt = _time.GetTimestamp();
        using var timer = new PeriodicTimer(TickEvery, _time);
        await TryAsync(BeginAsync);
        var arrival = _handover.WaitAsync().AsTask();
        var question = _questions.Reader.WaitToReadAsync(CancellationToken.None).AsTask();
        var tick = timer.WaitForNextTickAsync(CancellationToken.None).AsTask();
        while (true)
        {
            await Task.WhenAny(arrival, question, tick);
            if (question.IsCompleted)
            {
                Answer();
                question = _questions.Reader.WaitToReadAsync(CancellationToken.None).AsTask();
            }

            if (arrival.IsCompleted)
            {
                if (!await arrival || _hurry.IsCancellationRequested)
                    break;
                // To wake costs more than to take in an exchange, and nobody waits for a finding of this moment: let some gather.
                if (!_handover.IsComplete)
                    _hurry.Token.WaitHandle.WaitOne(Gather);
                await TakeAllAsync();
                arrival = _handover.WaitAsync().AsTask();
            }

            if (tick.IsCompleted)
            {
                await TickAsync();
                tick = timer.WaitForNextTickAsync(CancellationToken.None).AsTask();
            }
        }

        await EndAsync();
    }

    private async Task BeginAsync()
    {
        _state.Facts.Load();
        _told.Look(atOnce: true);
        ListAccounts(atOnce: true);
        await RestoreAsync();
    }

    private async Task RestoreAsync()
    {
        _state.Restore();
        var before = Counts.ReadBack;
        await ReadOnAsync();
        _phase = Phase.Following;
        _pause = TimeSpan.Zero;
        CountVerdicts();
        _log.CaughtUp(_state.Analysis.Summary.Accounts, Counts.ReadBack - before);
    }

    private async Task TakeAllAsync()
    {
        while (!_hurry.IsCancellationRequested && _handover.TryTake(out var stretch))
        {
            // While detection is down, what arrives is let go: it is in the journal.
            if (_phase == Phase.Following)
                await TryAsync(() => TakeAsync(stretch));
            _handover.Done(stretch);
            TakeInHeld();
            Between();
        }
    }

    private async Task TakeAsync(JournalStretch stretch)
    {
        if (!_state.TryTake(stretch))
            await ReadOnAsync();
        _observed = stretch.Shown;
    }

    private Task ReadOnAsync()
    {
        _readAt = _time.GetTimestamp();
        return _state.ReadOnAsync(BetweenRuns, _hurry.Token);
    }

    /// <summary>
    /// To read back is to fill memory as fast as a processor can, and for what then lives the collector stops every call. Behind
    /// by minutes, a few more are no loss.
    /// </summary>
    private void BetweenRuns()
    {
        Between();
        var now = _time.GetUtcNow();
        if (_noneBefore(now) < now)
        {
            var rest = _time.GetElapsedTime(_readAt) * 2;
            _hurry.Token.WaitHandle.WaitOne(rest < LongestRest ? rest : LongestRest);
        }

        _readAt = _time.GetTimestamp();
    }

    /// <summary>What must not wait until a long piece of work is done.</summary>
    private void Between()
    {
        Answer();
        SaveIfDue();
    }

    private void Answer()
    {
        while (_questions.Reader.TryRead(out var answer))
            answer(_state);
    }

    private async Task TickAsync()
    {
        ListAccounts(atOnce: false);
        _told.Look(atOnce: false);
        if (_phase == Phase.Failed && _time.GetElapsedTime(_retryAt) >= _pause)
            await TryAsync(RestoreAsync);
        if (_phase != Phase.Following)
            return;
        // The last to be skipped leaves no later stretch by which it would be missed.
        var skipped = _handover.Skipped;
        if (skipped != _skippedSeen && _handover.IsEmpty && _config.Current.Journal.Enabled)
        {
            await TryAsync(ReadOnAsync);
            _skippedSeen = skipped;
        }

        TakeInHeld();
        Ticked?.Invoke(_state.Analysis);
        if (_time.GetElapsedTime(_countedAt) >= _countAgain)
            CountVerdicts();
        SaveIfDue();
    }

    /// <summary>
    /// Exchanges are held for a while, because others that arrived earlier may still be under way. What arrived before any
    /// that is under way need not be held: an order other than the journal's cannot come of it, and what is let go at once
    /// costs neither memory nor the collector's time.
    /// </summary>
    private void TakeInHeld()
    {
        if (_phase != Phase.Following)
            return;
        var shown = _handover.Shown;
        if (_handover.IsEmpty && _handover.Skipped == _skippedSeen)
        {
            // A lull. What was refused room while the two were looked at would be waited for in vain.
            _observed = shown;
            _settles = null;
        }

        _settles ??= Settling();
        if (_observed + _watch.Unreadable < _settles.Value.Records)
            return;
        _state.Analysis.AdvanceTo(_settles.Value.Moment);
        _settles = Settling();
    }

    private (DateTimeOffset Moment, long Records) Settling()
    {
        // In this order: a call counts as running until its record has been offered, so the record of every call that had
        // ended by the first look is among those offered by the second, and they are taken in the order of the offers.
        var moment = _noneBefore(_time.GetUtcNow());
        var dropped = _watch.Queue.Dropped;
        return (moment, _watch.Queue.Offered - dropped);
    }

    private void CountVerdicts()
    {
        var began = _time.GetTimestamp();
        Counts.Verdicts = _state.Analysis.CountVerdicts();
        _countedAt = _time.GetTimestamp();
        var took = _time.GetElapsedTime(began, _countedAt) * CountShare;
        _countAgain = took > CountEvery ? took : CountEvery;
    }

    private void ListAccounts(bool atOnce)
    {
        if (_accounts.Look(_config.Current.AccountsFile, atOnce) is not { } listed)
            return;
        foreach (var account in _state.Facts.List(listed))
            _state.Apply(account);
    }

    private void SaveIfDue()
    {
        if (_phase != Phase.Following || _time.GetElapsedTime(_savedAt) < _saveAgain)
            return;
        Save();
    }

    private void Save()
    {
        var began = _time.GetTimestamp();
        _state.TrySave();
        _savedAt = _time.GetTimestamp();
        var took = _time.GetElapsedTime(began, _savedAt) * SaveShare;
        _saveAgain = took > SaveEvery ? took : SaveEvery;
    }

    private async Task EndAsync()
    {
        if (_phase == Phase.Following && !_hurry.IsCancellationRequested)
        {
            await TickAsync();
            CountVerdicts();
            if (_phase == Phase.Following)
                Save();
        }

        _phase = Phase.Ended;
        _questions.Writer.TryComplete();
        Answer();
    }

    /// <summary>What fails here costs detection a pause, and nobody else anything.</summary>
    private async Task TryAsync(Func<Task> step)
    {
        try
        {
            await step();
        }
        catch (OperationCanceledException) when (_hurry.IsCancellationRequested)
        {
            // The program ends now. The next start reads the rest.
        }
        catch (Exception bug) when (bug is not OutOfMemoryException)
        {
            _pause = _pause == TimeSpan.Zero ? FirstPause : _pause * 2 < LongestPause ? _pause * 2 : LongestPause;
            _retryAt = _time.GetTimestamp();
            Counts.AddFailure();
            _phase = Phase.Failed;
            _log.Failed(bug, _pause);
        }
    }
}
