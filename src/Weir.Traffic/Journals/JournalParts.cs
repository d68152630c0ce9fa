using System.Text.Json;
using Weir.Traffic.Dialects;
using Weir.Traffic.Text;

namespace Weir.Traffic.Journals;

/// <summary>Reads back the objects inside a journal line: what was asked, what was answered, what was refused, the features of the prompt.</summary>
internal static class JournalParts
{
    public static AskFacts Asked(ReadOnlySpan<byte> json)
    {
        var walk = new JsonWalk(json);
        int? most = null;
        double? temperature = null, topP = null;
        int choices = 1, topLogprobs = 0, biased = 0, tools = 0, messages = 0, users = 0, assistants = 0, results = 0, images = 0, media = 0;
        int systemChars = 0, promptChars = 0, totalChars = 0;
        bool seeded = false, logprobs = false, beyondBans = false, echo = false, reasoning = false, prefilled = false;
        var format = AnswerFormat.Text;
        walk.Next();
        while (walk.NextMember())
        {
            var name = walk.Name;
            if (!walk.Value())
                break;
            if (name.SequenceEqual("n"u8)) walk.TryInt(out choices);
            else if (name.SequenceEqual("max_tokens"u8)) most = walk.TryInt(out var limit) ? limit : null;
            else if (name.SequenceEqual("temperature"u8)) temperature = walk.TryNumber(out var heat) ? heat : null;
            else if (name.SequenceEqual("top_p"u8)) topP = walk.TryNumber(out var mass) ? mass : null;
            else if (name.SequenceEqual("seeded"u8)) seeded = walk.IsTrue;
            else if (name.SequenceEqual("logprobs"u8)) logprobs = walk.IsTrue;
            else if (name.SequenceEqual("top_logprobs"u8)) walk.TryInt(out topLogprobs);
            else if (name.SequenceEqual("biased_tokens"u8)) walk.TryInt(out biased);
            else if (name.SequenceEqual("bias_beyond_bans"u8)) beyondBans = walk.IsTrue;
            else if (name.SequenceEqual("echo"u8)) echo = walk.IsTrue;
            else if (name.SequenceEqual("format"u8)) JournalWords.TryRead(walk.Raw, out format);
            else if (name.SequenceEqual("reasoning"u8)) reasoning = walk.IsTrue;
            else if (name.SequenceEqual("tools"u8)) walk.TryInt(out tools);
            else if (name.SequenceEqual("messages"u8)) walk.TryInt(out messages);
            else if (name.SequenceEqual("user_messages"u8)) walk.TryInt(out users);
            else if (name.SequenceEqual("assistant_messages"u8)) walk.TryInt(out assistants);
            else if (name.SequenceEqual("tool_results"u8)) walk.TryInt(out results);
            else if (name.SequenceEqual("images"u8)) walk.TryInt(out images);
            else if (name.SequenceEqual("other_media"u8)) walk.TryInt(out media);
            else if (name.SequenceEqual("prefilled"u8)) prefilled = walk.IsTrue;
            else if (name.SequenceEqual("system_chars"u8)) walk.TryInt(out systemChars);
            else if (name.SequenceEqual("prompt_chars"u8)) walk.TryInt(out promptChars);
            else if (name.SequenceEqual("total_chars"u8)) walk.TryInt(out totalChars);

            walk.Skip();
        }

        return new AskFacts
        {
            MaxTokens = most, Temperature = temperature, TopP = topP, Choices = choices, Seeded = seeded, Logprobs = logprobs,
            TopLogprobs = topLogprobs, BiasedTokens = biased, BiasBeyondBans = beyondBans, Echo = echo, Format = format,
            Reasoning = reasoning, Tools = tools, Messages = messages, UserMessages = users, AssistantMessages = assistants,
            ToolResults = results, Images = images, OtherMedia = media, Prefilled = prefilled, SystemChars = systemChars,
            PromptChars = promptChars, TotalChars = totalChars,
        };
    }

    public static AnswerFacts Answered(ReadOnlySpan<byte> json)
    {
        var walk = new JsonWalk(json);
        var finish = Finish.Unknown;
        int choices = 0, chars = 0, reasoning = 0, calls = 0, logprobs = 0, images = 0, events = 0, unread = 0;
        var hash = KeyedHash.None;
        walk.Next();
        while (walk.NextMember())
        {
            var name = walk.Name;
            if (!walk.Value())
                break;
            if (name.SequenceEqual("finish"u8)) JournalWords.TryRead(walk.Raw, out finish);
            else if (name.SequenceEqual("choices"u8)) walk.TryInt(out choices);
            else if (name.SequenceEqual("chars"u8)) walk.TryInt(out chars);
            else if (name.SequenceEqual("reasoning_chars"u8)) walk.TryInt(out reasoning);
            else if (name.SequenceEqual("tool_calls"u8)) walk.TryInt(out calls);
            else if (name.SequenceEqual("logprob_tokens"u8)) walk.TryInt(out logprobs);
            else if (name.SequenceEqual("images"u8)) walk.TryInt(out images);
            else if (name.SequenceEqual("events"u8)) walk.TryInt(out events);
            else if (name.SequenceEqual("unread_events"u8)) walk.TryInt(out unread);
            else if (name.SequenceEqual("hash"u8)) hash = walk.IsString ? LineMembers.HashOf(walk.Raw) : default;

            walk.Skip();
        }

        return new AnswerFacts
        {
            Finish = finish, Choices = choices, Chars = chars, ReasoningChars = reasoning, ToolCalls = calls,
            LogprobTokens = logprobs, Images = images, Events = events, UnreadEvents = unread, Hash = hash,
        };
    }

    public static Refused? Refused(ReadOnlySpan<byte> json, TextPool texts)
    {
        var walk = new JsonWalk(json);
        string? code = null, says = null, decision = null;
        walk.Next();
        while (walk.NextMember())
        {
            var name = walk.Name;
            if (!walk.Value())
                break;
            if (!walk.IsString) walk.Skip();
            else if (name.SequenceEqual("code"u8)) code = texts.Get(walk.Raw, walk.Escaped);
            else if (name.SequenceEqual("says"u8)) says = walk.Text();
            else if (name.SequenceEqual("decision"u8)) decision = walk.Text();
        }

        return code is null ? null : new Refused(code, says ?? "", decision);
    }

    public static PromptFeatures? Features(ReadOnlySpan<byte> json)
    {
        // The line's walk has found the JSON sound, no deeper than this.
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = JsonWalk.MaxDepth });
        reader.Read();
        return PromptFeaturesJson.TryRead(ref reader, out var features) ? features : null;
    }
}
