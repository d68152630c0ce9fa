using System.Buffers;
using Weir.Gateway.Admission;

namespace Weir.Gateway.Relay;

/// <summary>The request target as it stands on the wire.</summary>
public static class RequestTarget
{
    private static readonly SearchValues<char> Suspicious = SearchValues.Create("\\#\"<>^`{|} \t\r\n\0");

    /// <summary>
    /// Whether a target may be passed on: from the root, without characters that servers read differently, and without dot
    /// segments in any spelling, which would lead out of the prefix that an upstream is configured with.
    /// </summary>
    public static bool IsPlain(ReadOnlySpan<char> target)
    {
        if (target.IsEmpty || target[0] != '/' || target.ContainsAny(Suspicious) || target.ContainsAnyExceptInRange('!', '~'))
            return false;
        var query = target.IndexOf('?');
        var path = query < 0 ? target : target[..query];
        if (!path.Contains('.') && !path.Contains('%'))
            return true;
        if (path.Contains("%2f", StringComparison.OrdinalIgnoreCase) || path.Contains("%5c", StringComparison.OrdinalIgnoreCase) || path.Contains("%00", StringComparison.Ordinal))
            return AreEncodedSlashesInside(path);
        return !HasDotSegment(path);
    }

    /// <summary>
    /// The target with the model's segment renamed ("/v1beta/models/NAME:generateContent"), however the caller escaped it. The
    /// last segment of that name is the one: what stands before it is the prefix that the operator serves under.
    /// </summary>
    public static string WithModel(string target, string model, string rename)
    {
        var query = target.IndexOf('?');
        for (var end = query < 0 ? target.Length : query; end > 0;)
        {
            var start = target.LastIndexOf('/', end - 1) + 1;
            var name = target.AsSpan(start, end - start);
            var verb = name.LastIndexOf(':');
            if (IsModel(name, model))
                return Replaced(target, start, end, rename);
            if (verb >= 0 && IsModel(name[..verb], model))
                return Replaced(target, start, start + verb, rename);
            end = start - 1;
        }

        return target;
    }

    private static bool IsModel(ReadOnlySpan<char> segment, string model) =>
        segment.SequenceEqual(model) || (segment.Contains('%') && string.Equals(Uri.UnescapeDataString(segment), Uri.UnescapeDataString(model), StringComparison.Ordinal));

    private static string Replaced(string target, int start, int end, string name) =>
        string.Concat(target.AsSpan(0, start), Uri.EscapeDataString(name), target.AsSpan(end));

    /// <summary>The target without the query's parameters that carry the caller's credential.</summary>
    public static string WithoutCredentials(string target)
    {
        var query = target.IndexOf('?');
        return query < 0 ? target : target[..query] + CallerCredential.WithoutCredentials(target[query..]);
    }

    // An encoded slash is part of a name in some APIs (tuned models), so it passes, but never beside dots.
    private static bool AreEncodedSlashesInside(ReadOnlySpan<char> path) =>
        !path.Contains("%00", StringComparison.Ordinal) && !path.Contains("%5c", StringComparison.OrdinalIgnoreCase)
        && !path.Contains("..", StringComparison.Ordinal) && !path.Contains("%2e", StringComparison.OrdinalIgnoreCase) && !HasDotSegment(path);

    private static bool HasDotSegment(ReadOnlySpan<char> path)
    {
        foreach (var range in path.Split('/'))
        {
            var segment = path[range];
            if (segment.Length is 0 or > 6)
                continue;
            var plain = segment.ToString().Replace("%2e", ".", StringComparison.OrdinalIgnoreCase);
            if (plain is "." or "..")
                return true;
        }

        return false;
    }
}
