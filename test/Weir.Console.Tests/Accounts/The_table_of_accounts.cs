using Weir.Console.Accounts;
using Weir.Detection;
using Weir.Detection.Accounts;
using Xunit;

namespace Weir.Console.Tests.Accounts;

public sealed class The_table_of_accounts
{
    private static readonly string[] Names = ["Acme", "acme-2", "ACME-3", "brook", "", "Ünal", "x\u0001y", "zac", "Me"];

    [Theory]
    [InlineData("acme", "Acme,acme-2,ACME-3")]
    [InlineData("ME", "Acme,acme-2,ACME-3,Me")]
    [InlineData("zac", "zac")]
    [InlineData("ünal", "Ünal")]
    [InlineData("3brook", "")]
    [InlineData("acme-2acme", "")]
    [InlineData("nobody", "")]
    public void A_part_of_a_name_finds_the_names_that_hold_it_and_no_two_together(string text, string found)
    {
        var names = string.Concat(Names.Select(static name => name + TablePart.Between));
        var ends = new int[Names.Length];
        for (var (i, at) = (0, 0); i < Names.Length; at++)
            ends[i++] = at += Names[i - 1].Length;
        var part = new TablePart([.. Names.Select(static name => new AccountRow(name, null, Verdict.Clear, Verdict.Clear, Licensed: false, 0, 0, 0, 0, default))], names, ends);
        var rows = new List<string>();
        for (var row = part.Next(0, text); row >= 0; row = part.Next(row + 1, text))
            rows.Add(part.NameOf(row).ToString());
        Assert.Equal(found, string.Join(',', rows));
    }
}
