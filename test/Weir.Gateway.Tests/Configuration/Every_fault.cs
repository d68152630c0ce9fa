using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Weir.Gateway.Configuration;
using Weir.TestKit;
using Xunit;

namespace Weir.Gateway.Tests.Configuration;

/// <summary>
/// One bad file per fault in <c>Faults/</c>, and beside it the exact text that the operator gets. To take new texts over after
/// looking at them, run with WEIR_WRITE_EXPECTED=1.
/// </summary>
public sealed class Every_fault : IClassFixture<Every_fault.Certificates>
{
    private static readonly string Folder = Path.Combine(Repository.Root, "test/Weir.Gateway.Tests/Configuration/Faults");

    private readonly Certificates _certificates;

    public Every_fault(Certificates certificates) => _certificates = certificates;

    private static readonly Dictionary<string, string> Variables = new(StringComparer.Ordinal)
    {
        ["WEIR_TEST_KEY"] = "sk-test-0123456789abcdef",
        ["WEIR_TEST_SHORT"] = "short",
        ["WEIR_TEST_TWO_LINES"] = "first\nsecond",
        ["WEIR_TEST_EMPTY"] = "",
    };

    public static TheoryData<string> Files() => [.. Directory.GetFiles(Folder, "*.yaml").Select(static file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public void Has_its_exact_text(string name)
    {
        File.Copy(Path.Combine(Folder, name + ".yaml"), _certificates.Folder.File(name + ".yaml"));
        var reading = ConfigLoader.Load(new ConfigInput { File = name + ".yaml", Folder = _certificates.Folder.Path, Environment = Variables.GetValueOrDefault });
        Assert.Null(reading.Config);
        var text = ConfigFault.Render(reading.Faults);
        var expected = Path.Combine(Folder, name + ".txt");
        if (Environment.GetEnvironmentVariable("WEIR_WRITE_EXPECTED") is "1")
            File.WriteAllText(expected, text);
        Assert.Equal(File.ReadAllText(expected), text);
    }

    /// <summary>The PEM files that the bad files name, made for this run: private keys do not belong in a repository.</summary>
    public sealed class Certificates : IDisposable
    {
        public Certificates()
        {
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            var request = new CertificateRequest("CN=gateway.example", key, HashAlgorithmName.SHA256);
            using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(200));
            File.WriteAllText(Folder.File("good.crt"), certificate.ExportCertificatePem());
            File.WriteAllText(Folder.File("good.key"), key.ExportPkcs8PrivateKeyPem());
            File.WriteAllText(Folder.File("other.key"), other.ExportPkcs8PrivateKeyPem());
            File.WriteAllText(Folder.File("encrypted.key"), key.ExportEncryptedPkcs8PrivateKeyPem("test", new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1)));
        }

        public TempFolder Folder { get; } = new();

        public void Dispose() => Folder.Dispose();
    }

    [Fact]
    public void No_text_shows_a_secret()
    {
        foreach (var file in Directory.GetFiles(Folder, "*.txt"))
        {
            var text = File.ReadAllText(file);
            Assert.DoesNotContain("sk-live", text, StringComparison.Ordinal);
            Assert.DoesNotContain("hunter2", text, StringComparison.Ordinal);
            Assert.DoesNotContain("sk-test", text, StringComparison.Ordinal);
        }
    }
}
