using System.CommandLine;
using System.Security.Cryptography;
using Weir.Sharing;

namespace Weir.Cli.Indicators;

/// <summary>`weir indicators`: what a campaign looks like, told to others and heard from them.</summary>
internal static class IndicatorCommands
{
    public static Command Create(Terminal terminal) => new("indicators", "Share what a campaign looks like with other operators, and take in what they share.")
    {
        ExportCommand.Create(terminal),
        ImportCommand.Create(terminal),
    };

    public static Option<FileInfo> GroupKeyOption()
    {
        var option = new Option<FileInfo>("--group-key") { Description = "The sharing group's secret: 32 bytes in base64 (openssl rand -base64 32). Without it no networks and clients are compared.", HelpName = "FILE" };
        option.AcceptExistingOnly();
        return option;
    }

    /// <summary>True with null where none was named; false where it cannot be used, which has been told.</summary>
    public static bool TryGroupKey(FileInfo? file, Terminal terminal, out GroupKey? key)
    {
        key = null;
        if (file is null)
            return true;
        if (ReadText(file, terminal, "--group-key") is not { } text)
            return false;
        key = GroupKey.Read(text);
        if (key is null)
            terminal.Fail($"--group-key {SafeText.Name(file.FullName, 200)} is no key: 32 bytes in base64, as `openssl rand -base64 32` writes them.");
        return key is not null;
    }

    /// <summary>An ECDSA P-256 key from a PEM file; null where there is none, which has been told.</summary>
    public static ECDsa? ReadKey(FileInfo file, Terminal terminal, string option)
    {
        if (ReadText(file, terminal, option) is not { } pem)
            return null;
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(pem);
            if (key.KeySize == 256)
                return key;
        }
        catch (Exception exception) when (exception is ArgumentException or CryptographicException)
        {
            // Told below, as any other file that is no key.
        }

        key.Dispose();
        terminal.Fail($"{option} {SafeText.Name(file.FullName, 200)} is no P-256 key in PEM (openssl ecparam -name prime256v1 -genkey -noout).");
        return null;
    }

    private static string? ReadText(FileInfo file, Terminal terminal, string option)
    {
        try
        {
            return File.ReadAllText(file.FullName);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            terminal.Fail($"{option} {SafeText.Name(file.FullName, 200)} cannot be read: {exception.Message}");
            return null;
        }
    }
}
