using System.Reflection;
using Xunit;

namespace Weir.Cli.Tests.OfficialClients;

/// <summary>Named checks of one official client, so that the same suite runs against the model and against a gateway.</summary>
public abstract class ClientChecks
{
    protected ClientChecks() => All = [.. GetType().GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
        .Where(m => m.ReturnType == typeof(Task) && !m.Name.EndsWith("Async", StringComparison.Ordinal) && m.GetParameters() is [{ ParameterType: var type }] && type == typeof(CancellationToken))
        .OrderBy(m => m.Name, StringComparer.Ordinal)
        .Select(m => (m.Name, m.CreateDelegate<Func<CancellationToken, Task>>(this)))];

    /// <summary>Every public check of the suite by name. What ends in Async needs a model or a gateway that is set up for it, and is called by name.</summary>
    public IReadOnlyList<(string Name, Func<CancellationToken, Task> Check)> All { get; }

    /// <summary>Runs them all and reports every failure, not only the first.</summary>
    public async Task RunAllAsync(CancellationToken cancellation)
    {
        var failures = new List<string>();
        foreach (var (name, check) in All)
        {
            try
            {
                await check(cancellation);
            }
            catch (Exception exception) when (!cancellation.IsCancellationRequested)
            {
                failures.Add($"{name}: {exception}");
            }
        }

        Assert.True(failures.Count == 0, string.Join(Environment.NewLine + Environment.NewLine, failures));
    }
}
