using Microsoft.AspNetCore.Http;
using Weir.Policy;

namespace Weir.Gateway.Enforcement;

/// <summary>Words for what a posture refuses. They say what to do now and where to contest it, and nothing of how it was found.</summary>
internal static class PostureRefusals
{
    private const string Door = "GET /weir/v1/standing with your key says why, and POST /weir/v1/appeals contests it.";

    public static Refusal Stopped(Hold hold, TermsConfig terms)
    {
        var decision = hold.Decision is { } reference ? $" Decision {reference}." : "";
        return hold.Posture == Posture.Verify
            ? new Refusal(StatusCodes.Status403Forbidden, "verification_required",
                $"This account must confirm who it is before it can go on{(terms.VerifyUrl is { } url ? $": {url.AbsoluteUri}" : "")}. {Door}{decision}", Decision: hold.Decision)
            : new Refusal(StatusCodes.Status403Forbidden, "account_suspended", $"This account is suspended. {Door}{decision}", Decision: hold.Decision);
    }

    public static Refusal Leak(string fault, Hold hold) =>
        new(StatusCodes.Status400BadRequest, "parameter_not_offered", fault + " See /weir/guidelines.", Decision: hold.Decision);

    public static Refusal Batch(Hold hold) =>
        new(StatusCodes.Status403Forbidden, "batches_not_offered", $"Batches are not offered to this account at present. {Door}{(hold.Decision is { } reference ? $" Decision {reference}." : "")}", Decision: hold.Decision);

    public static Refusal Limited(PaceLimit limit, TimeSpan wait, Hold hold)
    {
        var (code, what) = limit switch
        {
            PaceLimit.Requests => ("posture_limit_requests", "requests a minute"),
            PaceLimit.Tokens => ("posture_limit_tokens", "output a minute"),
            PaceLimit.NewTokensPerHour => ("posture_limit_new_output_hour", "new output an hour"),
            PaceLimit.NewTokensPerDay => ("posture_limit_new_output_day", "new output a day"),
            _ => ("posture_limit_concurrency", "calls at once"),
        };
        return new Refusal(StatusCodes.Status429TooManyRequests, code,
            $"This account has a lower limit on {what} at present. {Door}{(hold.Decision is { } reference ? $" Decision {reference}." : "")}", wait, hold.Decision);
    }
}
