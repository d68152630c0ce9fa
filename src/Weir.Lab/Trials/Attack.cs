using Weir.Signatures.Language;
using Weir.Signatures.Marking;

namespace Weir.Lab.Trials;

/// <summary>What the other side does with what it took, before or after its student learns from it.</summary>
public enum Attack : byte
{
    None,
    /// <summary>Half of the places set at random.</summary>
    Slots,
    /// <summary>Contractions, commas, bullets and the like brought to one form.</summary>
    Forms,
    /// <summary>As much unmarked text learned on top.</summary>
    Clean,
    /// <summary>Half of what was taken came from another source that marks with a key of its own.</summary>
    Mixed,
}

public static class Attacks
{
    /// <summary>What an attack on the text itself does to it; null where it does nothing.</summary>
    internal static Embedder? On(Attack attack, int seed)
    {
        var random = new Random(seed);
        return attack switch
        {
            Attack.Slots => Rewriting((_, _) => random.Next(4) switch { 0 => 0, 1 => 1, _ => null }),
            Attack.Forms => Rewriting(static (carrier, _) => carrier.Group is CarrierGroup.Orthographic or CarrierGroup.Form ? 0 : null),
            _ => null,
        };
    }

    /// <summary>
    /// A light paraphrase as it was measured on pairs of texts and paraphrases: of the places in a share of the paragraphs' sentences half are
    /// gone, and the others keep contractions and commas more often than not and turn words over more often than not.
    /// </summary>
    public static Embedder Paraphrase(double sentences, int seed)
    {
        var random = new Random(seed);
        return Rewriting((carrier, form) =>
        {
            if (random.NextDouble() >= sentences)
                return null;
            var kept = random.NextDouble() < 0.51;
            var keeps = carrier.Group switch { CarrierGroup.Lexical => -0.40, CarrierGroup.Form => 0.5, _ => carrier == Carriers.ListComma ? 0.53 : 0.24 };
            if (!kept || random.NextDouble() >= Math.Abs(keeps))
                return random.Next(2);
            return keeps > 0 ? form : 1 - form;
        });
    }

    private static Embedder Rewriting(Func<Carrier, int, int?> rewrite) => new(new Signature(SignatureKey.Decoy(0, KeyLayer.Owner), null, 1)
    {
        Rewrites = (slot, _) => rewrite(Carriers.All[slot.Carrier], slot.Form),
    });
}
