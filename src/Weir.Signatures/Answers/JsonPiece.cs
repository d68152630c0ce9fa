using System.Buffers;
using System.Text;

namespace Weir.Signatures.Answers;

/// <summary>Writes the few characters that a change puts into a JSON string.</summary>
internal static class JsonPiece
{
    public static void Write(string text, IBufferWriter<byte> output)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            // No change writes anything else that JSON would have escaped.
            if (rune.Value == '\n')
            {
                output.Write("\\n"u8);
                continue;
            }

            var span = output.GetSpan(4);
            output.Advance(rune.EncodeToUtf8(span));
        }
    }
}
