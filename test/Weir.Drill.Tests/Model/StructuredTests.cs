using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Weir.Drill.Model;
using Weir.Drill.Model.Text;
using Weir.Traffic;
using Xunit;

namespace Weir.Drill.Tests.Model;

public sealed class StructuredTests
{
    private static readonly string[] Prompts = ["What is 3 + 4?", "Weather in Paris and Rome at 17 degrees?", "", "List \"red\" and 5 things, not 12.", "天空为什么是蓝色的?"];

    [Fact]
    public void An_answer_in_a_schema_always_fits_it()
    {
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
        {
            var schema = MadeSchema(seed);
            var request = Ask.For(Prompts[Math.Abs(seed % Prompts.Length)]) with { Format = AnswerFormat.JsonSchema, Schema = schema, Seed = seed };
            var completion = Ask.Of(request);
            var fault = SchemaCheck.Fault(schema, Ask.Json(completion.Text.Text));
            Assert.True(fault is null, $"{fault}\n{schema}\n{completion.Text.Text}");
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Arguments_of_a_tool_always_fit_its_schema()
    {
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
        {
            var schema = MadeSchema(seed);
            var request = Ask.For(Prompts[Math.Abs(seed % Prompts.Length)]) with { Tools = [new Tool("look_up", "Looks things up", schema)], ToolUse = ToolUse.Required };
            var completion = Ask.Of(request);
            Assert.Equal(Finish.ToolCalls, completion.Finish);
            Assert.NotEmpty(completion.Calls);
            Assert.All(completion.Calls, c => Assert.Null(SchemaCheck.Fault(schema, Ask.Json(c.Arguments.Text))));
        }).QuickCheckThrowOnFailure();
    }

    [Theory(Timeout = 60_000)]
    [InlineData("""{"type":"object","properties":{"a":{"$ref":"#"},"b":{"$ref":"#"},"c":{"$ref":"#"},"d":{"$ref":"#"},"e":{"$ref":"#"}},"required":["a","b","c","d","e"]}""")]
    [InlineData("""{"type":"array","minItems":50,"items":{"$ref":"#"}}""")]
    [InlineData("""{"type":"object","allOf":[{"properties":{"a":{"type":"array","minItems":9,"items":{"$ref":"#"}}},"required":["a"]}]}""")]
    [InlineData("""{"anyOf":[{"$ref":"#"},{"$ref":"#"},{"type":"null"}]}""")]
    public Task A_schema_that_refers_to_itself_ends_in_an_answer(string schema) => Task.Run(() =>
    {
        var completion = Ask.Of(Ask.For("What is 3 + 4?") with { Format = AnswerFormat.JsonSchema, Schema = Ask.Json(schema) });
        Assert.True(completion.Text.Count > 0);
    }, TestContext.Current.CancellationToken);

    [Fact(Timeout = 60_000)]
    public Task Very_many_long_answers_at_once_share_what_one_request_may_cost() => Task.Run(() =>
    {
        var answer = Ask.Tiny.Answer(Ask.For("Write 5000 words about rivers.") with { Choices = 128 });
        Assert.Equal(128, answer.Completions.Count);
        Assert.All(answer.Completions, static c => Assert.InRange(c.Text.Count, 1, LanguageModel.MostOutputOf(128)));
        Assert.Equal(LanguageModel.MostOutputTokens, LanguageModel.MostOutputOf(1));
    }, TestContext.Current.CancellationToken);

    [Fact]
    public void Json_mode_gives_an_object_at_any_temperature()
    {
        foreach (var prompt in Prompts)
        {
            for (var seed = 0; seed < 20; seed++)
                Assert.Equal(JsonValueKind.Object, Ask.Json(Ask.Of(Ask.For(prompt) with { Format = AnswerFormat.Json, Temperature = 2, Seed = seed }).Text.Text).ValueKind);
        }
    }

    [Fact]
    public void A_tool_is_called_where_the_prompt_asks_for_it_and_not_otherwise()
    {
        var weather = new Tool("get_weather", "Current weather of a city", Ask.Json("""{"type":"object","properties":{"city":{"type":"string"}},"required":["city"]}"""));
        var asks = Ask.For("What is the weather in Lisbon?") with { Tools = [weather] };
        Assert.Equal("""{"city":"Lisbon"}""", Ask.Of(asks).Calls.Single().Arguments.Text);
        Assert.Empty(Ask.Of(asks with { ToolUse = ToolUse.None }).Calls);
        Assert.Empty(Ask.Of(Ask.For("What is gravity?") with { Tools = [weather] }).Calls);
        var answered = asks with { Turns = [.. asks.Turns, new Turn(Speaker.Assistant, ""), new Turn(Speaker.Tool, "18 degrees")] };
        Assert.Empty(Ask.Of(answered).Calls);
        Assert.Contains("18 degrees", Ask.Of(answered with { Temperature = 0 }).Text.Text, StringComparison.Ordinal);
        var two = Ask.Of(Ask.For("Compare the weather in Lisbon and in Oslo.") with { Tools = [weather] });
        Assert.Equal(["""{"city":"Lisbon"}""", """{"city":"Oslo"}"""], two.Calls.Select(c => c.Arguments.Text));
    }

    [Theory]
    [InlineData("""{"$ref":"#/$defs/node","$defs":{"node":{"type":"object","properties":{"name":{"type":"string"},"next":{"$ref":"#/$defs/node"}},"required":["name"]}}}""")]
    [InlineData("""{"type":"object","properties":{"a":{"$ref":"#"}},"required":["a"]}""")]
    [InlineData("""{"$ref":"#"}""")]
    [InlineData("""{"type":"OBJECT","properties":{"n":{"type":"INTEGER","minimum":"3"}}}""")]
    [InlineData("""{"type":"array","minItems":1000000000,"items":{"type":"string","minLength":1000000000}}""")]
    [InlineData("""{"type":5,"enum":[],"properties":[]}""")]
    [InlineData("""{"type":"string","pattern":"(((("}""")]
    public void A_schema_that_is_odd_or_endless_still_ends_in_valid_json(string schema)
    {
        var completion = Ask.Of(Ask.For("Fill it.") with { Format = AnswerFormat.JsonSchema, Schema = Ask.Json(schema) });
        if (completion.Finish != Finish.Length)
            Ask.Json(completion.Text.Text);
    }

    private static JsonElement MadeSchema(int seed)
    {
        var random = new SplitMix((ulong)seed);
        return JsonSerializer.SerializeToElement(MadeObject(ref random, 0));
    }

    private static JsonObject MadeObject(ref SplitMix random, int depth)
    {
        var properties = new JsonObject();
        var required = new JsonArray();
        for (var i = random.Between(1, 4); i > 0; i--)
        {
            var name = new[] { "city", "count", "answer", "summary", "date", "unit", "items", "query", "x" }[random.Next(9)] + i;
            properties[name] = Made(ref random, depth + 1);
            if (random.Next(2) == 0)
                required.Add(name);
        }

        return new JsonObject { ["type"] = "object", ["properties"] = properties, ["required"] = required, ["additionalProperties"] = false };
    }

    private static JsonObject Made(ref SplitMix random, int depth) => random.Next(depth > 3 ? 6 : 9) switch
    {
        0 => new JsonObject { ["type"] = "string", ["minLength"] = random.Next(20), ["maxLength"] = 20 + random.Next(30) },
        1 => new JsonObject { ["type"] = "integer", ["minimum"] = random.Between(-50, 5), ["maximum"] = random.Between(6, 50) },
        2 => new JsonObject { ["type"] = "number", ["exclusiveMinimum"] = random.Between(-50, 500) },
        3 => new JsonObject { ["type"] = "boolean" },
        4 => new JsonObject { ["enum"] = new JsonArray("red", 5, null) },
        5 => new JsonObject { ["type"] = new JsonArray("string", "null") },
        6 => new JsonObject { ["type"] = "array", ["items"] = Made(ref random, depth + 1), ["minItems"] = random.Next(4), ["maxItems"] = 4 + random.Next(3) },
        7 => new JsonObject { ["anyOf"] = new JsonArray(Made(ref random, depth + 1), new JsonObject { ["type"] = "null" }) },
        _ => MadeObject(ref random, depth),
    };
}
