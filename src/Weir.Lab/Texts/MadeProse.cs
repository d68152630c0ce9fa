using System.Text;

namespace Weir.Lab.Texts;

/// <summary>
/// English made of patterns, for tests and trial runs without a corpus: plain sentences in which the places that a signature uses
/// come about as often as in answers, each form with a rate of its own. It proves that the machinery works and nothing about real text.
/// </summary>
public sealed class MadeProse(int seed)
{
    private static readonly string[] Nouns = Words("door house garden river engine letter market bridge winter teacher doctor farmer window kitchen mountain village station picture story island basket candle forest harbor lantern meadow orchard painter pilot sailor tailor tunnel valley wagon workshop account button column folder printer record server signal table update version worker");
    private static readonly string[] Plurals = Words("doors houses gardens rivers engines letters markets bridges teachers doctors farmers windows kitchens mountains villages stations pictures stories islands baskets candles forests lanterns meadows orchards painters pilots sailors tailors tunnels valleys wagons workshops accounts buttons columns folders printers records servers signals tables updates versions workers");
    private static readonly string[] Verbs = Words("open close paint mend carry follow watch clean move lift sell keep send hold reach pass bring count join leave");
    private static readonly string[] Past = Words("opened closed painted mended carried followed watched cleaned moved lifted counted joined passed reached printed stored removed copied checked loaded");
    private static readonly string[] Adjectives = Words("important possible useful helpful difficult natural essential typical careful formal visible flexible active famous simple common");
    private static readonly string[] Places = Words("near behind beside above below around inside outside");

    private static readonly string[] Patterns =
    [
        "The {n} of the {n} {it's|it is} {j} to {v}.", "In the {n} by the {n} {it is|it's} {j} to {v} the {n}.", "We know that the {n} {does not|doesn't} {v} the {n}.",
        "The {p} of this {n} {do not|don't} {v} in the {n}.", "If you {v} the {n}, {you will|you'll} see the {n} of the {n}.", "{Do not|Don't} {v} the {n} in the {n}.",
        "{For example|For instance}, the {n} and the {n} are {d} by the {p}.", "{Furthermore|Moreover}, the {p} {are not|aren't} {d} in the {n}.", "The {n} is {often|frequently} {d} with the {n}.",
        "They have {p}, {p}{,|} and {p} in the {n}.", "The {n} was {d} {due to|because of} the {n} of the {n}.", "The {n} is {based on|based upon} the {n} that we {d}.",
        "{Although|Though} the {n} was {j}, the {p} of the {n} {did not|didn't} {v}.", "You {cannot|can't} {v} the {n} of a {n} in the {n}.", "There are many {kinds of|types of} {p} in this {n}.",
        "{All of the|All the} {p} were {d} by the {n}.", "The {n} that is on the {n} {will not|won't} {v} the {p}.", "{Therefore|Thus}, the {n} and the {n} are {j} for the {p}.",
        "I {think that|think} they {d} the {n} at the {n}.", "The {n} {is not|isn't} as {j} as the {n} of the {n}.", "They were {d} {by using|using} the {n} of the {n}.",
        "{They are|They're} {d} by the {p} in the {n}.", "{Additionally|In addition}, the {n} has a {n} and a {n}.", "The {n} goes {toward|towards} the {n} of the {p}.",
        "The {p} and the {p} in the {n} were {d} for {everyone|everybody} in the {n}.", "We {should not|shouldn't} {v} the {n}, and we {could not|couldn't} {v} the {p}.",
        "The {n} is the {n} of the {n}, and the {p} of it are {a} the {n}.", "This was one of the {p} that the {n} had {d} for the {n}.", "With the {n} in the {n}, the {p} are {j}.",
        "When the {n} is {d}, the {n} of the {p} was in the {n}.", "{There is|There's} no {n} in the {n} of the {p}.", "{It is|It's} a {n} of the {n}, {a} the {p}.", "The {n} {was not|wasn't} {d} on the {n}.",
        "{=They/We/You/Some/Many/All/People} {=are/were} {often|frequently} {d} by the {n}.", "{=They/We/You} {=can/will/could/would/may/should/must} {often|frequently} {v} the {n}.",
        "The {n} {=that/which} {=is/was} {often|frequently} {d} in the {n}.", "The {n} was {=in/at/on/for/with/from/by/of} the {n}, {although|though} the {n} was {j}.",
        "We have {=seen/been/used/had/made} {nearly|almost} {=all/every/half/twice} the {n}.", "The {n} {=that/which/we/you/they/people} {=that/then/also} {is not|isn't} {j}.",
        "{=They/We/You/People/Some/Many/Most} {do not|don't} {v} the {n}.", "The {n} {=that/which/who/this/each/one} {does not|doesn't} {v} the {n}.", "{=They/We/You/People/Some/Many/Most/All} {did not|didn't} {v} the {n}.",
        "{=They/We/You/People/Some/Many/Most/All/She/He} {could not|couldn't} {v} the {n}.", "{=They/We/You/People/Some/Many/Most/All/She/He} {cannot|can't} {v} the {n}.", "{=They/We/You/People/Some/Many/Most/All} {were not|weren't} {d} there.",
        "{=They/We/You/People/Some/Many/Most/All} {are not|aren't} {d} there.", "{=They/We/You/People/Some/Many/Most/All/She/He} {would not|wouldn't} {v} it.", "{=They/We/You/People/Some/Many/Most/All/She/He} {should not|shouldn't} {v} it.",
        "The {n} is {=for/of/in/by/at/with/from/to/on} {everyone|everybody} in the {n}.", "The {n} is {=for/of/in/by/at/with/from/to/on} {someone|somebody} in the {n}.", "The {n} is {=for/of/in/by/at/with/from/to/on/if} {anyone|anybody} there.",
        "The {n} goes {=up/out/over/down/on/back/in} {toward|towards} the {n}.", "It is {=for/of/in/by/at/with/from/to/on/to/with} {all of the|all the} {p}.", "In the {n} {=it/that/this/which/she/he} {was not|wasn't} {d}.",
        "The {n} has {=these/all/many/those/most/some/two/what} {kinds of|types of} {p}.", "The {n} {=that/which/who/this/it/he/she} {has not|hasn't} {d} it.", "{=When/If/While/As/And/But} {=it/they/we} {=is/are/was} {d}, {it is|it's} {j} to {v}.",
        "In the {n}, {=if/when/and/but/so/then/because/while} {it is|it's} {j}, we {v}.", "The {n} is {j} {=if/when/and/but/so/then/because/while} {they are|they're} {j}.", "The {n} is {j} {=if/when/and/but/so/then/because/while} {you are|you're} {j}.",
    ];

    private readonly Random _random = new(seed);

    /// <summary>A text of at least so many words, in paragraphs.</summary>
    public string Text(int words)
    {
        var text = new StringBuilder();
        var count = 0;
        while (count < words)
        {
            for (var sentence = 0; sentence < 5; sentence++)
            {
                var made = Sentence();
                count += 1 + made.AsSpan().Count(' ');
                text.Append(made).Append(sentence == 4 ? "\n\n" : " ");
            }
        }

        return text.ToString();
    }

    private string Sentence()
    {
        var pattern = _random.Next(Patterns.Length);
        var text = Patterns[pattern];
        var made = new StringBuilder();
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] != '{')
            {
                made.Append(text[at]);
                continue;
            }

            var end = text.IndexOf('}', at);
            var hole = text[(at + 1)..end];
            at = end;
            made.Append(hole switch
            {
                "n" => Pick(Nouns), "p" => Pick(Plurals), "v" => Pick(Verbs), "d" => Pick(Past), "j" => Pick(Adjectives), "a" => Pick(Places),
                _ when hole[0] == '=' => Pick(hole[1..].Split('/')),
                _ => Form(hole, pattern),
            });
        }

        return made.ToString();
    }

    // Each pattern has its own taste, as writers have.
    private string Form(string hole, int pattern)
    {
        var forms = hole.Split('|');
        return _random.NextDouble() < 0.2 + (0.6 * (pattern * 7 % 10) / 10) ? forms[1] : forms[0];
    }

    private string Pick(string[] words) => words[_random.Next(words.Length)];

    private static string[] Words(string words) => words.Split(' ');
}
