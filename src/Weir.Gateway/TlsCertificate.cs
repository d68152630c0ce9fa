using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;
using Weir.Gateway.Configuration;

namespace Weir.Gateway;

/// <summary>
/// The certificate of the public port, with the chain that its file holds: callers know the root, not what lies between.
/// Read again at each reload, so that a renewed one is taken up without a restart; one that cannot be read changes nothing.
/// </summary>
internal sealed partial class TlsCertificate
{
    private static readonly List<SslApplicationProtocol> Protocols = [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11];

    private readonly TlsConfig _files;
    private readonly ILogger _log;
    private volatile SslServerAuthenticationOptions _options;

    /// <summary>Throws what reading the files throws: the configuration has been checked, so a fault here is news.</summary>
    public TlsCertificate(TlsConfig files, ConfigSource config, ILogger log)
    {
        (_files, _log) = (files, log);
        _options = Read(files);
        config.Changed += _ => Renew();
    }

    /// <summary>For one handshake. Connections that stand keep what they began with.</summary>
    public SslServerAuthenticationOptions Options => _options;

    private void Renew()
    {
        try
        {
            var next = Read(_files);
            if (string.Equals(Thumbprint(next), Thumbprint(_options), StringComparison.Ordinal))
                return;
            _options = next;
            LogRenewed(next.ServerCertificateContext!.TargetCertificate.NotAfter.ToUniversalTime());
        }
        catch (Exception exception) when (exception is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            LogNotRenewed(_files.CertificateFile, exception.Message);
        }
    }

    private static SslServerAuthenticationOptions Read(TlsConfig files)
    {
        var certificate = X509Certificate2.CreateFromPemFile(files.CertificateFile, files.KeyFile);
        var chain = new X509Certificate2Collection();
        chain.ImportFromPemFile(files.CertificateFile);
        // The first in the file is the certificate itself.
        chain.RemoveAt(0);
        return new SslServerAuthenticationOptions
        {
            // Offline: what is sent is what the operator put into the file, and a start waits for nobody's server.
            ServerCertificateContext = SslStreamCertificateContext.Create(certificate, chain, offline: true),
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            ApplicationProtocols = Protocols,
        };
    }

    private static string Thumbprint(SslServerAuthenticationOptions options) => options.ServerCertificateContext!.TargetCertificate.Thumbprint;

    [LoggerMessage(1201, LogLevel.Information, "A renewed certificate is in use, valid until {Until:u}")]
    private partial void LogRenewed(DateTime until);

    [LoggerMessage(1202, LogLevel.Warning, "The certificate in {File} cannot be read, the one before stays in use: {Reason}")]
    private partial void LogNotRenewed(string file, string reason);
}
