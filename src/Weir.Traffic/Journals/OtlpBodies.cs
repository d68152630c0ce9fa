using System.Buffers;
using Weir.Traffic.Dialects;

namespace Weir.Traffic.Journals;

/// <summary>
/// The content attributes of a span, <c>[{"role":"user","parts":[{"type":"text","content":"…"}]}]</c> as a JSON string,
/// put together as a request and an answer of the chat dialect. Texts are copied as the raw JSON strings they are.
/// </summary>
internal static class OtlpBodies
{
    private static readonly SearchValues<byte> NumberBytes = SearchValues.Create("0123456789.eE+-"u8);

    public static BodyFacts Read(in OtlpAttributes attributes, BodyReading bodies)
    {
        var request = new ArrayBufferWriter<byte>(1024);
        request.Write("{\"messages\":["u8);
        var messages = 0;
        using (var instructions = Unquoted.Of(attributes.Bytes(OtlpAttribute.Instructions), attributes[OtlpAttribute.Instructions]))
            messages += System(instructions.Bytes, request);
        bool broken;
        using (var input = Unquoted.Of(attributes.Bytes(OtlpAttribute.Input), attributes[OtlpAttribute.Input]))
            broken = !Messages(input.Bytes, request, messages);
        request.Write("]"u8);
        Parameters(attributes, request);
        request.Write("}"u8);

        var response = new ArrayBufferWriter<byte>(1024);
        using (var output = Unquoted.Of(attributes.Bytes(OtlpAttribute.Output), attributes[OtlpAttribute.Output]))
            Answer(output.Bytes, attributes, response);
        var facts = bodies.Of(Dialect.OpenAiChat, request.WrittenSpan, Dialect.OpenAiChat, response.WrittenSpan);
        if (broken)
            facts.Unread ??= "has a span whose gen_ai.input.messages are not valid JSON";
        return facts;
    }

    private static int System(ReadOnlySpan<byte> parts, ArrayBufferWriter<byte> into)
    {
        var walk = new JsonWalk(parts);
        if (parts.IsEmpty || !walk.Next() || !walk.IsArray)
            return 0;
        into.Write("{\"role\":\"system\",\"content\":["u8);
        Parts(ref walk, parts, into);
        into.Write("]}"u8);
        return 1;
    }

    /// <summary>False where the JSON is broken; what stands before the break is taken.</summary>
    private static bool Messages(ReadOnlySpan<byte> json, ArrayBufferWriter<byte> into, int written)
    {
        var walk = new JsonWalk(json);
        if (json.IsEmpty)
            return true;
        if (!walk.Next() || !walk.IsArray)
            return false;
        while (walk.NextElement())
        {
            RawValue role = default, parts = default;
            var message = walk.IsObject;
            if (!message)
                walk.Skip();
            while (message && walk.NextMember())
            {
                var isRole = walk.Name.SequenceEqual("role"u8);
                var isParts = walk.Name.SequenceEqual("parts"u8);
                if (!walk.Value())
                    return false;
                var value = RawValue.At(ref walk);
                role = isRole && value.IsString ? value : role;
                parts = isParts && value.IsArray ? value : parts;
            }

            if (!role.IsGiven || !parts.IsGiven)
                continue;
            into.Write(written++ > 0 ? ",{\"role\":\""u8 : "{\"role\":\""u8);
            into.Write(json.Slice(role.Start, role.Length));
            into.Write("\",\"content\":["u8);
            var inside = json.Slice(parts.Start, parts.Length);
            var inner = new JsonWalk(inside);
            inner.Next();
            Parts(ref inner, inside, into);
            into.Write("]}"u8);
        }

        return !walk.Ended;
    }

    /// <summary>Text parts and results of tools as text; anything else becomes a part that holds none.</summary>
    private static void Parts(ref JsonWalk walk, ReadOnlySpan<byte> json, ArrayBufferWriter<byte> into)
    {
        var written = 0;
        while (walk.NextElement())
        {
            var part = Part.Read(ref walk);
            if (!part.Text.IsString)
                continue;
            into.Write(written++ > 0 ? ",{\"type\":\"text\",\"text\":\""u8 : "{\"type\":\"text\",\"text\":\""u8);
            into.Write(json.Slice(part.Text.Start, part.Text.Length));
            into.Write("\"}"u8);
        }
    }

    private static void Parameters(in OtlpAttributes attributes, ArrayBufferWriter<byte> into)
    {
        Number(attributes, OtlpAttribute.MaxTokens, ",\"max_tokens\":"u8, into);
        Number(attributes, OtlpAttribute.Temperature, ",\"temperature\":"u8, into);
        Number(attributes, OtlpAttribute.TopP, ",\"top_p\":"u8, into);
        Number(attributes, OtlpAttribute.Choices, ",\"n\":"u8, into);
        Number(attributes, OtlpAttribute.Seed, ",\"seed\":"u8, into);
        if (attributes.Bytes(OtlpAttribute.OutputType).SequenceEqual("json"u8))
            into.Write(",\"response_format\":{\"type\":\"json_object\"}"u8);
        using var tools = Unquoted.Of(attributes.Bytes(OtlpAttribute.Tools), attributes[OtlpAttribute.Tools]);
        if (!tools.Bytes.StartsWith("["u8))
            return;
        into.Write(",\"tools\":"u8);
        into.Write(tools.Bytes);
    }

    private static void Number(in OtlpAttributes attributes, OtlpAttribute attribute, ReadOnlySpan<byte> name, ArrayBufferWriter<byte> into)
    {
        var digits = attributes.Bytes(attribute);
        if (digits.IsEmpty || digits.ContainsAnyExcept(NumberBytes))
            return;
        into.Write(name);
        into.Write(digits);
    }

    private static void Answer(ReadOnlySpan<byte> json, in OtlpAttributes attributes, ArrayBufferWriter<byte> into)
    {
        var walk = new JsonWalk(json);
        var choices = 0;
        if (!json.IsEmpty && walk.Next() && walk.IsArray)
        {
            into.Write("{\"choices\":["u8);
            while (walk.NextElement())
                Choice(ref walk, json, choices++, into);
            into.Write("]}"u8);
        }
        else if (attributes[OtlpAttribute.FinishReasons].IsGiven)
        {
            into.Write("{\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":null},\"finish_reason\":"u8);
            into.Write(FirstText(attributes.Bytes(OtlpAttribute.FinishReasons)));
            into.Write("}]}"u8);
        }
    }

    /// <summary>The texts of a message's parts, one after the other: raw JSON strings may be joined without decoding.</summary>
    private static void Choice(ref JsonWalk walk, ReadOnlySpan<byte> json, int index, ArrayBufferWriter<byte> into)
    {
        RawValue finish = default;
        var calls = 0;
        var whole = walk.IsObject;
        if (!whole)
            walk.Skip();
        into.Write(index > 0 ? ",{\"message\":{\"role\":\"assistant\",\"content\":\""u8 : "{\"message\":{\"role\":\"assistant\",\"content\":\""u8);
        while (whole && walk.NextMember())
        {
            var isParts = walk.Name.SequenceEqual("parts"u8);
            var isFinish = walk.Name.SequenceEqual("finish_reason"u8);
            if (!walk.Value())
                break;
            isParts &= walk.IsArray;
            while (isParts && walk.NextElement())
            {
                var part = Part.Read(ref walk);
                calls += part.IsToolCall ? 1 : 0;
                if (part.Text.IsString && !part.IsReasoning)
                    into.Write(json.Slice(part.Text.Start, part.Text.Length));
            }

            if (isFinish)
                finish = RawValue.At(ref walk);
            else if (!isParts)
                walk.Skip();
        }

        into.Write("\""u8);
        for (var i = 0; i < calls; i++)
            into.Write(i == 0 ? ",\"tool_calls\":[{\"type\":\"function\",\"function\":{}}"u8 : ",{\"type\":\"function\",\"function\":{}}"u8);
        into.Write(calls > 0 ? "]}"u8 : "}"u8);
        if (finish.IsString)
        {
            into.Write(",\"finish_reason\":\""u8);
            into.Write(json.Slice(finish.Start, finish.Length));
            into.Write("\""u8);
        }

        into.Write("}"u8);
    }

    /// <summary>Of <c>{"values":[{"stringValue":"stop"}]}</c>, the first string with its quotes.</summary>
    private static ReadOnlySpan<byte> FirstText(ReadOnlySpan<byte> array)
    {
        var walk = new JsonWalk(array);
        while (walk.Next())
        {
            if (walk.IsString)
                return array.Slice(walk.Start, walk.Raw.Length + 2);
        }

        return "null"u8;
    }

    private readonly record struct Part(RawValue Text, bool IsToolCall, bool IsReasoning)
    {
        /// <summary>Reads the element the walk stands on. The result of a tool stands in <c>response</c> or <c>result</c>.</summary>
        public static Part Read(ref JsonWalk walk)
        {
            RawValue text = default;
            bool call = false, reasoning = false;
            var whole = walk.IsObject;
            if (!whole)
                walk.Skip();
            while (whole && walk.NextMember())
            {
                var isType = walk.Name.SequenceEqual("type"u8);
                var isText = walk.Name.SequenceEqual("content"u8) || walk.Name.SequenceEqual("response"u8) || walk.Name.SequenceEqual("result"u8);
                if (!walk.Value())
                    break;
                call |= isType && walk.Says("tool_call"u8);
                reasoning |= isType && walk.Says("reasoning"u8);
                var value = RawValue.At(ref walk);
                text = isText && value.IsString ? value : text;
            }

            return new Part(text, call, reasoning);
        }
    }
}
