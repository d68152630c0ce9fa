namespace Weir.Policy;

public enum SubjectKind : byte { Account = 0, EndUser, Organization, Campaign }

/// <summary>Whom a decision is about.</summary>
/// <param name="Of">The account, for one of its end users.</param>
public readonly record struct Subject(SubjectKind Kind, string Name, string? Of = null)
{
    private static readonly string[] Words = ["account", "end_user", "organization", "campaign"];

    public static Subject Account(string name) => new(SubjectKind.Account, name);

    /// <summary>A decision about it is one about its members.</summary>
    public bool IsGroup => Kind is SubjectKind.Organization or SubjectKind.Campaign;

    public string KindWord => Words[(int)Kind];

    public override string ToString() => Kind switch
    {
        SubjectKind.Account => Name,
        SubjectKind.EndUser => $"end user {Name} of {Of}",
        _ => $"{KindWord} {Name}",
    };

    public static bool TryKind(string? word, out SubjectKind kind)
    {
        var at = Array.IndexOf(Words, word);
        kind = at < 0 ? default : (SubjectKind)at;
        return at >= 0;
    }
}
