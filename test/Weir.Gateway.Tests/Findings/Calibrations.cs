using System.Text.Json;
using Weir.Detection.Accounts;
using Weir.Gateway.Configuration;
using Weir.Gateway.Findings;
using Weir.TestKit;
using Weir.Traffic;
using Xunit;

namespace Weir.Gateway.Tests.Findings;

public sealed class Calibrations : IDisposable
{
    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Detection_starts_from_the_calibration_that_the_configuration_names()
    {
        var file = Written("calibration.json", accounts: 7);
        await using var gateway = await RunningGateway.StartAsync(new Uri("http://127.0.0.1:1"), config => config with { CalibrationFile = file });
        using var admin = new HttpClient { BaseAddress = gateway.App.AdminAddress };
        using var status = JsonDocument.Parse(await admin.GetStringAsync("/api/status", Cancel));
        Assert.Equal(file, status.RootElement.GetProperty("detection").GetProperty("calibration").GetString());
        Assert.Equal(7, gateway.App.Parts.Calibration.Yardstick!.Accounts);
    }

    [Theory]
    [InlineData("{", "is not valid JSON")]
    [InlineData("{}", "is not a calibration")]
    [InlineData("""{"weir_calibration":99}""", "version 99")]
    public void A_file_that_is_no_calibration_is_a_fault_of_the_configuration(string text, string says)
    {
        File.WriteAllText(_temp.File("calibration.json"), text);
        var reading = ConfigLoader.Load(new ConfigInput
        {
            Flags = [new ConfigFlag("--upstream", "upstreams", "http://127.0.0.1:1"), new ConfigFlag("--data", "data", _temp.File("data")), new ConfigFlag("--calibration", "calibration", _temp.File("calibration.json"))],
        });
        Assert.Contains(says, Assert.Single(reading.Faults).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_snapshot_is_measured_anew_under_another_calibration()
    {
        var analysis = new AccountAnalysis();
        foreach (var day in (int[])[0, 1])
            analysis.Observe(new Exchange { Account = "a", Time = Watch.Drafts.Time.AddDays(day), Dialect = Dialect.OpenAiChat });
        analysis.Finish();
        var path = _temp.File("state");
        DetectionSnapshot.Write(path, analysis, calibration: 0, new("2026-11-20T09Z", 5));

        var calibration = CalibrationFile.Read(Written("calibration.json", accounts: 7));
        var calibrated = new AnalysisOptions { Calibration = calibration.Yardstick };
        Assert.Equal(Bytes(analysis), Bytes(DetectionSnapshot.Read(path, AnalysisOptions.Default, calibration: 0).Analysis!));
        var anew = DetectionSnapshot.Read(path, calibrated, calibration.Mark).Analysis!;
        Assert.NotEqual(Bytes(analysis), Bytes(anew));

        DetectionSnapshot.Write(path, anew, calibration.Mark, new("2026-11-20T09Z", 6));
        var again = DetectionSnapshot.Read(path, calibrated, calibration.Mark);
        Assert.Equal(6, again.Position.Offset);
        Assert.Equal(Bytes(anew), Bytes(again.Analysis!));
    }

    private static byte[] Bytes(AccountAnalysis analysis)
    {
        using var stream = new MemoryStream();
        analysis.Save(stream);
        return stream.ToArray();
    }

    private string Written(string name, int accounts)
    {
        using (var stream = File.Create(_temp.File(name)))
        {
            using var json = new Utf8JsonWriter(stream);
            json.WriteStartObject();
            json.WriteNumber(YardstickJson.Marker, YardstickJson.Version);
            json.WriteStartObject("yardstick");
            json.WriteNumber("accounts", accounts);
            json.WriteStartObject("kinds");
            foreach (var (kind, signals) in Yardstick.BuiltIn.Counts)
            {
                json.WriteStartObject(kind);
                foreach (var (signal, counts) in signals)
                {
                    json.WriteStartArray(signal);
                    for (var point = 0; point < counts.Count; point++)
                        json.WriteNumberValue(point);
                    json.WriteEndArray();
                }

                json.WriteEndObject();
            }

            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return _temp.File(name);
    }
}
