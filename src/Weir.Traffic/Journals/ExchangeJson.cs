using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;
using Weir.Traffic.Text;

namespace Weir.Traffic.Journals;

/// <summary>
/// One exchange as one line of the journal. The field names are those of the exchange log, so that a line reads like any
/// other log; what is zero, false or absent is left out. docs/logs.md shows a line.
/// </summary>
public static class ExchangeJson
{
    /// <summary>Writes the line with its newline. Allocates nothing; safe on any thread with a buffer of its own.</summary>
    public static void Write(Exchange exchange, IBufferWriter<byte> output)
    {
        var line = new LineWriter(output);
        line.Number("{\"weir\":"u8, JournalWords.Version);
        line.Time(",\"time\":"u8, exchange.Time);
        line.Text(",\"id\":"u8, exchange.Id);
        Who(ref line, exchange);
        What(ref line, exchange);
        HowItEnded(ref line, exchange);
        Asked(ref line, exchange.Ask);
        Answered(ref line, exchange.Answer);
        if (exchange.Prompt is { } features)
            Features(ref line, features);
        line.Text(",\"prompt\":"u8, exchange.PromptText);
        line.Text(",\"answer\":"u8, exchange.AnswerText);
        line.Raw("}\n"u8);
        line.Flush();
    }

    private static void Who(ref LineWriter line, Exchange exchange)
    {
        line.Text(",\"account\":"u8, exchange.Account);
        line.Text(",\"organization\":"u8, exchange.Organization);
        line.Text(",\"key\":"u8, exchange.Key);
        line.Hash(",\"end_user\":"u8, exchange.EndUser);
        line.Hash(",\"address\":"u8, exchange.Address);
        line.Hash(",\"network\":"u8, exchange.Network);
        line.Text(",\"user_agent\":"u8, exchange.UserAgent);
        line.Text(",\"tls\":"u8, exchange.Tls);
    }

    private static void What(ref LineWriter line, Exchange exchange)
    {
        line.Word(",\"dialect\":"u8, JournalWords.Of(exchange.Dialect));
        if (exchange.Via != Via.Call)
            line.Word(",\"via\":"u8, JournalWords.Of(exchange.Via));
        line.Text(",\"model\":"u8, exchange.Model);
        line.Text(",\"upstream\":"u8, exchange.Upstream);
        line.TrueOnly(",\"stream\":"u8, exchange.Stream);
    }

    private static void HowItEnded(ref LineWriter line, Exchange exchange)
    {
        line.Word(",\"outcome\":"u8, JournalWords.Of(exchange.Outcome));
        line.Number(",\"status\":"u8, exchange.Status);
        if (exchange.Refused is { } refused)
        {
            line.Text(",\"refused\":{\"code\":"u8, refused.Code);
            line.Text(",\"says\":"u8, refused.Says);
            line.Text(",\"decision\":"u8, refused.Decision);
            line.Raw("}"u8);
        }

        line.NumberUnlessZero(",\"latency_ms\":"u8, exchange.LatencyMs);
        line.NumberUnlessZero(",\"first_byte_ms\":"u8, exchange.FirstByteMs);
        line.NumberUnlessZero(",\"bytes_in\":"u8, exchange.BytesIn);
        line.NumberUnlessZero(",\"bytes_out\":"u8, exchange.BytesOut);
        line.NumberUnlessZero(",\"input_tokens\":"u8, exchange.Usage.InputTokens);
        line.NumberUnlessZero(",\"output_tokens\":"u8, exchange.Usage.OutputTokens);
        line.NumberUnlessZero(",\"cached_tokens\":"u8, exchange.Usage.CachedTokens);
        line.NumberUnlessZero(",\"reasoning_tokens\":"u8, exchange.Usage.ReasoningTokens);
        line.TrueOnly(",\"estimated\":"u8, exchange.Usage.Estimated);
    }

    private static void Asked(ref LineWriter line, AskFacts ask)
    {
        // "n" leads because it always has a value, so every other property can bring its comma.
        line.Number(",\"asked\":{\"n\":"u8, ask.Choices);
        if (ask.MaxTokens is { } most)
            line.Number(",\"max_tokens\":"u8, most);
        line.Number(",\"temperature\":"u8, ask.Temperature);
        line.Number(",\"top_p\":"u8, ask.TopP);
        line.TrueOnly(",\"seeded\":"u8, ask.Seeded);
        line.TrueOnly(",\"logprobs\":"u8, ask.Logprobs);
        line.NumberUnlessZero(",\"top_logprobs\":"u8, ask.TopLogprobs);
        line.NumberUnlessZero(",\"biased_tokens\":"u8, ask.BiasedTokens);
        line.TrueOnly(",\"bias_beyond_bans\":"u8, ask.BiasBeyondBans);
        line.TrueOnly(",\"echo\":"u8, ask.Echo);
        if (ask.Format != AnswerFormat.Text)
            line.Word(",\"format\":"u8, JournalWords.Of(ask.Format));
        line.TrueOnly(",\"reasoning\":"u8, ask.Reasoning);
        line.NumberUnlessZero(",\"tools\":"u8, ask.Tools);
        line.NumberUnlessZero(",\"messages\":"u8, ask.Messages);
        line.NumberUnlessZero(",\"user_messages\":"u8, ask.UserMessages);
        line.NumberUnlessZero(",\"assistant_messages\":"u8, ask.AssistantMessages);
        line.NumberUnlessZero(",\"tool_results\":"u8, ask.ToolResults);
        line.NumberUnlessZero(",\"images\":"u8, ask.Images);
        line.NumberUnlessZero(",\"other_media\":"u8, ask.OtherMedia);
        line.TrueOnly(",\"prefilled\":"u8, ask.Prefilled);
        line.NumberUnlessZero(",\"system_chars\":"u8, ask.SystemChars);
        line.NumberUnlessZero(",\"prompt_chars\":"u8, ask.PromptChars);
        line.NumberUnlessZero(",\"total_chars\":"u8, ask.TotalChars);
        line.Raw("}"u8);
    }

    private static void Answered(ref LineWriter line, AnswerFacts answer)
    {
        line.Word(",\"answered\":{\"finish\":"u8, JournalWords.Of(answer.Finish));
        line.NumberUnlessZero(",\"choices\":"u8, answer.Choices);
        line.NumberUnlessZero(",\"chars\":"u8, answer.Chars);
        line.NumberUnlessZero(",\"reasoning_chars\":"u8, answer.ReasoningChars);
        line.NumberUnlessZero(",\"tool_calls\":"u8, answer.ToolCalls);
        line.NumberUnlessZero(",\"logprob_tokens\":"u8, answer.LogprobTokens);
        line.NumberUnlessZero(",\"images\":"u8, answer.Images);
        line.NumberUnlessZero(",\"events\":"u8, answer.Events);
        line.NumberUnlessZero(",\"unread_events\":"u8, answer.UnreadEvents);
        line.Hash(",\"hash\":"u8, answer.Hash);
        line.Raw("}"u8);
    }

    /// <summary>The same object that <see cref="PromptFeaturesJson"/> writes and reads, without the detour over a general writer.</summary>
    private static void Features(ref LineWriter line, PromptFeatures features)
    {
        line.Number(",\"features\":{\"v\":"u8, features.Version);
        line.Hash(",\"p\":"u8, features.Prompt);
        line.Hash(",\"s\":"u8, features.System);
        line.TrueOnly(",\"o\":"u8, features.Opening == features.Prompt);
        if (features.Opening != features.Prompt)
            line.Hash(",\"o\":"u8, features.Opening);
        line.Number(",\"c\":"u8, features.Chars);
        line.Number(",\"w\":"u8, features.Words);
        if (features.Language != Language.Unknown)
            line.Text(",\"l\":"u8, features.Language.Code());
        if (features.Script != Script.None)
            line.Text(",\"sc\":"u8, PromptFeaturesJson.NameOf(features.Script));
        line.NumberUnlessZero(",\"mix\":"u8, features.OtherScripts);
        Kinds(ref line, ",\"k\":"u8, features.Kinds);
        Kinds(ref line, ",\"sk\":"u8, features.SystemKinds);
        if (features.Shape != default)
        {
            line.Number(",\"t\":["u8, features.Shape.Head);
            line.Number(","u8, features.Shape.LongHead);
            line.Number(","u8, features.Shape.Tail);
            line.Number(","u8, features.Shape.Layout);
            line.Raw("]"u8);
        }

        Span<byte> bytes = stackalloc byte[64];
        if (!features.Wording.IsNone)
        {
            features.Wording.CopyTo(MemoryMarshal.Cast<byte, ushort>(bytes));
            line.Base64(",\"m\":"u8, bytes);
        }

        if (!features.Content.IsNone)
        {
            features.Content.CopyTo(bytes);
            line.Base64(",\"x\":"u8, bytes);
        }

        line.Hash(",\"r\":"u8, new KeyedHash(features.Terms.Bits));
        line.NumberUnlessZero(",\"h\":"u8, features.Hand.Bits);
        line.Raw("}"u8);
    }

    private static void Kinds(ref LineWriter line, ReadOnlySpan<byte> name, AskKinds kinds)
    {
        if (kinds == AskKinds.None)
            return;
        line.Raw(name);
        var separator = "["u8;
        for (var left = (uint)kinds; left != 0; left &= left - 1)
        {
            line.Text(separator, AskKindNames.Name(BitOperations.TrailingZeroCount(left)));
            separator = ","u8;
        }

        line.Raw("]"u8);
    }
}
