using System.Text.Json;
using Microsoft.Extensions.Logging;
using Weir.Detection.Accounts;

namespace Weir.Gateway.Findings;

/// <summary>The calibration that detection starts from, or why there is none.</summary>
public sealed record CalibrationFile(string? File, Yardstick? Yardstick, string? Fault)
{
    public static CalibrationFile Read(string? path)
    {
        if (path is null)
            return new CalibrationFile(null, null, null);
        try
        {
            using var json = JsonDocument.Parse(System.IO.File.ReadAllBytes(path));
            var fault = YardstickJson.Read(json.RootElement, out var yardstick);
            return new CalibrationFile(path, yardstick, fault);
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
