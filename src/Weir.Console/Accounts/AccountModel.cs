using Weir.Console.Shell;
using Weir.Detection.Accounts;
using Weir.Gateway.Admin;
using Weir.Gateway.Enforcement;
using Weir.Policy;

namespace Weir.Console.Accounts;

/// <summary>Everything that the gateway knows of one account.</summary>
public sealed record AccountModel
{
    private const int MostHistory = 100;

    public required string Account { get; init; }
    /// <summary>Null before its first exchange.</summary>
    public AccountPortrait? Portrait { get; init; }
    public AccountFacts? Facts { get; init; }
    public (string Campaign, Detection.Verdict Verdict, double Certainty)? Membership { get; init; }
    public Standing? Standing { get; init; }
    public Posture Posture { get; init; }
    public RecentExposure Recent { get; init; }
    public IReadOnlyList<MeteredLicence> Licences { get; init; } = [];
    public IReadOnlyList<PolicyEntry> Notes { get; init; } = [];
    public IReadOnlyList<Plea> Pleas { get; init; } = [];
    /// <summary>What was decided, newest first.</summary>
    public IReadOnlyList<PolicyEntry> History { get; init; } = [];

    /// <summary>When somebody asked to have it erased; it goes at the next start.</summary>
    public DateTimeOffset? ErasureAsked { get; init; }

    public bool IsKnown => Portrait is not null || Facts is not null || Standing is not null || Notes.Count > 0 || Pleas.Count > 0;

    /// <summary>Null where detection is busy.</summary>
    public static async Task<AccountModel?> ReadAsync(Visit visit, string account)
    {
        var look = await visit.Gateway.Detection.LookAsync(analysis => new Look(analysis.PortraitOf(account), analysis.FactsOf(account), analysis.MembershipOf(account)), visit.Cancel);
        if (look is null)
            return null;
        var desk = visit.Gateway.Policy;
        var now = desk.Now;
        var whom = Subject.Account(account);
        var organization = look.Portrait?.Finding.Organization ?? look.Facts?.Organization;
        var erasure = AccountErasure.AskedAt(visit.Gateway, account);
        var model = desk.Look((book, exposures, _) => new AccountModel
        {
            Account = account,
            ErasureAsked = erasure,
            Portrait = look.Portrait,
            Facts = look.Facts,
            Membership = look.Membership,
            Standing = book.Of(whom),
            Posture = book.Of(whom)?.At(now) ?? Posture.Open,
            Recent = exposures.Of(account, now),
            Licences = [.. book.Licences.Where(one => one.Licence.IsOf(account, organization))],
            Notes = [.. book.NotesOf(whom).OrderByDescending(static note => note.Time)],
            Pleas = [.. book.Pleas.Where(plea => plea.Entry.Whom == whom).OrderByDescending(static plea => plea.Entry.Time)],
        });
        // Most have none, and the file of decisions is read for nobody else.
        return model.Standing is null ? model : model with { History = await DecisionHistory.ReadAsync(desk.Log, whom, MostHistory, visit.Cancel) };
    }

    private sealed record Look(AccountPortrait? Portrait, AccountFacts? Facts, (string, Detection.Verdict, double)? Membership);
}
