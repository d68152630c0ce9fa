using System.Globalization;

namespace Weir.Gateway.Admission;

/// <summary>Every "no" of admission. None tells whether an id, an account or an address exists.</summary>
internal static class AdmissionRefusals
{
    public static readonly Refusal Missing = new(401, "missing_credential",
        "No API key was sent. Send it as 'Authorization: Bearer KEY', or in x-api-key, api-key or x-goog-api-key.");

    public static readonly Refusal Invalid = new(401, "invalid_api_key", "The API key is not valid.");

    public static readonly Refusal Malformed = new(401, "invalid_api_key",
        "The credential cannot be read: it must be one word of visible characters, such as 'Authorization: Bearer KEY'.");

    public static readonly Refusal Ambiguous = new(400, "ambiguous_credential",
        "Two different credentials were sent. Send one, in one header or parameter.");

    public static readonly Refusal Revoked = new(401, "revoked_api_key", "The API key has been revoked.");

    public static readonly Refusal Replaced = new(401, "replaced_api_key", "The API key has been replaced by a newer one under the same id.");

    public static readonly Refusal UntrustedProxy = new(401, "untrusted_proxy",
        "Callers are named by a proxy in front of this gateway, and this connection does not come from one that is listed under network.trusted_proxies.");

    public static readonly Refusal BadAccountHeader = new(401, "invalid_account_header",
        "The header that names the account, key or organization must be sent once, with 1 to 256 characters, no comma and no control characters.");

    public static Refusal MissingAccount(string header) => new(401, "missing_account", $"The proxy in front named no account: the header {header} is missing.");

    public static Refusal Expired(DateTimeOffset at) => new(401, "expired_api_key",
        string.Create(CultureInfo.InvariantCulture, $"The API key expired at {at.UtcDateTime:yyyy-MM-dd HH:mm} UTC."));

    public static Refusal TooManyFailures(TimeSpan wait) => new(429, "too_many_failures",
        "Too many attempts from this address failed. Calls with a valid API key are not affected.", wait);

    public static Refusal UnknownBusy(TimeSpan wait) => new(429, "too_many_unknown",
        "Too many credentials that were never used before are being tried at once. Try again shortly.", wait);

    public static Refusal ModelNotAllowed(string model) => new(403, "model_not_allowed",
        $"This API key may not use the model '{(model.Length <= 128 ? model : string.Concat(model.AsSpan(0, 128), "…"))}'.");

    public static readonly Refusal ModelUnnamed = new(403, "model_not_allowed",
        "This API key is limited to certain models, and this call does not name one.");
}
