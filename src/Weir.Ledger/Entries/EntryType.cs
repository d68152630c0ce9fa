namespace Weir.Ledger.Entries;

/// <summary>What entries record. A reader passes over types that it does not know.</summary>
public static class EntryType
{
    /// <summary>What was decided about an account or a campaign, and why.</summary>
    public const string Decision = "decision";
    /// <summary>Something that a person did over the admin port or the command line.</summary>
    public const string OperatorAction = "operator.action";
    /// <summary>A policy in full, from the moment it is in force.</summary>
    public const string PolicyVersion = "policy.version";
    /// <summary>The terms that callers are held to, in full.</summary>
    public const string TermsVersion = "terms.version";
    /// <summary>What detection measures against, in full.</summary>
    public const string CalibrationVersion = "calibration.version";
    public const string KeyCreated = "key.created";
    public const string KeyRotated = "key.rotated";
    public const string KeyRevoked = "key.revoked";
    /// <summary>What the operator says of an account, its licence among it.</summary>
    public const string AccountFacts = "account.facts";
    /// <summary>What was said of an account is taken back.</summary>
    public const string AccountForgotten = "account.forgotten";
    /// <summary>The operator's file of accounts gives an account a licence, or says that it is verified.</summary>
    public const string AccountListed = "account.listed";
    /// <summary>The file does not say so any more.</summary>
    public const string AccountUnlisted = "account.unlisted";
    /// <summary>An account's lines and payloads were erased.</summary>
    public const string AccountErased = "account.erased";
    public const string GatewayStarted = "gateway.started";
    public const string GatewayStopped = "gateway.stopped";
    /// <summary>The root over a finished segment of the journal.</summary>
    public const string JournalSegment = "journal.segment";
    /// <summary>A commitment to a key that marks answers, made before the key is used.</summary>
    public const string SignatureKey = "signature.key";
}
