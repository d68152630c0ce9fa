using System.Text.Json.Nodes;
using Weir.Ledger.Signing;
using Weir.Ledger.Witnesses;
using Weir.Settings;

namespace Weir.Gateway.Configuration.Reading;

/// <summary>The name of a ledger, which is also its key's.</summary>
internal sealed class LedgerName : WordKind<string>
{
    public override string What => "a name for a ledger";
    public override string Allowed => "a host and a path without scheme, spaces or `+`, at most 200 characters";
    public override string Example => "ledger.example.com/weir";
    protected override JsonObject Schema() => new() { ["type"] = "string", ["pattern"] = "^[^\\s+]{1,200}$" };
    protected override string WriteWord(string value) => value;

    protected override bool TryParse(ConfigScalar scalar, ConfigFaults faults, out string value)
    {
        value = scalar.Text;
        return value.Length <= 200 && VerifierKey.IsName(value) && !value.Contains("://", StringComparison.Ordinal);
    }
}

/// <summary>A witness: its key, a space, and where it takes checkpoints.</summary>
internal sealed class WitnessWord : WordKind<Witness>
{
    public override string What => "a witness";
    public override string Allowed => "a cosignature key (`name+id+base64`), a space, and an `http` or `https` address";
    public override string Example => "witness.example/w1+1b81410c+BORlqbxEVXj3QxfqS9wkoIwnLntndBzFufQrcnabBdf1 https://witness.example";
    protected override JsonObject Schema() => new() { ["type"] = "string", ["pattern"] = "^\\S+\\+[0-9a-f]{8}\\+\\S+ https?://\\S+$" };
    protected override string WriteWord(Witness value) => $"{value.Key.Text} {value.Submit}";

    protected override bool TryParse(ConfigScalar scalar, ConfigFaults faults, out Witness value)
    {
        value = null!;
        if (scalar.Text.Split(' ') is not [var text, var address]
            || !VerifierKey.TryParse(text, out var key) || key.Kind != SignatureKind.Cosignature
            || !Uri.TryCreate(address, UriKind.Absolute, out var submit) || submit.Scheme is not ("http" or "https"))
            return false;
        value = new Witness(submit, key);
        return true;
    }
}
