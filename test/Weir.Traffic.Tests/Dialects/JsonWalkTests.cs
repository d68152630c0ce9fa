using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Weir.Traffic.Dialects;
using Xunit;

namespace Weir.Traffic.Tests.Dialects;

public sealed class JsonWalkTests
{
    private static readonly string[] Seeds =
    [
        """{"a":1,"b":[true,false,null,-0.5e+10],"c":{"d":"x\n\u00e9\ud83d\ude00","e":[]},"f":""}""",
        """ [ 1 , 2.0 , "three" , {"four":[[[]]]} , -0 , 1E5 ] """,
        """{"messages":[{"role":"user","content":"a \"quoted\" word\\"}],"n":0}""",
        "\"alone\"", "tru", "[1,2,]", "{\"a\":}", "{\"a\" 1}", "[01]", "[1.]", "[-]", "[1e]", "{\"a\":1,}", "[\"\u0001\"]", "[\"\\x\"]", "{}{}", "[]]", "{]",
    ];

    [Fact]
    public void Walks_as_the_platforms_own_reader_does_on_sound_and_on_broken_bytes()
    {
        var cases =
            from seed in Gen.Elements(Seeds)
            from edits in Gen.ListOf(Gen.Zip(Gen.Choose(0, 200), Gen.Elements("{}[]\",:\\ 0159-+.eEtfnu\n\t\u0000az".ToCharArray())))
            from cut in Gen.Frequency((3, Gen.Constant(int.MaxValue)), (2, Gen.Choose(0, 120)))
            select Mutate(seed, edits, cut);
        Prop.ForAll(cases.ToArbitrary(), bytes => Assert.Equal(Theirs(bytes), Ours(bytes)))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(8_000).WithEndSize(8));
    }

    [Fact]
    public void Nesting_is_accepted_up_to_the_limit_and_not_beyond()
    {
        Assert.False(Broken(JsonWalk.MaxDepth));
        Assert.True(Broken(JsonWalk.MaxDepth + 1));
        Assert.True(Broken(10_000));

        static bool Broken(int depth)
        {
            var json = new JsonWalk(Encoding.ASCII.GetBytes(new string('[', depth) + new string(']', depth)));
            while (json.Next())
            {
            }

            Assert.Equal(json.Broken, json.TooDeep);
            return json.Broken;
        }
    }

    [Fact]
    public void An_escaped_name_is_read_as_what_it_means()
    {
        var json = new JsonWalk("""{"m\u006fdel":1}"""u8);
        json.Next();
        json.NextMember();
        Assert.True(json.Name.SequenceEqual("model"u8));
    }

    private static byte[] Mutate(string seed, IEnumerable<(int At, char With)> edits, int cut)
    {
        var bytes = Encoding.UTF8.GetBytes(seed);
        foreach (var (at, with) in edits)
            bytes[at % bytes.Length] = (byte)with;
        return bytes[..Math.Min(bytes.Length, cut)];
    }

    private static string Ours(byte[] bytes)
    {
        var seen = new StringBuilder();
        var json = new JsonWalk(bytes);
        while (json.Next())
        {
            seen.Append(json.Token).Append('@').Append(json.Start);
            if (json.Token is JsonTokenType.String or JsonTokenType.PropertyName or JsonTokenType.Number)
                seen.Append(Encoding.Latin1.GetString(json.Raw));
            seen.Append(' ');
        }

        return json.Broken ? "broken" : seen.ToString();
    }

    private static string Theirs(byte[] bytes)
    {
        var seen = new StringBuilder();
        var json = new Utf8JsonReader(bytes, isFinalBlock: false, new JsonReaderState(new JsonReaderOptions { MaxDepth = JsonWalk.MaxDepth }));
        try
        {
            while (json.Read())
            {
                seen.Append(json.TokenType).Append('@').Append(json.TokenStartIndex);
                if (json.TokenType is JsonTokenType.String or JsonTokenType.PropertyName or JsonTokenType.Number)
                    seen.Append(Encoding.Latin1.GetString(json.ValueSpan));
                seen.Append(' ');
            }

            return seen.ToString();
        }
        catch (JsonException)
        {
            return "broken";
        }
    }
}
