using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Weir.Traffic;

namespace Weir.Gateway.Admission;

/// <summary>Where a call carried credentials.</summary>
[Flags]
public enum CredentialPlaces : byte
{
    None = 0,
    Authorization = 1,
    XApiKey = 2,
    ApiKey = 4,
    XGoogApiKey = 8,
    Query = 16,
}

/// <summary>
/// The one place that knows where callers put credentials, and so what must come off before a call leaves for an
/// upstream that gets a credential of its own.
/// </summary>
public static class CallerCredential
{
    private const string XApiKey = "x-api-key", ApiKey = "api-key", XGoogApiKey = "x-goog-api-key";

    /// <summary>Longer than any credential in use, JSON web tokens included.</summary>
    internal const int MaxLength = 8192;

    /// <summary>Whether this header carries a caller's credential, however the call was identified.</summary>
    public static bool IsCredentialHeader(string name) => name.Length switch
    {
        7 => name.Equals(ApiKey, StringComparison.OrdinalIgnoreCase),
        9 => name.Equals(XApiKey, StringComparison.OrdinalIgnoreCase),
        13 => name.Equals("Authorization", StringComparison.OrdinalIgnoreCase),
        14 => name.Equals(XGoogApiKey, StringComparison.OrdinalIgnoreCase),
        _ => false,
    };

    /// <summary>The header in which a provider expects a credential.</summary>
    public static (string Name, string Value) HeaderFor(Provider provider, string credential) => provider switch
    {
        Provider.Anthropic => (XApiKey, credential),
        Provider.Gemini => (XGoogApiKey, credential),
        _ => ("Authorization", "Bearer " + credential),
    };

    /// <summary>A raw query (with its <c>?</c>) without the parameters that carry credentials; the rest byte for byte.</summary>
    public static string WithoutCredentials(string query)
    {
        if (query.Length < 2)
            return query;
        var kept = new System.Text.StringBuilder(query.Length).Append('?');
        var pairs = query.AsSpan(1);
        foreach (var range in pairs.Split('&'))
        {
            var pair = pairs[range];
            if (IsCredentialPair(pair, out _))
                continue;
            if (kept.Length > 1)
                kept.Append('&');
            kept.Append(pair);
        }

        return kept.Length > 1 ? kept.ToString() : "";
    }

    /// <summary>
    /// The credential of a call. Two different ones are refused: where Weir would look at one and the upstream at
    /// the other, anybody could pass as a new account at every call. <paramref name="prefix"/> marks credentials that go before
    /// others (Weir's own keys, beside a placeholder that some client insists on sending).
    /// </summary>
    internal static bool TryRead(HttpRequest request, string? prefix, out ReadOnlySpan<char> credential, out CredentialPlaces places)
    {
        var headers = request.Headers;
        credential = default;
        places = CredentialPlaces.None;
        var one = Add(headers.Authorization, CredentialPlaces.Authorization, prefix, ref credential, ref places)
            & Add(headers[XApiKey], CredentialPlaces.XApiKey, prefix, ref credential, ref places)
            & Add(headers[ApiKey], CredentialPlaces.ApiKey, prefix, ref credential, ref places)
            & Add(headers[XGoogApiKey], CredentialPlaces.XGoogApiKey, prefix, ref credential, ref places);
        if (request.QueryString is { HasValue: true, Value: { } query })
            one &= AddQuery(query, prefix, ref credential, ref places);
        return one;
    }

    /// <summary>Visible characters without those that separate: nothing that two readers could cut differently.</summary>
    internal static bool IsWellFormed(ReadOnlySpan<char> credential) =>
        credential.Length is > 0 and <= MaxLength
        && credential.IndexOfAnyExceptInRange('!', '~') < 0
        && credential.IndexOfAny(',', ';', '"') < 0;

    private static bool Add(StringValues values, CredentialPlaces place, string? prefix, ref ReadOnlySpan<char> credential, ref CredentialPlaces places)
    {
        var one = true;
        for (var i = 0; i < values.Count; i++)
        {
            var value = values[i].AsSpan().Trim(" \t");
            if (place == CredentialPlaces.Authorization && value.StartsWith("Bearer", StringComparison.OrdinalIgnoreCase) && (value.Length == 6 || value[6] is ' ' or '\t'))
                value = value[6..].TrimStart(" \t");
            one &= Take(value, place, prefix, ref credential, ref places);
        }

        return one;
    }

    private static bool AddQuery(string query, string? prefix, ref ReadOnlySpan<char> credential, ref CredentialPlaces places)
    {
        var pairs = query.AsSpan(1);
        var one = true;
        foreach (var range in pairs.Split('&'))
        {
            if (IsCredentialPair(pairs[range], out var value))
                one &= Take(Unescape(value), CredentialPlaces.Query, prefix, ref credential, ref places);
        }

        return one;
    }

    private static bool Take(ReadOnlySpan<char> value, CredentialPlaces place, string? prefix, ref ReadOnlySpan<char> credential, ref CredentialPlaces places)
    {
        if (value.IsEmpty)
            return true;
        places |= place;
        if (credential.IsEmpty)
        {
            credential = value;
            return true;
        }

        if (value.SequenceEqual(credential))
            return true;
        if (prefix is null)
            return false;
        var preferred = value.StartsWith(prefix, StringComparison.Ordinal);
        if (preferred == credential.StartsWith(prefix, StringComparison.Ordinal))
            return false;
        if (preferred)
            credential = value;
        return true;
    }

    private static bool IsCredentialPair(ReadOnlySpan<char> pair, out ReadOnlySpan<char> value)
    {
        var equals = pair.IndexOf('=');
        value = equals < 0 ? default : pair[(equals + 1)..];
        // Names may be escaped (%6bey is key), and an upstream will unescape them.
        var name = Unescape(equals < 0 ? pair : pair[..equals]);
        return name.Equals("key", StringComparison.OrdinalIgnoreCase)
            || name.Equals("$key", StringComparison.OrdinalIgnoreCase)
            || name.Equals("api_key", StringComparison.OrdinalIgnoreCase)
            || name.Equals(ApiKey, StringComparison.OrdinalIgnoreCase)
            || name.Equals("access_token", StringComparison.OrdinalIgnoreCase);
    }

    private static ReadOnlySpan<char> Unescape(ReadOnlySpan<char> text) =>
        text.Contains('%') ? Uri.UnescapeDataString(text) : text;
}
