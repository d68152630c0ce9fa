using System.Text;
using Weir.Console.Work;
using Weir.Gateway;
using Weir.Gateway.Ledger;
using Weir.Traffic;
using Weir.Traffic.Journals;

namespace Weir.Console.Accounts.Calls;

/// <summary>A call as the journal has it. Its texts are in it only where they were asked for.</summary>
/// <param name="HasText">The journal kept its prompt, its answer or both.</param>
public sealed record AccountCall(CallPlace Place, Exchange Exchange, bool HasText);

/// <param name="Next">What lies before those shown is looked through from here; null: nothing does.</param>
public sealed record CallList(IReadOnlyList<AccountCall> Calls, CallPlace? Next, long BytesRead);

/// <summary>
/// The calls of one account, newest first, out of the journal's files. There is no index: so much of the journal is read at once as takes a moment, and
/// whoever looks asks for more. One reading at a time.
/// </summary>
internal sealed class AccountCalls(GatewayParts gateway)
{
    public const int PageSize = 40;
    /// <summary>Lines that are looked through at once; the segment in which it is reached is read to its end.</summary>
    private const long MostBytes = 64L << 20;

    private readonly OneAtATime _turn = new();

    /// <param name="before">Null: from the end of the journal.</param>
    public Task<CallList> NewestAsync(string account, CallPlace? before, CancellationToken cancel) =>
        _turn.RunAsync(() => Task.Run(() => Newest(account, before, cancel), cancel), cancel);

    /// <summary>One call with its texts; null where it is not there any more, or is another account's.</summary>
    public Task<AccountCall?> FindAsync(string account, CallPlace place, CancellationToken cancel) =>
        _turn.RunAsync(() => Task.Run(() => Find(account, place, cancel), cancel), cancel);

    private CallList Newest(string account, CallPlace? before, CancellationToken cancel)
    {
        var archive = new JournalArchive(gateway.Data.Path);
        var found = new List<AccountCall>();
        var read = 0L;
        foreach (var segment in archive.Segments.Reverse())
        {
            var order = before is { } limit ? string.CompareOrdinal(segment, limit.Segment) : -1;
            if (order > 0)
                continue;
            if (found.Count == PageSize || read >= MostBytes)
                return new CallList(found, new CallPlace(segment, int.MaxValue), read);
            var room = PageSize - found.Count;
            var (lines, more) = Last(archive, segment, account, order == 0 ? before!.Value.Line : int.MaxValue, room, ref read, cancel);
            found.AddRange(lines.Reverse().Select(one => Call(segment, one.Index, one.Line, keepTexts: false)).OfType<AccountCall>());
            if (more)
                return new CallList(found, new CallPlace(segment, lines.Peek().Index), read);
        }

        return new CallList(found, null, read);
    }

    /// <summary>The last of the account's lines in one segment, and whether others stand before them.</summary>
    private static (Queue<(int Index, byte[] Line)> Lines, bool More) Last(JournalArchive archive, string segment, string account, int before, int room, ref long read, CancellationToken cancel)
    {
        var (lines, more) = (new Queue<(int Index, byte[] Line)>(), false);
        var name = Written(account);
        try
        {
            foreach (var line in archive.Lines(segment, archive.DigestOf(segment)))
            {
                if (line.Index >= before)
                    break;
                read += line.Bytes.Length;
                if ((line.Index & 1023) == 0)
                    cancel.ThrowIfCancellationRequested();
                if (!IsOf(line, account, name))
                    continue;
                if (lines.Count == room)
                    more = lines.TryDequeue(out _);
                lines.Enqueue((line.Index, line.Bytes.ToArray()));
            }
        }
        catch (Exception gone) when (gone is IOException or InvalidOperationException or InvalidDataException)
        {
            // The segment expired, or is being written anew, since it was listed: what was read of it counts.
        }

        return (lines, more);
    }

    private AccountCall? Find(string account, CallPlace place, CancellationToken cancel)
    {
        var archive = new JournalArchive(gateway.Data.Path);
        if (!archive.Segments.Contains(place.Segment, StringComparer.Ordinal))
            return null;
        try
        {
            foreach (var line in archive.Lines(place.Segment, archive.DigestOf(place.Segment)))
            {
                if ((line.Index & 1023) == 0)
                    cancel.ThrowIfCancellationRequested();
                if (line.Index == place.Line)
                    return IsOf(line, account, null) ? Call(place.Segment, line.Index, line.Bytes.Span, keepTexts: true) : null;
            }
        }
        catch (Exception gone) when (gone is IOException or InvalidOperationException or InvalidDataException)
        {
            // As above.
        }

        return null;
    }

    /// <summary>Null for a line that is none of the journal's.</summary>
    private AccountCall? Call(string segment, int index, ReadOnlySpan<byte> line, bool keepTexts)
    {
        try
        {
            return JournalLines.Read(line, gateway.Data.Hasher, keepTexts: true) is [var call]
                ? new AccountCall(new CallPlace(segment, index), keepTexts ? call : call with { PromptText = null, AnswerText = null }, call.PromptText is not null || call.AnswerText is not null)
                : null;
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    /// <summary>The name as it surely stands in its lines; null where it may be escaped, and each line is to be read.</summary>
    private static byte[]? Written(string account) =>
        account.All(static sign => char.IsAsciiLetterOrDigit(sign) || sign is '-' or '_' or '.' or '@' or ':') ? Encoding.ASCII.GetBytes($"\"{account}\"") : null;

    private static bool IsOf(ArchivedLine line, string account, byte[]? name) =>
        (name is null || line.Bytes.Span.IndexOf(name) >= 0) && string.Equals(line.Account, account, StringComparison.Ordinal);
}
