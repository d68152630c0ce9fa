using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Weir.Gateway.Configuration;
using Weir.TestKit;
using Xunit;

namespace Weir.Gateway.Tests.Configuration;

public sealed class Broken_files : IDisposable
{
    private static readonly byte[] Sample = Encoding.UTF8.GetBytes(ConfigSample.Write());

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Whatever_bytes_are_changed_or_cut_the_answer_is_a_configuration_or_faults()
    {
        var place = Gen.Choose(0, Sample.Length - 1);
        var broken = Gen.Zip(Gen.ListOf(Gen.Zip(place, Gen.Choose(0, 255))), place);
        Prop.ForAll(broken.ToArbitrary(), change =>
        {
            var bytes = Sample.ToArray();
            foreach (var (at, value) in change.Item1)
                bytes[at] = (byte)value;
            return Holds(bytes.AsSpan(0, change.Item1.Count % 2 == 0 ? bytes.Length : change.Item2).ToArray());
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Whatever_lines_are_left_out_doubled_or_indented_the_answer_is_a_configuration_or_faults()
    {
        var lines = Encoding.UTF8.GetString(Sample).Replace("#", "", StringComparison.Ordinal).Split('\n').Where(static line => line.Contains(": ", StringComparison.Ordinal) || line.EndsWith(':')).ToArray();
        Prop.ForAll(Gen.ListOf(Gen.Zip(Gen.Choose(0, lines.Length - 1), Gen.Choose(0, 6))).ToArbitrary(), picked =>
            Holds(Encoding.UTF8.GetBytes(string.Concat(picked.Select(pick => new string(' ', pick.Item2) + lines[pick.Item1].TrimStart() + "\n"))))).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("data")]
    [InlineData("tls.key")]
    [InlineData("admin_token.file")]
    [InlineData("admin_token.env")]
    [InlineData("listen")]
    public void A_zero_character_is_a_fault(string path) =>
        Assert.Contains(ConfigLoader.Load(new ConfigInput { Folder = _folder.Path, Flags = [new ConfigFlag("--set", path, "\"a\\0b\"", Yaml: true)], Environment = static _ => null }).Faults, fault => fault.Path.StartsWith(path, StringComparison.Ordinal));

    [Fact]
    public void Whatever_a_flag_says_the_answer_is_a_configuration_or_faults() =>
        Prop.ForAll(ArbMap.Default.ArbFor<NonNull<string>>(), text =>
        {
            foreach (var path in (string[])["listen", "upstreams", "limits.account.concurrency", "network.trusted_proxies", "data.nothing", "tls", "tls.certificate", "data", "admin_token.file", "a..b", ""])
            {
                var reading = ConfigLoader.Load(new ConfigInput { Folder = _folder.Path, Flags = [new ConfigFlag("--set", path, text.Get, Yaml: true), new ConfigFlag("--upstream", "upstreams", text.Get)], Environment = static _ => null });
                Assert.True(reading.Config is null == reading.Faults.Count > 0);
            }
        }).QuickCheckThrowOnFailure();

    private bool Holds(byte[] bytes)
    {
        File.WriteAllBytes(_folder.File("weir.yaml"), bytes);
        var reading = ConfigLoader.Load(new ConfigInput { File = "weir.yaml", Folder = _folder.Path, Environment = static _ => null });
        return reading.Config is null == reading.Faults.Count > 0 && reading.Faults.All(static fault => fault.ToString().Length > 0);
    }
}
