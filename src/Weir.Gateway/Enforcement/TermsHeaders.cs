using Microsoft.AspNetCore.Http;

namespace Weir.Gateway.Enforcement;

/// <summary>The terms, said with every answer: that it is not for training, and where the terms are.</summary>
internal static class TermsHeaders
{
    public static void Write(IHeaderDictionary headers, PostureSnapshot snapshot)
    {
        if (snapshot.ContentUsage is { } usage)
            headers["Content-Usage"] = usage;
        if (snapshot.Link is { } link)
            headers.Append("Link", link);
    }
}
