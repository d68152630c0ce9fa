using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Weir.Gateway.Configuration;

/// <summary>What no single key can tell: settings that contradict or need each other.</summary>
internal sealed class ConfigChecks
{
    private readonly WeirConfig _config;
    private readonly ConfigMap _root;
    private readonly ConfigFaults _faults;

    private ConfigChecks(WeirConfig config, ConfigMap root, ConfigFaults faults) => (_config, _root, _faults) = (config, root, faults);

    public static void Run(WeirConfig config, ConfigMap root, ConfigFaults faults)
    {
        var checks = new ConfigChecks(config, root, faults);
        checks.Upstreams();
        checks.Listeners();
        checks.Certificate();
        checks.Identity();
        checks.Sizes();
        checks.Calibration();
        checks.Policy();
        checks.Operators();
        checks.Drills();
        if (config.FailClosed && !config.Journal.Enabled)
            checks.Fault("fail", "is 'closed' while journal.enabled is false, so that every call would be refused", "`closed` only with a journal", "write fail: open, or turn the journal on");
    }

    private void Upstreams()
    {
        if (_root.Find("upstreams") is null or ConfigScalar { IsEmpty: true } || (IsClean("upstreams") && _config.Upstreams.Count == 0))
        {
            // An empty key has its own fault already.
            if (IsClean("upstreams"))
                Fault("upstreams", "names no upstream, so that there is nothing to serve", "at least one", "add upstreams: [{ name: local, url: http://127.0.0.1:8000 }], or the flag --upstream http://127.0.0.1:8000");
            return;
        }

        if (!IsClean("upstreams"))
            return;
        var names = _config.Upstreams.Select(static upstream => upstream.Name).ToHashSet(StringComparer.Ordinal);
        for (var i = 0; i < _config.Upstreams.Count; i++)
        {
            var upstream = _config.Upstreams[i];
            for (var j = 0; j < upstream.Fallback.Count; j++)
                Fallback($"upstreams[{i}].fallback[{j}]", upstream, upstream.Fallback[j], names);
            if (_config.Identity.Kind is IdentityKind.Bearer && upstream.Credential is not null)
                Fault($"upstreams[{i}].credential", "is set while identity.kind is 'bearer': the upstream would accept every caller, whatever credential it brings", "no credential with `bearer`",
                    "take the credential out so that the caller's own passes, or write identity.kind: keys");
        }
    }

    private void Fallback(string path, UpstreamConfig upstream, string name, HashSet<string> names)
    {
        var others = string.Join(", ", names.Where(other => !string.Equals(other, upstream.Name, StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        var allowed = others.Length > 0 ? $"the other upstreams: {others}" : "another upstream; there is none";
        if (string.Equals(name, upstream.Name, StringComparison.Ordinal))
            Fault(path, $"is '{name}', the upstream itself", allowed, "name another one, or take it out");
        else if (!names.Contains(name))
            Fault(path, $"is '{name}', which is no upstream", allowed,
                NearestName.Of(name, names) is { } meant ? $"write {meant}, if that is what was meant" : "add an upstream of that name, or take it out");
        else if (_config.Identity.Kind is IdentityKind.Bearer && _config.Upstreams.First(other => string.Equals(other.Name, name, StringComparison.Ordinal)).Url.Authority is var there
            && !string.Equals(there, upstream.Url.Authority, StringComparison.OrdinalIgnoreCase))
            Fault(path, $"is '{name}' at {there}, where a caller's credential for {upstream.Url.Authority} would be sent", "with `bearer`, upstreams at the same host and port",
                "take the fallback out, or write identity.kind: keys and give each upstream a credential of its own");
    }

    private void Drills()
    {
        if (_config.Drills && IsClean("drills") && IsClean("listen") && IsClean("admin") && !(_config.Listen.IsLoopback && _config.Admin.IsLoopback))
            Fault("drills", "is true on a gateway that others can reach, so that made traffic could run among theirs", "`true` only where `listen` and `admin` are loopback addresses", "take it out; weir drill run sends a drill to any gateway of yours that you name");
    }

    private void Listeners()
    {
        if (IsClean("listen") && IsClean("admin") && _config.Listen.Port == _config.Admin.Port && _config.Listen.Port != 0
            && (IsAny(_config.Listen) || IsAny(_config.Admin) || string.Equals(_config.Listen.IdnHost, _config.Admin.IdnHost, StringComparison.Ordinal)))
            Fault("admin", $"is {_config.Admin.GetLeftPart(UriPartial.Authority)}, the port that listen takes", "another port than `listen`", $"write for example http://127.0.0.1:{(_config.Listen.Port == 8081 ? 8080 : 8081)}");
        if (IsClean("admin") && IsClean("admin_token") && _config.AdminToken is null && !_config.Admin.IsLoopback)
            Fault("admin_token", $"is missing while admin is {_config.Admin.GetLeftPart(UriPartial.Authority)}, which others can reach", "required where `admin` is not a loopback address",
                "add admin_token: { env: WEIR_ADMIN_TOKEN } and set the variable, or write admin: http://127.0.0.1:8081");
        if (IsClean("admin_token") && _config.AdminToken is { Value.Length: < 16 })
            Fault("admin_token", "is shorter than 16 characters (value not shown)", "at least 16 characters", "make one with: openssl rand -hex 32");
    }

    private void Certificate()
    {
        if (!IsClean("listen") || !IsClean("tls"))
            return;
        var https = _config.Listen.Scheme is "https";
        if (https && _config.Tls is null)
            Fault("tls", $"is missing while listen is {_config.Listen.GetLeftPart(UriPartial.Authority)}", "required with `https`", "add tls with certificate and key, or write listen with http");
        if (_config.Tls is not { } tls)
            return;
        if (!https)
            Fault("tls", $"is set while listen is {_config.Listen.GetLeftPart(UriPartial.Authority)}, which would not use it", "only with `https`", "write listen with https, or take tls out");
        try
        {
            using var certificate = X509Certificate2.CreateFromPemFile(tls.CertificateFile, tls.KeyFile);
        }
        catch (Exception exception) when (exception is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            Fault(Where(tls), "cannot be used: " + Why(tls), "a certificate and its unencrypted private key, both PEM", "check that the two files belong together: begin lines BEGIN CERTIFICATE and BEGIN PRIVATE KEY");
        }
    }

    private static string Where(TlsConfig tls) => HasLabel(tls.CertificateFile, "CERTIFICATE") ? "tls.key" : "tls.certificate";

    private static string Why(TlsConfig tls) =>
        !HasLabel(tls.CertificateFile, "CERTIFICATE") ? "the file holds no PEM certificate"
        : HasLabel(tls.KeyFile, "ENCRYPTED PRIVATE KEY") ? "the key is encrypted"
        : !HasLabel(tls.KeyFile, "PRIVATE KEY") ? "the file holds no PEM private key"
        : "the key does not belong to the certificate, or one of the two is damaged";

    private static bool HasLabel(string file, string label) =>
        File.ReadLines(file).Any(line => line.StartsWith("-----BEGIN ", StringComparison.Ordinal) && line.EndsWith(label + "-----", StringComparison.Ordinal));

    private void Identity()
    {
        if (!IsClean("network"))
            return;
        if (_config.Identity.Kind is IdentityKind.Header && _config.Network.TrustedProxies.Count == 0)
            Fault("identity.kind", "is 'header' while network.trusted_proxies is empty: nobody's header would be believed", "`header` only with trusted proxies", "add the proxy in front to network.trusted_proxies, for example [10.0.0.0/8]");
        if (_config.Network.TlsFingerprintHeader is not null && _config.Network.TrustedProxies.Count == 0)
            Fault("network.tls_fingerprint_header", "is set while network.trusted_proxies is empty: nobody's header would be believed", "only with trusted proxies", "add the proxy in front to network.trusted_proxies, or take the header out");
    }

    private void Sizes()
    {
        if (IsClean("bodies") && _config.Bodies.MaxBytes > _config.Bodies.MaxHeldBytes)
            Fault("bodies.max", "is more than bodies.max_held, so that the largest requests could never be held", "at most bodies.max_held", "make bodies.max smaller or bodies.max_held larger");
    }

    private void Calibration()
    {
        if (IsClean("calibration") && _config.CalibrationFile is { } file && Findings.CalibrationFile.Read(file).Fault is { } fault)
            Fault("calibration", fault, "a file that `weir calibrate` wrote", "write it anew with weir calibrate LOG --out calibration.json, or take the key out");
    }

    private void Policy()
    {
        if (!IsClean("policy") || _config.PolicyFile is not { } file || Enforcement.PolicyFile.Read(file) is not { Policy: null } reading)
            return;
        foreach (var fault in reading.Faults)
            _faults.Add(_root.PlaceOf("policy"), "policy", "cannot be used: " + fault.OneLine, null, "see weir policy check " + Path.GetFileName(file));
    }

    private void Operators()
    {
        if (!IsClean("operators"))
            return;
        for (var i = 0; i < _config.Operators.Count; i++)
        {
            var token = _config.Operators[i].Token?.Value;
            if (token is { Length: < 16 })
                Fault($"operators[{i}].token", "is shorter than 16 characters (value not shown)", "at least 16 characters", "make one with: openssl rand -hex 32");
            if (token is not null && (string.Equals(token, _config.AdminToken?.Value, StringComparison.Ordinal) || _config.Operators.Take(i).Any(other => string.Equals(other.Token?.Value, token, StringComparison.Ordinal))))
                Fault($"operators[{i}].token", "is somebody else's token too, so that nobody could tell who acted (value not shown)", "a token of its own", "make one with: openssl rand -hex 32");
        }

        if (_config.Operators.Count > 0 && _config.AdminToken is null && IsClean("admin_token"))
            Fault("operators", "is set without admin_token: whoever reaches the port would be an admin without any token", "only with admin_token", "add admin_token: { env: WEIR_ADMIN_TOKEN } and set the variable");
    }

    private static bool IsAny(Uri url) => IPAddress.TryParse(url.IdnHost, out var address) && (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any));

    private bool IsClean(string path) => _faults.IsClean(path);

    private void Fault(string path, string problem, string allowed, string advice) => _faults.Add(_root.PlaceOf(path), path, problem, allowed, advice);
}
