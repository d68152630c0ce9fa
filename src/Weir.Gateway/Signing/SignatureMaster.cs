using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Weir.Gateway.Storage;

namespace Weir.Gateway.Signing;

/// <summary>
/// The secret that all signature keys are derived from. It comes from a file, from the environment, or lies in the data folder. Whoever
/// has it can mark texts as ours; whoever loses it can recognise none.
/// </summary>
public static class SignatureMaster
{
    public const string Variable = "WEIR_SIGNATURE_MASTER";
    public const string Name = "signature-master.key";
    private const int Bytes = 32;
    private const int LeastText = 32;
    private const int MostText = 4096;

    /// <param name="file">Where the operator says it lies; null for the environment, then the data folder.</param>
    /// <param name="make">Make one in the data folder where there is none.</param>
    public static bool TryRead(string dataFolder, string? file, bool make, [NotNullWhen(true)] out byte[]? master, [NotNullWhen(false)] out string? fault)
    {
        master = null;
        fault = null;
        try
        {
            if (file is null && Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } text)
                return TryParse(text.Trim(), "The variable " + Variable, out master, out fault);
            var path = file ?? Path.Combine(dataFolder, Name);
            if (!File.Exists(path))
            {
                if (file is not null || !make)
                {
                    fault = $"There is no master in '{path}'. Make a key with `weir signature keys create NAME`, or name the master with --master or {Variable}.";
                    return false;
                }

                DurableFile.MakeFolder(dataFolder);
                DurableFile.Replace(path, Encoding.ASCII.GetBytes(RandomNumberGenerator.GetHexString(2 * Bytes, lowercase: true) + "\n"));
            }

            const UnixFileMode others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;
            if (file is null && !OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & others) != UnixFileMode.None)
            {
                fault = $"'{path}' can be read or changed by other users of this machine. Run: chmod 600 '{path}'";
                return false;
            }

            using var reader = new StreamReader(path);
            var buffer = new char[MostText + 1];
            return TryParse(new string(buffer, 0, reader.ReadBlock(buffer)).Trim(), $"'{path}'", out master, out fault);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            fault = $"The master cannot be read: {refused.Message}";
            return false;
        }
    }

    private static bool TryParse(string text, string where, [NotNullWhen(true)] out byte[]? master, [NotNullWhen(false)] out string? fault)
    {
        (master, fault) = (null, null);
        if (text.Length is < LeastText or > MostText || text.Any(char.IsControl))
        {
            fault = $"{where} holds no master: one line of {LeastText} to {MostText} characters is expected, such as 64 hexadecimal digits.";
            return false;
        }

        master = text.Length == 2 * Bytes && text.All(char.IsAsciiHexDigit) ? Convert.FromHexString(text) : Encoding.UTF8.GetBytes(text);
        return true;
    }
}
