namespace Weir.Gateway.Relay;

/// <summary>How an attempt at an upstream went wrong: the phase, and so who is to blame and what may be done next.</summary>
public enum FailureKind : byte
{
    None = 0,
    /// <summary>No connection could be made. Nothing was sent: another try is safe.</summary>
    Connect,
    /// <summary>The connection ended before an answer began.</summary>
    BeforeAnswer,
    /// <summary>No answer began in time.</summary>
    FirstByteTimeout,
    /// <summary>What came is not HTTP.</summary>
    Garbage,
    /// <summary>The answer stopped in the middle.</summary>
    MidAnswer,
    /// <summary>The answer fell silent in the middle.</summary>
    IdleTimeout,
    /// <summary>The whole call took longer than is allowed.</summary>
    TotalTimeout,
    /// <summary>The caller hung up.</summary>
    CallerLeft,
    /// <summary>The caller's own upload failed while it was passed through.</summary>
    CallerBody,
    /// <summary>Weir ended the answer itself.</summary>
    Cut,
}
