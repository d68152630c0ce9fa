namespace Weir.Gateway.Signing;

/// <summary>
/// Whether a request says how its answer is to be written, down to what a mark would change. A look for a few words in the body as it
/// came: one too many costs an answer its mark, and no more.
/// </summary>
internal static class PromptRegister
{
    private const int MostRead = 64 << 10;

    // Without their first letter, which may be a capital.
    private static readonly byte[][] Cues =
    [
        [.. "ontraction"u8], [.. "xford comma"u8], [.. "erial comma"u8], [.. "erbatim"u8], [.. "ord for word"u8], [.. "tyle guide"u8], [.. "bullet point style"u8],
        [.. "se asterisks"u8], [.. "se hyphens for"u8], [.. "em dash"u8], [.. "proofread"u8], [.. "roofread"u8], [.. "orrect the grammar"u8], [.. "exact wording"u8], [.. "synonym"u8],
    ];

    public static bool Dictates(ReadOnlySpan<byte> body)
    {
        // The task stands at the end of what is long.
        if (body.Length > MostRead)
            body = body[^MostRead..];
        foreach (var cue in Cues)
        {
            if (body.IndexOf(cue) >= 0)
                return true;
        }

        return false;
    }
}
