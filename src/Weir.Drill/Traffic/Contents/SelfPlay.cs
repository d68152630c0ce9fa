using Weir.Drill.Traffic.Wording;

namespace Weir.Drill.Traffic.Contents;

/// <summary>Conversations that a program holds in the manner of people, one after the other.</summary>
public sealed class SelfPlay(Talk[] players) : Content
{
    private int _player;

    public override void Write(MadeExchange to, bool sitting, ref Dice dice)
    {
        if (!players[_player].Open)
            _player = dice.Below(players.Length);
        players[_player].Write(to, sitting: false, ref dice);
        to.Harvest = true;
    }
}
