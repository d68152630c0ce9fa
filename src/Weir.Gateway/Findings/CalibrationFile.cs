using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Weir.Detection.Accounts;

namespace Weir.Gateway.Findings;

/// <summary>The calibration that detection starts from, or why there is none.</summary>
/// <param name="Mark">Tells calibrations apart; zero where there is none.</param>
public sealed record CalibrationFile(string? File, Yardstick? Yardstick, string? Fault, ulong Mark = 0)
{
    public static CalibrationFile None { get; } = new(null, null, null);

    public static CalibrationFile Read(string? path)
    {
        if (path is null)
            return None;
        try
        {
            var bytes = System.IO.File.ReadAllBytes(path);
            using var json = JsonDocument.Parse(bytes);
            var fault = YardstickJson.Read(json.RootElement, out var yardstick);
            return new CalibrationFile(path, yardstick, fault, yardstick is null ? 0 : BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(bytes)));
        }
        catch (JsonException)
        {
            return new CalibrationFile(path, null, "is not valid JSON");
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return new CalibrationFile(path, null, "cannot be read");
        }
    }

    internal void Tell(ILogger log)
    {
        if (File is null)
            log.NoCalibration();
        else if (Yardstick is null)
            log.BadCalibration(File, Fault ?? "holds none");
        else
            log.Calibrated(File, Yardstick.Accounts);
    }
}
