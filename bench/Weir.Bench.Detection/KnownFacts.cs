using Weir.Detection.Accounts;
using Weir.Drill.Traffic;

namespace Weir.Bench.Detection;

/// <summary>What the operator would know of a made account, in detection's words.</summary>
internal static class KnownFacts
{
    public static AccountFacts Of(Account account) => new()
    {
        Account = account.Who.Account,
        Created = account.Who.Facts.Created,
        Organization = account.Who.Facts.Organization,
        EmailDomain = account.Who.Facts.EmailDomain,
        Payment = account.Who.Facts.Payment,
        SignupAddress = account.Who.Facts.SignedUpFrom.Address,
        Verified = account.Who.Facts.Verified,
        Tier = account.Who.Facts.Tier,
        Licence = account.Who.Facts.LicensedUntil is { } until ? new DistillationLicence(true, until) : null,
    };
}
