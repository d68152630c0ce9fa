using System.Buffers;
using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Weir.Traffic.Dialects;
using Xunit;

namespace Weir.Traffic.Tests.Dialects;

public sealed class RequestEditsTests
{
    [Theory]
    [InlineData("""{"stream":true}""", """{"stream_options":{"include_usage":true},"stream":true}""")]
    [InlineData("""{ }""", """{"stream_options":{"include_usage":true} }""")]
    [InlineData("""{"stream_options": null ,"a":1}""", """{"stream_options": {"include_usage":true} ,"a":1}""")]
    [InlineData("""{"stream_options":{}}""", """{"stream_options":{"include_usage":true}}""")]
    [InlineData("""{"stream_options":{ "include_usage" : false }}""", """{"stream_options":{ "include_usage" : true }}""")]
    [InlineData("""{"stream_options":{"include_usage":null,"x":1}}""", """{"stream_options":{"include_usage":true,"x":1}}""")]
    [InlineData("""{"stream_options":{"include_obfuscation":false}}""", """{"stream_options":{"include_usage":true,"include_obfuscation":false}}""")]
    [InlineData("""{"stream_options":{"include_usage":true}}""", null)]
    [InlineData("\uFEFF\n {\t\"a\":{\"stream_options\":null}}", "\uFEFF\n {\"stream_options\":{\"include_usage\":true},\t\"a\":{\"stream_options\":null}}")]
    public void Usage_is_asked_for_with_the_smallest_edit(string body, string? expected)
    {
        var reading = RequestReaderTests.Read(Paths.Chat, body);
        var edit = RequestEdits.AskForUsage(reading, RequestReaderTests.Bytes(body));
        Assert.Equal(expected, edit is { } made ? Apply(body, made) : null);
    }

    [Theory]
    [InlineData("""{"model":"alias","messages":[]}""", """{"model":"real/name","messages":[]}""")]
    [InlineData("""{ "metadata":{"model":"alias"}, "mod\u0065l" : "al\u0069as" ,"tools":[{"model":"alias"}] }""", """{ "metadata":{"model":"alias"}, "mod\u0065l" : "real/name" ,"tools":[{"model":"alias"}] }""")]
    [InlineData("""{"messages":[{"model":"alias"}]}""", null)]
    [InlineData("""{"model":"real/name"}""", null)]
    public void An_alias_is_replaced_at_the_top_level_only(string body, string? expected)
    {
        var edit = RequestEdits.RenameModel(RequestReaderTests.Read(Paths.Chat, body), "real/name");
        Assert.Equal(expected, edit is { } made ? Apply(body, made) : null);
    }

    [Fact]
    public void A_gemini_body_names_the_new_model_as_a_resource()
    {
        var reading = RequestReaderTests.Read(Paths.GeminiEmbed, """{"model":"models/g-1","content":{}}""");
        Assert.Equal("""{"model":"models/real","content":{}}""", Apply("""{"model":"models/g-1","content":{}}""", RequestEdits.RenameModel(reading, "real")!.Value));
    }

    [Fact]
    public void A_name_that_needs_escapes_gets_them() =>
        Assert.Equal("x\"\\y", JsonDocument.Parse(Apply("""{"model":"a"}""", RequestEdits.RenameModel(RequestReaderTests.Read(Paths.Chat, """{"model":"a"}"""), "x\"\\y")!.Value))
            .RootElement.GetProperty("model").GetString());

    [Fact]
    public void Edited_bodies_stay_the_same_request_in_everything_else()
    {
        var members = Gen.Elements(
            "\"stream\": true", "\"stream_options\" :{}", "\"stream_options\":null", "\"stream_options\":{\"a\":[{}]}", "\"model\":\"alias\"",
            "\"x\":{\"model\":\"alias\",\"stream_options\":{}}", "\"messages\":[{\"role\":\"user\",\"content\":\"\\\"model\\\":\\\"alias\\\"\"}]", "\n\"y\" : [1 ,2]\t");
        var cases = Gen.Select(Gen.ListOf(members), list => "{" + string.Join(',', list.DistinctBy(member => member.Trim()[..9])) + "}");
        Prop.ForAll(cases.ToArbitrary(), body =>
        {
            var reading = RequestReaderTests.Read(Paths.Chat, body);
            var edits = new[] { RequestEdits.AskForUsage(reading, RequestReaderTests.Bytes(body)), RequestEdits.RenameModel(reading, "real") }
                .OfType<BodyEdit>().OrderBy(edit => edit.Start).ToArray();
            var edited = Apply(body, edits);
            Assert.Equal(RequestEdits.Length(RequestReaderTests.Bytes(body), edits), edited.Length);
            var after = RequestReaderTests.Read(Paths.Chat, edited);
            Assert.True(after.UsageWanted);
            Assert.Equal(reading.Model is null ? null : "real", after.Model);
            Assert.Equal(reading.Ask, after.Ask);
            Assert.Equal(reading.Stream, after.Stream);
            Assert.Equal(Without(body), Without(edited));
        }).QuickCheckThrowOnFailure();
    }

    private static string Without(string body) => string.Join('|', JsonDocument.Parse(body).RootElement.EnumerateObject()
        .Where(member => member.Name is not ("model" or "stream_options")).Select(member => member.Name + member.Value.GetRawText()));

    private static string Apply(string body, params BodyEdit[] edits)
    {
        var output = new ArrayBufferWriter<byte>();
        RequestEdits.Apply(RequestReaderTests.Bytes(body), edits, output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
