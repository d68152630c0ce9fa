using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Traffic.Contents;

/// <summary>The people behind an account that serves many.</summary>
public static class Staff
{
    public static Talk[] Of(Casting cast, Language language, int count, bool narrow)
    {
        var people = new Talk[count];
        var trade = Scene.Narrow(language, ref cast.Dice);
        for (var i = 0; i < count; i++)
            people[i] = new Talk(narrow ? trade : Scene.Interests(cast.Dice.Chance(0.9) ? language : cast.Language(), ref cast.Dice), Manner.Draw(ref cast.Dice), cast.Real);
        return people;
    }

    public static Talk[] Of(Casting cast, Language[] languages, int count)
    {
        var people = new Talk[count];
        for (var i = 0; i < count; i++)
            people[i] = new Talk(Scene.Interests(languages[cast.Dice.Zipf(languages.Length)], ref cast.Dice), Manner.Draw(ref cast.Dice), cast.Real);
        return people;
    }

    /// <summary>Their ids as the account's program sends them.</summary>
    public static string[] Names(Casting cast, int count)
    {
        var names = new string[count];
        for (var i = 0; i < count; i++)
            names[i] = $"u{cast.Dice.Next() & 0xFFFFFFFF:x8}";
        return names;
    }
}
