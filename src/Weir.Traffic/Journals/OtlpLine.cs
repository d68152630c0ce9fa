using System.Buffers;
using System.Text.Json;
using Weir.Traffic.Dialects;

namespace Weir.Traffic.Journals;

/// <summary>
/// OpenTelemetry spans with the GenAI conventions, as OTLP JSON: one export of many spans a line. Spans that are no call of
/// a model (tools, agents around calls, everything else) are passed over. docs/logs.md has the table.
/// </summary>
internal static class OtlpLine
{
    public static LineResult Read(ReadOnlySpan<byte> resourceSpans, LineContext context, BodyReading bodies, List<Exchange> into)
    {
        var result = LineResult.Good;
        var walk = new JsonWalk(resourceSpans);
        walk.Next();
        while (walk.NextElement())
        {
            // The resource may stand behind its spans, so it is looked up first.
            var one = RawValue.At(ref walk);
            if (one.IsObject)
                Resource(resourceSpans.Slice(one.Start, one.Length), context, bodies, into, ref result);
        }

        return result;
    }

    private static void Resource(ReadOnlySpan<byte> json, LineContext context, BodyReading bodies, List<Exchange> into, ref LineResult result)
    {
        RawValue own = default, scopes = default;
        var walk = new JsonWalk(json);
        walk.Next();
        while (walk.NextMember())
        {
            var name = walk.Name;
            if (!walk.Value())
                return;
            var isOwn = name.SequenceEqual("resource"u8);
            var isScopes = name.SequenceEqual("scopeSpans"u8) || name.SequenceEqual("instrumentationLibrarySpans"u8);
            var value = RawValue.At(ref walk);
            own = isOwn && value.IsObject ? value : own;
            scopes = isScopes && value.IsArray ? value : scopes;
        }

        Span<RawValue> values = stackalloc RawValue[(int)OtlpAttribute.Count];
        values.Clear();
        var resource = new OtlpAttributes(json.Slice(own.Start, own.Length), values);
        Members(json.Slice(own.Start, own.Length), resource);
        Scopes(json.Slice(scopes.Start, scopes.Length), resource, context, bodies, into, ref result);
    }

    private static void Members(ReadOnlySpan<byte> json, in OtlpAttributes resource)
    {
        var walk = new JsonWalk(json);
        if (json.IsEmpty || !walk.Next())
            return;
        while (walk.NextMember())
        {
            var attributes = walk.Name.SequenceEqual("attributes"u8);
            if (!walk.Value())
                return;
            if (attributes && walk.IsArray)
                resource.ReadArray(ref walk);
            else
                walk.Skip();
        }
    }

    private static void Scopes(ReadOnlySpan<byte> json, in OtlpAttributes resource, LineContext context, BodyReading bodies, List<Exchange> into, ref LineResult result)
    {
        var walk = new JsonWalk(json);
        if (json.IsEmpty || !walk.Next())
            return;
        while (walk.NextElement())
        {
            var scope = walk.IsObject;
            if (!scope)
                walk.Skip();
            while (scope && walk.NextMember())
            {
                var spans = walk.Name.SequenceEqual("spans"u8);
                if (!walk.Value())
                    return;
                if (!spans || !walk.IsArray)
                {
                    walk.Skip();
                    continue;
                }

                while (walk.NextElement())
                {
                    var span = RawValue.At(ref walk);
                    if (span.IsObject && OtlpSpan.Read(json.Slice(span.Start, span.Length), resource, context, bodies, into) is { Kind: not LogFaultKind.None } fault)
                        result = fault;
                }
            }
        }
    }
}
