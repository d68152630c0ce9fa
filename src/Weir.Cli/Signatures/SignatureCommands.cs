using System.CommandLine;
using System.Globalization;
using System.Text;
using Weir.Gateway.Signing;
using Weir.Signatures.Marking;

namespace Weir.Cli.Signatures;

/// <summary><c>weir signature …</c>: marks in texts, by hand, and their recognition.</summary>
internal static class SignatureCommands
{
    public static Command Create(Terminal terminal) => new("signature", "Mark texts with a key, and tell whether a text or a model's output carries the mark.")
    {
        PreviewCommand.Create(terminal),
        ApplyCommand.Create(terminal),
        DetectCommand.Create(terminal),
        ControlCommand.Create(terminal),
        SignatureKeyCommands.Create(terminal),
    };

    public static Option<string?> MasterOption() => new("--master")
    {
        Description = $"File with the master that keys are derived from. Without it the variable {SignatureMaster.Variable}, then the data folder.",
    };

    public static Option<double> StrengthOption(double usual)
    {
        var strength = new Option<double>("--strength") { Description = "Share of the open places that are set as the key says, 0 to 1.", DefaultValueFactory = _ => usual };
        strength.Validators.Add(static result =>
        {
            if (result.GetValueOrDefault<double>() is not (>= 0 and <= 1))
                result.AddError("--strength takes a number from 0 to 1.");
        });
        return strength;
    }

    /// <summary>A key by its name, derived; null where it cannot be had, which has been told.</summary>
    public static SignatureKey? Key(Terminal terminal, SignatureKeyFile file, string name, byte[] master)
    {
        if (file.Find(name) is not { } record)
        {
            terminal.Fail($"There is no signature key '{SafeText.Name(name)}' in {file.DataFolder}. Make one with: weir signature keys create NAME --data {file.DataFolder}");
            return null;
        }

        var key = SignatureKeyFile.Derive(record, master);
        if (key is null)
            terminal.Fail($"The key '{SafeText.Name(name)}' was made with another master: what it was committed to is not what this one gives.");
        return key;
    }

    // A byte-order mark stays, and what is no UTF-8 is told: a text must come out as it went in but for its marks.
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>A text file as it is; null where it cannot be read, which has been told.</summary>
    public static string? ReadText(Terminal terminal, string path)
    {
        try
        {
            using var input = path is "-" ? terminal.Input() : Analyze.LogFiles.Open(path);
            using var bytes = new MemoryStream();
            input.CopyTo(bytes);
            return Strict.GetString(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
        }
        catch (DecoderFallbackException broken)
        {
            terminal.Fail(string.Create(CultureInfo.InvariantCulture, $"{SafeText.Name(path, 200)} is no UTF-8 text: see byte {broken.Index}"));
            return null;
        }
        catch (IOException refused)
        {
            terminal.Fail($"{SafeText.Name(path, 200)} {refused.Message}");
            return null;
        }
    }
}
