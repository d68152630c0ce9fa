namespace Weir.Policy;

/// <summary>What the gateway does for an account now, mild to hard. Names in files are the lower-case words.</summary>
public enum Posture : byte
{
    Open = 0,
    /// <summary>Nothing is felt, more is recorded.</summary>
    Watch,
    /// <summary>Less at a time.</summary>
    Slow,
    /// <summary>Answers that are worth less to a student.</summary>
    Narrow,
    /// <summary>Everything stops until somebody confirms who this is.</summary>
    Verify,
    Suspend,
}

public static class Postures
{
    private static readonly string[] Words = ["open", "watch", "slow", "narrow", "verify", "suspend"];

    public static string Word(this Posture posture) => Words[(int)posture];

    /// <summary>Whether it stops a customer's work. Such a step needs a durable record before it acts.</summary>
    public static bool IsHard(this Posture posture) => posture >= Posture.Verify;

    public static bool TryParse(string? word, out Posture posture)
    {
        var at = Array.IndexOf(Words, word);
        posture = at < 0 ? default : (Posture)at;
        return at >= 0;
    }

    internal static (string, Posture)[] All { get; } = [.. Words.Select(static (word, i) => (word, (Posture)i))];
}
