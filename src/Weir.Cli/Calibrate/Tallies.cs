using Weir.Traffic;
using Weir.Traffic.Text;

namespace Weir.Cli.Calibrate;

/// <summary>How much each account asked, in which languages and of which kinds.</summary>
internal sealed class Tallies
{
    private readonly Dictionary<string, Tally> _accounts = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, Tally> Accounts => _accounts;

    public void Add(Exchange exchange)
    {
        if (exchange.Account.Length == 0)
            return;
        if (!_accounts.TryGetValue(exchange.Account, out var tally))
            _accounts.Add(exchange.Account, tally = new Tally());
        tally.Exchanges++;
        if (exchange.Prompt is not { } prompt)
            return;
        tally.Languages.Add((byte)prompt.Language);
        tally.Kinds.Add((byte)AskKindNames.Main(prompt.Kinds));
    }

    internal sealed class Tally
    {
        public long Exchanges { get; set; }
        public Counts Languages { get; } = new();
        public Counts Kinds { get; } = new();
    }

    /// <summary>Counts of a few small numbers: an account speaks one or two languages of forty.</summary>
    internal sealed class Counts
    {
        private readonly List<(byte Key, int Count)> _counts = new(2);

        public IReadOnlyList<(byte Key, int Count)> All => _counts;

        public void Add(byte key)
        {
            for (var i = 0; i < _counts.Count; i++)
            {
                if (_counts[i].Key != key)
                    continue;
                _counts[i] = (key, _counts[i].Count + 1);
                return;
            }

            _counts.Add((key, 1));
        }
    }
}
