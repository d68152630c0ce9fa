using System.Text;
using System.Text.Json;
using Weir.Traffic.Text;
using Xunit;

namespace Weir.Traffic.Tests.Text;

/// <summary>
/// Journals outlive releases: what is computed from a text today is compared with what was computed from it last month. Who must change
/// a value here raises <see cref="PromptFeatures.CurrentVersion"/>, or detection compares what cannot be compared.
/// </summary>
public sealed class Sketches_keep_their_values
{
    private static readonly KeyedHasher Hasher = new("a key of an installation"u8);

    [Theory]
    [InlineData("Translate this into German, please: the quick brown fox jumps over the lazy dog 12 times.", """{"v":1,"o":true,"c":89,"w":16,"l":"en","sc":"latin","t":[137652428,0,3872679722,0],"m":"Dpn_______8MI________4lQ_____0tJ1eMhSv_____yS___4B3__________4vzbDOffP_____Vt________w","x":"VNbWrCoqrNZUKtasVCoqVNYA1gBUKtbWKn8qrIGsrCrW1tbW1tZUVNYAKtasAAAqACrWVIHW1tYAKirWAAAqAA","r":"14ff19c100004ed1","h":1}""")]
    [InlineData("Erkläre Schritt für Schritt, warum der Himmel blau ist,\nund begründe jeden Schritt ausführlich.\n3. Welche Rolle spielt die Streuung?", """{"v":1,"o":true,"c":132,"w":20,"l":"de","sc":"latin","t":[2215325367,1022721190,3892822389,747640093],"m":"__-dgf__Nq3__65H________d1D__wMkpC8KEP_______8_9___faP__uz7__zPUHhP________MYuvL__-v-w","x":"Ms7nzmUAzgAATBnO5wAZ5-cZGbQZGTIy5xkyABnn5wAZGZsAABkZf5vOGQDnZTJMTADnALSbTLTnGZvnzs4yGQ","r":"24677aff9421808f","h":1}""")]
    [InlineData("请一步一步地解释为什么天空是蓝色的，并给出完整的推理过程。", """{"v":1,"o":true,"c":29,"w":27,"l":"zh","sc":"han","t":[3251063718,2813599586,2419485887,0],"m":"EW852RqMba74UuCuS5b__yxmHgD__9YLSyn__9cIl4wawP__SD3_____4PXN7SFM_____7olpUf_______-VuQ","x":"0NBEMDAdHQkdMDAJCQn34zD3CQlEMJW8MAn3qQkwCbz39wnjCR28qbzjvAlEMNDj4wmBCR33MKlEMPfQ9wnjfw","r":"15f532a96eb7089f"}""")]
    [InlineData("```\nint main() { int total = 0; for (int i = 0; i < 10; i++) total += i; return total; }\n```\nWhy does internationalization fail here?", """{"v":1,"o":true,"c":133,"w":21,"l":"en","sc":"latin","t":[390965612,3434120061,486399043,3081509870],"m":"__________8g-P__9bf__z8k________RzuQ5___________T3z__zMU__91pGldu6pmlv____-mcP____-cug","x":"JNzc7iQkJKYSWhKmSCTuSCRINtwSyhK47kh_3O7Kyu7c3O7KJDbu3NwSWhI2JMok3O64bMrKyiQk7hIS7kiUNg","r":"fa63c4f1921d3765","h":3}""")]
    public void A_text_has_the_features_it_always_had(string text, string features) => Assert.Equal(features, Features(text));

    [Fact]
    public void A_long_text_has_the_features_it_always_had()
    {
        var text = new StringBuilder();
        for (var i = 0; i < 900; i++)
            text.Append("word").Append((char)('a' + i % 26)).Append((char)('a' + i / 26 % 26)).Append(i % 7 == 0 ? " the of and " : ", ").Append(i % 11 == 0 ? "\n" : "12 ");
        Assert.Equal("""{"v":1,"o":true,"c":11026,"w":2105,"l":"en","sc":"latin","t":[3810779865,1655798230,363218435,1025739147],"m":"tABcBokGpwLABMYMzwKcBwgFSwkcFEMHaAybALQCPgMYAtABWgXRA8AFJgDXBJYDRg8sBeMAIgHrBsoJJAWJAQ","x":"c3maim5-jZNub4yHenxweopxlI5xjHiQeHBuaI6NcI6Ck5OObmlzbXRyf26LdItpc5KJdImUkI93bYp9g2WRdQ","r":"019b00cd00290137","h":3}""", Features(text.ToString()));
    }

    private static string Features(string text)
    {
        var features = PromptFeatures.Compute(text, "You grade answers on a scale of 1 to 10.", text, AskFacts.None, Hasher);
        // What the lists of cues say of a text may change with the lists.
        var sketches = features with { Kinds = AskKinds.None, SystemKinds = AskKinds.None, Prompt = default, System = default, Opening = default };
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
            sketches.Write(json);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
