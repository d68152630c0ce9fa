using Weir.Drill.Traffic.Accounts;
using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Traffic;

/// <summary>The truth about an account: a line of the truth file.</summary>
public enum Label : byte { Benign, Extraction }

/// <summary>What an account says. Holds the state of its conversations or jobs, in a small fixed size.</summary>
public abstract class Content
{
    /// <param name="sitting">Whether a new sitting or job begins.</param>
    public abstract void Write(MadeExchange to, bool sitting, ref Dice dice);
}

/// <summary>An account of the made traffic: who it is, when it speaks, what it says.</summary>
public sealed class Account
{
    private Dice _dice;
    private int _left;
    private bool _sitting;
    private readonly Rhythm _rhythm;
    private readonly Content _content;
    /// <summary>Some have everything at length and some in brief, honest or not.</summary>
    private readonly double _length;

    internal Account(TrafficClass kind, string group, Identity who, Shape shape, Rhythm rhythm, Content content, int volume, double days, Dice dice)
    {
        (Class, Group, Who, Shape) = (kind, group, who, shape);
        (_rhythm, _content, _left, _dice) = (rhythm, content, volume, dice);
        _length = _dice.LogNormal(1, 0.55);
        Until = (long)(days * 86_400_000);
    }

    public TrafficClass Class { get; }
    /// <summary>Accounts that belong together share it: an office, a class of students, a campaign.</summary>
    public string Group { get; }
    public Identity Who { get; }
    public Shape Shape { get; }
    internal long Until { get; init; }

    /// <summary>From this moment on the operator refuses it; it tries a little longer and then falls silent.</summary>
    internal long BannedAt { get; init; } = long.MaxValue;

    /// <summary>It took the place of one that was banned.</summary>
    public bool Replaces { get; internal init; }

    /// <summary>From this moment on it asks for the newest model. Without it the account makes up its own mind.</summary>
    internal long? MovesAt { get; init; }

    /// <summary>The time of the first exchange, or a negative number where there is none.</summary>
    internal long First() => Step(Who.From);

    /// <summary>Fills in the exchange of this moment and returns the time of the next, negative when there is none.</summary>
    internal long Speak(MadeExchange to, long now, DateTimeOffset start, long releaseMs)
    {
        to.Reset();
        to.AtMs = now;
        to.Time = start.AddMilliseconds(now);
        to.By = this;
        to.Shape = Shape;
        to.Key = Who.Keys[_dice.Zipf(Who.Keys.Length)];
        to.Client = Who.Clients[_dice.Zipf(Who.Clients.Length)];
        to.Place = Who.Places[Who.PlaceAt(now, ref _dice)];
        to.Model = Moved(now, releaseMs) ? Models.Newcomer : Who.Model;
        _content.Write(to, _sitting, ref _dice);
        to.AnswerSeed = to.AnswerSeed == 0 ? _dice.Next() : to.AnswerSeed;
        Finish(to);
        if (now >= BannedAt)
            Refuse(to);
        _left--;
        return Step(now);
    }

    private long Step(long now)
    {
        if (_left <= 0)
            return -1;
        var next = _rhythm.Next(ref _dice, now, out _sitting);
        return next < Until ? next : -1;
    }

    /// <summary>A third of all accounts move to a new model, each at its own time after the release.</summary>
    private bool Moved(long now, long releaseMs)
    {
        if (now < releaseMs)
            return false;
        if (MovesAt is { } moves)
            return now >= moves;
        var mood = Dice.Of((ulong)Account.Hash(Who.Account), 7);
        return mood.Chance(0.33) && now > releaseMs + (long)mood.Exponential(3 * 86_400_000.0);
    }

    private static uint Hash(string name)
    {
        var hash = 2166136261u;
        foreach (var c in name)
            hash = (hash ^ c) * 16777619u;
        return hash;
    }

    /// <summary>Nothing leaves; three attempts, then it is given up.</summary>
    private void Refuse(MadeExchange to)
    {
        (to.Status, to.AnswerChars, to.Harvest, to.CallsTool) = (403, 0, false, false);
        _left = Math.Min(_left, 3);
    }

    private void Finish(MadeExchange to)
    {
        if (to.AnswerChars > 60)
            to.AnswerChars = Math.Max(60, (int)(to.AnswerChars * _length));
        if (to.Embedding)
        {
            to.AnswerChars = 0;
        }
        else if (_dice.Chance(0.008))
        {
            to.Status = _dice.Chance(0.6) ? 429 : 500;
            to.AnswerChars = 0;
        }
        else if (Shape.MaxTokens is { } most && to.OutputTokens >= most)
        {
            to.AnswerChars = Math.Max(1, to.AnswerChars * most / to.OutputTokens);
            to.RanToLimit = true;
        }

        to.LatencyMs = 120 + (int)(to.OutputTokens * _dice.LogNormal(11, 0.3));
    }
}
