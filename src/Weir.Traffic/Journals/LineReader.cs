using System.Text;
using System.Text.Unicode;
using Weir.Traffic.Dialects;

namespace Weir.Traffic.Journals;

/// <summary>What readers of one log have in common; safe to share between threads.</summary>
internal sealed class LineContext(KeyedHasher hasher, bool keepTexts)
{
    public KeyedHasher Hasher { get; } = hasher;
    /// <summary>Whether prompts and answers stay in the exchanges as text.</summary>
    public bool KeepTexts { get; } = keepTexts;
    public TextPool Texts { get; } = new();
    public Addresses Addresses { get; } = new(hasher);
    public EndUsers EndUsers { get; } = new(hasher);
}

/// <summary>What became of one line.</summary>
internal readonly record struct LineResult(LogFaultKind Kind, string? Says = null)
{
    public static LineResult Good => default;
}

/// <summary>
/// Turns a line of any accepted format into exchanges. The format is told line by line, so files may be mixed.
/// One thread uses one reader; it keeps buffers from line to line.
/// </summary>
internal sealed class LineReader(LineContext context)
{
    private readonly BodyReading _bodies = new(context);

    /// <summary>Adds what the line holds (usually one exchange) to <paramref name="into"/>, or says what is wrong with it.</summary>
    public LineResult Read(ReadOnlySpan<byte> line, List<Exchange> into)
    {
        if (!Utf8.IsValid(line))
            line = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(line));
        Span<RawValue> values = stackalloc RawValue[(int)LineMember.Count];
        values.Clear();
        var members = new LineMembers(line, values);
        if (members.Walk() is { } broken)
            return new LineResult(LogFaultKind.BrokenJson, broken);
        if (members[LineMember.ResourceSpans].IsArray)
            return OtlpLine.Read(members.Bytes(LineMember.ResourceSpans), context, _bodies, into);
        if (members[LineMember.StartTime].IsGiven && !members[LineMember.Time].IsGiven)
            return LiteLlmLine.Read(line, context, _bodies, into);
        return Own(members, into);
    }

    /// <summary>A line of the exchange log, or of the journal.</summary>
    private LineResult Own(in LineMembers members, List<Exchange> into)
    {
        var journal = members[LineMember.Weir].IsNumber;
        if (journal && members.Number(LineMember.Weir) > JournalWords.Version)
            return new LineResult(LogFaultKind.NewerVersion, $"was written by a later version of Weir (line format {members.Number(LineMember.Weir)}, this one reads {JournalWords.Version})");
        if (!members[LineMember.Time].IsGiven)
            return new LineResult(LogFaultKind.NoTime, "has no 'time'");
        if (!LogTime.TryRead(members.Bytes(LineMember.Time), out var time))
            return new LineResult(LogFaultKind.BadTime, "has a 'time' that is no time (expected as 2026-02-12T08:15:30.123Z)");
        var account = members.Name(LineMember.Account, context.Texts);
        // The gateway also journals refused calls of nobody; they say nothing about anybody.
        if (account is null && !journal)
            return new LineResult(LogFaultKind.NoAccount, "has no 'account'");

        var body = _bodies.Of(members, journal);
        if (!journal && !body.Asked)
            return new LineResult(LogFaultKind.NothingAsked, "has neither 'request' nor 'prompt'");
        into.Add(Assemble(members, journal, time, account ?? "", body));
        return body.Unread is { } why ? new LineResult(LogFaultKind.UnreadBody, why) : LineResult.Good;
    }

    private Exchange Assemble(in LineMembers members, bool journal, DateTimeOffset time, string account, BodyFacts body)
    {
        var texts = context.Texts;
        var (address, network) = journal
            ? (members.Hash(LineMember.Address), members.Hash(LineMember.Network))
            : members[LineMember.Ip].IsString ? context.Addresses.Of(members.Bytes(LineMember.Ip)) : default;
        var status = members.Int(LineMember.Status);
        if (!JournalWords.TryRead(members.Bytes(LineMember.Outcome), out Outcome outcome))
            outcome = OutcomeOf(status);
        JournalWords.TryRead(members.Bytes(LineMember.Via), out Via via);
        return new Exchange
        {
            Time = time,
            Account = account,
            Id = members[LineMember.Id] is { IsString: true } id && journal ? JsonText.ToText(members.Bytes(id), id.Escaped) : null,
            Organization = members.Name(LineMember.Organization, texts),
            Key = members.Name(LineMember.Key, texts),
            EndUser = journal ? members.Hash(LineMember.EndUser) : EndUser(members, body),
            Address = address,
            Network = network,
            UserAgent = members.Name(LineMember.UserAgent, texts),
            Tls = members.Name(LineMember.Tls, texts),
            Dialect = body.Dialect,
            Via = via,
            Model = members.Name(LineMember.Model, texts) ?? body.Model,
            Upstream = members.Name(LineMember.Upstream, texts),
            Stream = members.True(LineMember.Stream) || (!members[LineMember.Stream].IsGiven && body.Stream),
            Outcome = outcome,
            Status = status == 0 && !journal ? 200 : status,
            Refused = journal && members[LineMember.Refused].IsObject ? JournalParts.Refused(members.Bytes(LineMember.Refused), texts) : null,
            LatencyMs = members.Int(LineMember.LatencyMs),
            FirstByteMs = members.Int(LineMember.FirstByteMs),
            BytesIn = members.Number(LineMember.BytesIn),
            BytesOut = members.Number(LineMember.BytesOut),
            Usage = Usage(members, body, journal),
            Ask = body.Ask,
            Answer = body.Answer,
            Prompt = body.Prompt,
            PromptText = body.PromptText,
            AnswerText = body.AnswerText,
        };
    }

    private KeyedHash EndUser(in LineMembers members, BodyFacts body) =>
        members.Name(LineMember.EndUser, context.Texts) is { } named ? context.EndUsers.Of(named)
        : body.EndUser is { } sent ? context.EndUsers.Of(sent)
        : KeyedHash.None;

    /// <summary>What the line says, else what the answer says, else an estimate from the texts.</summary>
    private static Usage Usage(in LineMembers members, BodyFacts body, bool journal)
    {
        var input = members[LineMember.InputTokens].IsGiven;
        var output = members[LineMember.OutputTokens].IsGiven;
        return new Usage(
            input ? members.Int(LineMember.InputTokens) : body.Usage.InputTokens,
            output ? members.Int(LineMember.OutputTokens) : body.Usage.OutputTokens,
            members[LineMember.CachedTokens].IsGiven ? members.Int(LineMember.CachedTokens) : body.Usage.CachedTokens,
            members[LineMember.ReasoningTokens].IsGiven ? members.Int(LineMember.ReasoningTokens) : body.Usage.ReasoningTokens,
            members.True(LineMember.Estimated) || (!journal && !(input && output) && body.Usage.Estimated));
    }

    internal static Outcome OutcomeOf(int status) => status switch
    {
        499 => Outcome.CallerLeft,
        >= 400 => Outcome.Rejected,
        _ => Outcome.Completed,
    };
}
