using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Weir.Ledger.Signing;

/// <summary>C2SP tlog-cosignature: a witness says that it saw a checkpoint at a time, and that it follows from all it saw before.</summary>
public static class Cosignature
{
    private const int TimeBytes = 8;

    public static NoteSignature Make(SigningKey witness, string checkpoint, DateTimeOffset time)
    {
        var seconds = time.ToUnixTimeSeconds();
        var signature = new byte[TimeBytes + Ed25519.SignatureBytes];
        BinaryPrimitives.WriteInt64BigEndian(signature, seconds);
        witness.Sign(Message(checkpoint, seconds)).CopyTo(signature.AsSpan(TimeBytes));
        return new NoteSignature(witness.Name, witness.Verifier.Id, signature);
    }

    /// <summary>When the witness says that it saw the checkpoint; null where this is no cosignature.</summary>
    public static DateTimeOffset? TimeOf(NoteSignature signature) =>
        signature.Signature.Length == TimeBytes + Ed25519.SignatureBytes && BinaryPrimitives.ReadInt64BigEndian(signature.Signature) is >= 0 and <= 253402300799 and var seconds
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;

    internal static bool Verifies(VerifierKey witness, string checkpoint, NoteSignature signature) =>
        TimeOf(signature) is { } time
        && Ed25519.Verify(witness.Public, Message(checkpoint, time.ToUnixTimeSeconds()), signature.Signature.AsSpan(TimeBytes));

    private static byte[] Message(string checkpoint, long seconds) =>
        Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"cosignature/v1\ntime {seconds}\n{checkpoint}"));
}
