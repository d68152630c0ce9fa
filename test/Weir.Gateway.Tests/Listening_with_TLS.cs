using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Weir.Gateway.Configuration;
using Weir.TestKit;
using Xunit;

namespace Weir.Gateway.Tests;

public sealed class Listening_with_TLS : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly X509Certificate2 _root = Authority("CN=root", issuer: null);
    private readonly X509Certificate2 _between;

    public Listening_with_TLS() => _between = Authority("CN=between", _root);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _root.Dispose();
        _between.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_caller_who_knows_the_root_alone_is_sent_the_rest_of_the_chain_and_may_speak_HTTP_2()
    {
        Renew();
        await using var gateway = await StartAsync();
        var seen = await HandshakeAsync(gateway.App.PublicAddress);
        Assert.Equal(HttpVersion.Version20, seen.Version);
    }

    [Fact]
    public async Task A_renewed_certificate_is_used_after_a_reload_and_a_broken_one_is_not()
    {
        Renew();
        await using var gateway = await StartAsync();
        var first = (await HandshakeAsync(gateway.App.PublicAddress)).Thumbprint;
        Renew();
        gateway.Config.Swap(gateway.Config.Current);
        var second = (await HandshakeAsync(gateway.App.PublicAddress)).Thumbprint;
        Assert.NotEqual(first, second);
        File.WriteAllText(_folder.File("key.pem"), "no key");
        gateway.Config.Swap(gateway.Config.Current);
        Assert.Equal(second, (await HandshakeAsync(gateway.App.PublicAddress)).Thumbprint);
    }

    private Task<RunningGateway> StartAsync() => RunningGateway.StartAsync(new Uri("http://127.0.0.1:1"), config => config with
    {
        Listen = new Uri("https://127.0.0.1:0"),
        Tls = new TlsConfig(_folder.File("chain.pem"), _folder.File("key.pem")),
        RefuseOther = true,
    });

    private async Task<(string Thumbprint, Version Version)> HandshakeAsync(Uri address)
    {
        var thumbprint = "";
        using var handler = new SocketsHttpHandler
        {
            SslOptions = new SslClientAuthenticationOptions
            {
                RemoteCertificateValidationCallback = (_, certificate, chain, _) =>
                {
                    thumbprint = ((X509Certificate2)certificate!).Thumbprint;
                    // With the root and with what the gateway sent, and nothing that this machine may have.
                    chain!.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
                    chain.ChainPolicy.CustomTrustStore.Add(_root);
                    chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
                    return chain.Build((X509Certificate2)certificate);
                },
            },
        };
        using var http = new HttpClient(handler) { DefaultRequestVersion = HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionOrLower };
        using var answer = await http.GetAsync(new Uri(address, "/anything"), Cancel);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        return (thumbprint, answer.Version);
    }

    private void Renew()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.Create(_between, Of(_between.NotBefore), Of(_between.NotAfter), RandomNumberGenerator.GetBytes(8));
        File.WriteAllText(_folder.File("chain.pem"), certificate.ExportCertificatePem() + "\n" + _between.ExportCertificatePem() + "\n");
        File.WriteAllText(_folder.File("key.pem"), key.ExportPkcs8PrivateKeyPem());
    }

    private static DateTimeOffset Of(DateTime local) => new(local);

    private static X509Certificate2 Authority(string name, X509Certificate2? issuer)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        if (issuer is null)
            return request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(200));
        using var signed = request.Create(issuer, Of(issuer.NotBefore), Of(issuer.NotAfter), RandomNumberGenerator.GetBytes(8));
        return signed.CopyWithPrivateKey(key);
    }
}
