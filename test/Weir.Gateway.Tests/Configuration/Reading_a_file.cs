using Weir.Gateway.Configuration;
using Weir.Gateway.Configuration.Reading;
using Weir.TestKit;
using Weir.Traffic;
using Xunit;

namespace Weir.Gateway.Tests.Configuration;

public sealed class Reading_a_file : IDisposable
{
    private const string Upstream = "upstreams: [{ name: local, url: \"http://127.0.0.1:8000\" }]\n";
    private readonly TempFolder _folder = new();
    private readonly Dictionary<string, string> _variables = new(StringComparer.Ordinal);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void No_file_and_one_flag_are_enough()
    {
        var config = Good(null, new ConfigFlag("--upstream", "upstreams", "http://127.0.0.1:8000"));
        Assert.Equal(new Uri("http://127.0.0.1:8080"), config.Listen);
        Assert.Equal(new Uri("http://127.0.0.1:8081"), config.Admin);
        Assert.Equal(Path.Combine(_folder.Path, "weir-data"), config.DataFolder);
        Assert.Equal(IdentityKind.Keys, config.Identity.Kind);
        Assert.Equal(("upstream", new Uri("http://127.0.0.1:8000")), (config.Upstreams[0].Name, config.Upstreams[0].Url));
    }

    [Fact]
    public void Flags_win_over_the_file()
    {
        var config = Good("listen: http://127.0.0.1:1\nidentity: { kind: keys, failures_per_minute: 7 }\n" + Upstream,
            new ConfigFlag("--listen", "listen", "http://127.0.0.1:2"),
            new ConfigFlag("--identity", "identity.kind", "bearer"),
            new ConfigFlag("--set", "limits.account.concurrency", "3", Yaml: true),
            new ConfigFlag("--set", "network.trusted_proxies", "[10.0.0.0/8, 192.0.2.1]", Yaml: true));
        Assert.Equal(2, config.Listen.Port);
        Assert.Equal((IdentityKind.Bearer, 7), (config.Identity.Kind, config.Identity.FailuresPerMinute));
        Assert.Equal(3, config.Limits.Account.Concurrency);
        Assert.Equal(["10.0.0.0/8", "192.0.2.1/32"], config.Network.TrustedProxies.Select(static block => block.ToString()));
    }

    [Fact]
    public void Upstream_flags_replace_the_upstreams_of_the_file_and_may_be_named()
    {
        var config = Good(Upstream, new ConfigFlag("--upstream", "upstreams", "cloud=https://models.example/base"), new ConfigFlag("--upstream", "upstreams", "http://127.0.0.1:9"));
        Assert.Equal(["cloud", "upstream-2"], config.Upstreams.Select(static upstream => upstream.Name));
    }

    [Fact]
    public void A_fault_in_a_flag_names_the_flag()
    {
        var reading = Read(Upstream, new ConfigFlag("--drain", "drain", "soon"));
        Assert.Equal("--drain: drain is 'soon', which is not a duration in this range", reading.Faults.Single().ToString().Split('\n')[0]);
    }

    [Fact]
    public void Every_part_of_an_upstream_is_read()
    {
        _variables["KEY"] = " sk-1 \n";
        var upstream = Good("""
            upstreams:
              - name: cloud
                url: https://models.example
                dialects: [openai, gemini]
                models: [gpt-*, o4]
                aliases: { house: gpt-5 }
                credential: { env: KEY }
                fallback: [local]
                max_connections: 9
                retries: 0
                failures_before_rest: 2
                rest: 1m
                timeouts: { connect: 250ms, first_byte: 2m, idle: 20s, total: 2h }
              - name: local
                url: http://127.0.0.1:8000
            """).Upstreams[0];
        Assert.Equal([Provider.OpenAi, Provider.Gemini], upstream.Dialects);
        Assert.Equal(["gpt-*", "o4"], upstream.Models);
        Assert.Equal("gpt-5", upstream.Aliases["house"]);
        Assert.Equal("sk-1", upstream.Credential!.Value);
        Assert.Equal(["local"], upstream.Fallback);
        Assert.Equal((9, 0, 2, TimeSpan.FromMinutes(1)), (upstream.MaxConnections, upstream.Retries, upstream.FailuresBeforeRest, upstream.Rest));
        Assert.Equal(new UpstreamTimeouts { Connect = TimeSpan.FromMilliseconds(250), FirstByte = TimeSpan.FromMinutes(2), Idle = TimeSpan.FromSeconds(20), Total = TimeSpan.FromHours(2) }, upstream.Timeouts);
    }

    [Fact]
    public void A_named_limit_starts_from_the_general_one()
    {
        var limits = Good(Upstream + """
            limits:
              accounts:
                team-a: { concurrency: 4, tokens_per_minute: none }
              account: { requests_per_minute: 100 }
            """).Limits;
        Assert.Equal(new LimitSet { RequestsPerMinute = 100, TokensPerMinute = 4_000_000, Concurrency = 512 }, limits.Account);
        Assert.Equal(new LimitSet { RequestsPerMinute = 100, TokensPerMinute = null, Concurrency = 4 }, limits.Accounts["team-a"]);
    }

    [Fact]
    public void Words_stand_for_what_has_no_number()
    {
        Assert.Null(Good(Upstream + "journal: { keep_for: forever }").Journal.KeepFor);
        Assert.True(Good(Upstream + "fail: closed").FailClosed);
        Assert.True(Good(Upstream + "other_paths: refuse").RefuseOther);
    }

    [Fact]
    public void Paths_in_the_file_start_from_its_folder_and_in_flags_from_the_current_one()
    {
        Directory.CreateDirectory(_folder.File("etc"));
        File.WriteAllText(_folder.File("etc/weir.yaml"), "data: data\n" + Upstream);
        Assert.Equal(_folder.File("etc/data"), Load("etc/weir.yaml").Config!.DataFolder);
        Assert.Equal(_folder.File("data"), Load("etc/weir.yaml", new ConfigFlag("--data", "data", "data")).Config!.DataFolder);
    }

    [Fact]
    public void A_secret_from_a_file_loses_the_line_break_at_its_end()
    {
        File.WriteAllText(_folder.File("token"), "0123456789abcdef\n");
        var config = Good("admin: http://0.0.0.0:8081\nadmin_token: { file: token }\n" + Upstream);
        Assert.Equal("0123456789abcdef", config.AdminToken!.Value);
        Assert.DoesNotContain("0123456789abcdef", config.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_missing_or_no_text_is_a_fault()
    {
        Assert.StartsWith("nowhere.yaml: does not exist", Load("nowhere.yaml").Faults.Single().ToString(), StringComparison.Ordinal);
        File.WriteAllBytes(_folder.File("binary.yaml"), [0x6c, 0xff, 0xfe, 0x0a]);
        Assert.StartsWith("binary.yaml: is not UTF-8 text", Load("binary.yaml").Faults.Single().ToString(), StringComparison.Ordinal);
        File.WriteAllText(_folder.File("large.yaml"), new string('#', (1 << 20) + 1));
        Assert.StartsWith("large.yaml: is larger than 1 MiB", Load("large.yaml").Faults.Single().ToString(), StringComparison.Ordinal);
        Assert.StartsWith(".: is a folder", Load(".").Faults.Single().ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Ten_thousand_levels_are_one_fault()
    {
        var reading = Read("upstreams: " + new string('[', 10_000));
        Assert.Contains("nested too deep", reading.Faults.Single().Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_example_of_the_table_is_right()
    {
        _variables["OPENAI_API_KEY"] = "sk-1";
        _variables["WEIR_ADMIN_TOKEN"] = "0123456789abcdef";
        _variables["WEIR_SIGNATURE_MASTER"] = new string('k', 64);
        // Files that a key names must exist, and no example does.
        foreach (var key in ConfigTable.Root.Keys(null, "").Where(static key => key.Setting.Kind is not ReadableFile && !key.Setting.Kind.Group && !key.Path.Contains('[') && key.Path is not "tls"))
        {
            var reading = Read(Upstream + "network: { trusted_proxies: [10.0.0.0/8] }", new ConfigFlag("--set", key.Path, key.Setting.Kind.Example, Yaml: true));
            Assert.True(reading.Config is not null, $"{key.Path}: {string.Join('\n', reading.Faults)}");
        }
    }

    private WeirConfig Good(string? yaml, params ConfigFlag[] flags)
    {
        var reading = Read(yaml, flags);
        Assert.True(reading.Config is not null, string.Join('\n', reading.Faults));
        return reading.Config;
    }

    private ConfigReading Read(string? yaml, params ConfigFlag[] flags)
    {
        if (yaml is null)
            return Load(null, flags);
        File.WriteAllText(_folder.File("weir.yaml"), yaml);
        return Load("weir.yaml", flags);
    }

    private ConfigReading Load(string? file, params ConfigFlag[] flags) =>
        ConfigLoader.Load(new ConfigInput { File = file, Flags = flags, Folder = _folder.Path, Environment = name => _variables.GetValueOrDefault(name) });
}
