using System.Text;
using Weir.Drill.Model.Text;
using Weir.Traffic;

namespace Weir.Drill.Model;

/// <summary>
/// Draws one text from a plan, token by token. At each step the chances are the mixture of what every script that
/// still fits would say next, and of what the prose model would say; that mixture is what log-probabilities report.
/// </summary>
internal ref struct Generation(Vocabulary vocabulary, Prose prose, Distribution chances, ModelRequest request, SplitMix random)
{
    /// <summary>Chance of a word out of place, and of a wrong digit, at each step of a script.</summary>
    private const double Slip = 0.0002;
    private const double DigitSlip = 0.004;
    /// <summary>An answer of this length is filled with whatever was read, as a caller who asks for it must expect.</summary>
    private const int ManyTokens = 200;

    private readonly int _paragraph = vocabulary.Single(Vocabulary.Paragraph);
    private readonly StringBuilder _text = new();
    private readonly List<int> _tokens = [];
    private readonly List<int> _ends = [];
    private readonly List<double> _logprobs = [];
    private readonly List<TokenChance[]> _top = [];
    private readonly List<int> _history = [Vocabulary.Begin];
    private SplitMix _random = random;
    private double[] _weights = [];
    private int _proseFrom = -1;
    private double _total;
    private double _free;

    public Finish Finish { get; private set; } = Finish.Stop;
    public string? StoppedBy { get; private set; }

    /// <summary>Text that stands already and is continued.</summary>
    public readonly void ContinueFrom(string text)
    {
        if (text.Length > 0)
            _history.AddRange(vocabulary.Encode(text.AsSpan(Math.Max(0, text.Length - 200))));
    }

    public TokenText Run(Plan plan, int most)
    {
        _weights = [.. plan.Scripts.Select(s => s.Weight)];
        while (true)
        {
            if (_tokens.Count >= most)
            {
                Finish = Finish.Length;
                break;
            }

            Fill(plan);
            var token = chances.Draw(ref _random, request.Temperature, request.TopP, request.TopK, request.LogitBias);
            if (token == Vocabulary.End)
                break;
            Follow(plan, token);
            if (Say(token))
                break;
        }

        return new TokenText(_text.ToString(), _tokens, _ends) { Logprobs = _logprobs, Top = _top };
    }

    private void Fill(Plan plan)
    {
        chances.Clear();
        var at = _tokens.Count;
        var free = 0.0;
        var proseTokens = 0;
        for (var i = 0; i < _weights.Length; i++)
        {
            if (_weights[i] <= 0)
                continue;
            var script = plan.Scripts[i];
            if (at < script.Tokens.Length)
            {
                chances.Add(script.Tokens[at], _weights[i]);
            }
            else if (script.ProseTokens == 0)
            {
                chances.Add(Vocabulary.End, _weights[i]);
            }
            else
            {
                free += _weights[i];
                proseTokens = script.ProseTokens;
            }
        }

        if (!plan.Strict && free == 0)
            AddSlips(_history);
        if (free > 0)
            AddProse(free, proseTokens);
        _total = chances.Normalise();
        _free = free;
    }

    private readonly void AddSlips(List<int> history)
    {
        // Nothing slips in where the answer may end.
        if (chances.Of(Vocabulary.End) > 0)
            return;
        if (chances.Count == 1)
            AddDigitSlips(chances.Tokens[0]);
        prose.AddNext(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(history), Slip, chances);
        // A slip is a wrong word; it neither ends the answer nor starts a paragraph.
        chances.Move(Vocabulary.End, chances.Tokens[0], 1);
        if (chances.Tokens[0] != _paragraph)
            chances.Move(_paragraph, chances.Tokens[0], 1);
    }

    private readonly void AddDigitSlips(int token)
    {
        var text = vocabulary.Text(token);
        if (!int.TryParse(text, System.Globalization.NumberStyles.None, null, out var value))
            return;
        foreach (var wrong in (ReadOnlySpan<int>)[value + 1, value - 1, value + 10, value - 10])
        {
            var other = wrong < 0 ? Vocabulary.End : vocabulary.Single(wrong.ToString("D" + text.Length));
            if (other != Vocabulary.End)
                chances.Add(other, DigitSlip / 4);
        }
    }

    private void AddProse(double share, int wanted)
    {
        if (_proseFrom < 0)
            _proseFrom = _tokens.Count;
        var history = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_history);
        prose.AddNext(history, share, chances);
        Prose.AvoidRepeats(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_tokens), chances);
        var said = _tokens.Count - _proseFrom;
        // Too short so far: where a passage would end, a new paragraph begins, if there is more to say or many words are
        // wanted. Too long: any end of a sentence will do.
        if (said < wanted * 0.6 && (wanted >= ManyTokens || prose.HasMore))
            chances.Move(Vocabulary.End, _paragraph, 1);
        else if (said > wanted * 1.5 && _tokens.Count > 0 && vocabulary.Text(_tokens[^1]) is "." or "!" or "。" or "।")
            chances.Add(Vocabulary.End, share * 4);
    }

    /// <summary>
    /// Each script keeps as much weight as it gave to what was said (Bayes). If none fits it was a slip, and they all go
    /// on behind it.
    /// </summary>
    private readonly void Follow(Plan plan, int token)
    {
        var at = _tokens.Count;
        var scripted = 0.0;
        for (var i = 0; i < _weights.Length; i++)
        {
            var tokens = plan.Scripts[i].Tokens;
            if (at < tokens.Length && tokens[at] == token)
                scripted += _weights[i];
        }

        if (scripted == 0 && _free == 0)
            return;
        var fromProse = _free > 0 ? Math.Max(chances.Of(token) * _total - scripted, 0) / _free : 0;
        for (var i = 0; i < _weights.Length; i++)
        {
            var tokens = plan.Scripts[i].Tokens;
            if (at < tokens.Length)
                _weights[i] = tokens[at] == token ? _weights[i] : 0;
            else
                _weights[i] *= plan.Scripts[i].ProseTokens == 0 ? 0 : fromProse;
        }

        Rescale();
    }

    private readonly void Rescale()
    {
        var sum = 0.0;
        foreach (var weight in _weights)
            sum += weight;
        for (var i = 0; i < _weights.Length; i++)
            _weights[i] /= sum;
    }

    /// <summary>Records a token; true when a stop sequence ended the text, which is then cut off.</summary>
    private bool Say(int token)
    {
        if (request.Logprobs)
        {
            _logprobs.Add(Distribution.Log(chances.Of(token)));
            _top.Add(chances.Top(request.TopLogprobs));
        }

        prose.Tell(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_history), token);
        var piece = vocabulary.Text(token);
        _text.Append(piece);
        _tokens.Add(token);
        _ends.Add(_text.Length);
        if (token == _paragraph)
            _history.Clear();
        _history.Add(token == _paragraph ? Vocabulary.Begin : token);
        return request.Stop.Count > 0 && CutAtStop(piece.Length);
    }

    private bool CutAtStop(int added)
    {
        var longest = request.Stop.Max(s => s.Length);
        var from = Math.Max(0, _text.Length - added - longest);
        var tail = _text.ToString(from, _text.Length - from);
        var first = int.MaxValue;
        foreach (var stop in request.Stop)
        {
            var at = stop.Length == 0 ? -1 : tail.IndexOf(stop, StringComparison.Ordinal);
            if (at >= 0 && at < first)
                (first, StoppedBy) = (at, stop);
        }

        if (first == int.MaxValue)
            return false;
        var cut = from + first;
        _text.Length = cut;
        var keep = _ends.Count;
        while (keep > 0 && (keep == 1 ? 0 : _ends[keep - 2]) >= cut)
            keep--;
        _ends.RemoveRange(keep, _ends.Count - keep);
        _tokens.RemoveRange(keep, _tokens.Count - keep);
        if (request.Logprobs)
        {
            _logprobs.RemoveRange(keep, _logprobs.Count - keep);
            _top.RemoveRange(keep, _top.Count - keep);
        }

        if (keep > 0)
            _ends[keep - 1] = cut;
        return true;
    }
}
