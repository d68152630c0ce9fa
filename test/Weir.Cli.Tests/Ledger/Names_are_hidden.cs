using System.Text;
using Weir.Cli.EvidencePacks;
using Xunit;

namespace Weir.Cli.Tests.Ledger;

public sealed class Names_are_hidden
{
    private static readonly NameHider Hider = new(new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["acme"] = "account-1", ["acme labs"] = "account-2", ["a"] = "account-3", ["Ünlü"] = "account-4", ["x@y.example"] = "account-5",
    });

    [Theory]
    [InlineData("acme and acme labs share one card", "account-1 and account-2 share one card")]
    [InlineData("\"acme\",\"a\"", "\"account-1\",\"account-3\"")]
    [InlineData("a banana at acmes", "account-3 banana at acmes")]
    [InlineData("see x@y.example, Ünlü.", "see account-5, account-4.")]
    [InlineData("nobody here", "nobody here")]
    public void Where_a_name_stands_by_itself_another_stands_in_its_place(string text, string hidden)
    {
        Assert.Equal(hidden, Hider.Hide(text));
        Assert.Equal(!string.Equals(text, hidden, StringComparison.Ordinal), Hider.IsIn(text));
    }

    [Fact]
    public void Thousands_of_names_are_looked_for_at_once()
    {
        var many = new NameHider(Enumerable.Range(0, 20_000).ToDictionary(static i => $"acct_{i:x8}", static i => "account-" + i, StringComparer.Ordinal));
        Assert.Equal("account-17 and account-19999, not acct_00ffffff", many.Hide("acct_00000011 and acct_00004e1f, not acct_00ffffff"));
    }

    [Fact]
    public void A_seal_fits_the_bytes_before_it_and_no_others()
    {
        using var output = new MemoryStream();
        using (var stream = new SealedStream(output))
        {
            foreach (var part in new[] { "the first part, ", "the second", PackSeal.Empty[..7], PackSeal.Empty[7..] })
                stream.Write(Encoding.UTF8.GetBytes(part));
        }

        var bytes = output.ToArray();
        Assert.StartsWith("the first part, the second", Encoding.UTF8.GetString(bytes), StringComparison.Ordinal);
        Assert.Equal(26 + PackSeal.Length, bytes.Length);
        Assert.True(PackSeal.Fits(bytes));
        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(PackSeal.Fits(bytes));
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        Assert.Null(PackSeal.Fits(bytes.AsSpan(0, 26)));
        Assert.Null(PackSeal.Fits("a pack that somebody unpacked and packed again, which has no seal at its end, whatever that end may be"u8));
    }
}
