using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Weir.Traffic.Dialects;
using Xunit;

namespace Weir.Traffic.Tests.Dialects;

public sealed class TokenEstimateTests
{
    // Ranges around what the tokenizers in common use make of these texts.
    [Theory]
    [InlineData("The weir holds back the water without stopping it, and what passes over it can be measured.", 16, 25)]
    [InlineData("for (int i = 0; i < items.Length; i++) { total += items[i].Price * 1.19m; }", 22, 36)]
    [InlineData("蒸馏是一种分离液体混合物的方法。", 12, 20)]
    [InlineData("Дистилляция разделяет жидкие смеси по температуре кипения.", 14, 30)]
    [InlineData("증류는 액체 혼합물을 분리하는 방법이다.", 12, 24)]
    [InlineData("2718281828459045", 5, 9)]
    [InlineData("😀😀", 2, 6)]
    [InlineData("", 0, 0)]
    public void An_estimate_is_near_what_tokenizers_say(string text, int least, int most) => Assert.InRange(TokenEstimate.Of(text), least, most);

    [Fact]
    public void Bytes_escapes_and_characters_are_estimated_alike()
    {
        var texts = Gen.Select(
            Gen.ListOf(Gen.Elements("word", " ", "9", "\n", "\"", "é", "ж", "中", "😀", "ก", "“", "\\", "{}", new string('x', 40), new string('語', 20))),
            parts => string.Concat(parts));
        Prop.ForAll(texts.ToArbitrary(), text =>
        {
            TextTally chars = default, bytes = default, escaped = default, ascii = default;
            chars.Add(text.AsSpan());
            bytes.Add(Encoding.UTF8.GetBytes(text));
            escaped.AddEscaped(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(text, Relaxed)).AsSpan()[1..^1]);
            ascii.AddEscaped(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(text)).AsSpan()[1..^1]);
            Assert.All([bytes, escaped, ascii], tally => Assert.Equal((chars.Chars, chars.Tokens), (tally.Chars, tally.Tokens)));
            Assert.Equal(text.Length, chars.Chars);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));
    }

    [Fact]
    public void A_text_of_a_megabyte_is_counted_exactly()
    {
        TextTally tally = default;
        tally.Add(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("aé中😀", 100_000))));
        Assert.Equal(500_000, tally.Chars);
    }

    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
