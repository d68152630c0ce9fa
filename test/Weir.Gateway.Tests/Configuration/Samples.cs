using Weir.Gateway.Configuration;
using Weir.TestKit;
using Xunit;

namespace Weir.Gateway.Tests.Configuration;

public sealed class Samples
{
    public static TheoryData<string> Files() => [.. Directory.GetFiles(Path.Combine(Repository.Root, "samples"), "*.yaml").Select(static file => Path.GetFileName(file)!).Where(static name => !name.StartsWith("policy", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public void Can_be_served(string name)
    {
        var reading = ConfigLoader.Load(new ConfigInput
        {
            File = Path.Combine(Repository.Root, "samples", name),
            // What a sample takes from the environment is there.
            Environment = static _ => "0123456789abcdef0123456789abcdef",
        });
        Assert.True(reading.Config is not null, ConfigFault.Render(reading.Faults));
    }
}
