using System.Text;
using System.Text.Json;
using Weir.Ledger.Entries;
using Weir.Ledger.Signing;
using Weir.Ledger.Tree;
using Xunit;

namespace Weir.Ledger.Tests;

/// <summary>What others published, so that what we write is what they read.</summary>
public sealed class VectorTests
{
    [Theory]
    [InlineData(
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60", "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b")]
    [InlineData(
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb", "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00")]
    [InlineData(
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7", "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a")]
    public void RFC_8032_signatures_are_made_and_verified(string secret, string publicKey, string message, string signature)
    {
        var (key, text) = (Convert.FromHexString(secret), Convert.FromHexString(message));
        Assert.Equal(publicKey, Convert.ToHexStringLower(Ed25519.PublicKeyOf(key)));
        var made = Ed25519.Sign(key, text);
        Assert.Equal(signature, Convert.ToHexStringLower(made));
        Assert.True(Ed25519.Verify(Convert.FromHexString(publicKey), text, made));
        Assert.False(Ed25519.Verify(Convert.FromHexString(publicKey), [.. text, 0], made));
        made[63] ^= 1;
        Assert.False(Ed25519.Verify(Convert.FromHexString(publicKey), text, made));
    }

    [Fact]
    public void The_example_of_C2SP_signed_note_verifies()
    {
        Assert.True(VerifierKey.TryParse("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", out var key));
        var text = "This is an example message.\n\n— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n";
        Assert.True(SignedNote.TryParse(Encoding.UTF8.GetBytes(text), out var note));
        Assert.True(note.IsSignedBy(key));
        Assert.Equal(text, note.ToString());
        Assert.True(SignedNote.TryParse(Encoding.UTF8.GetBytes(text.Replace("This", "That", StringComparison.Ordinal)), out var other));
        Assert.False(other.IsSignedBy(key));
    }

    [Fact]
    public void The_example_of_C2SP_tlog_checkpoint_is_read()
    {
        var text = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n"
            + "— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n"
            + "— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n";
        Assert.True(Checkpoint.TryParse(Encoding.UTF8.GetBytes(text), out var checkpoint));
        Assert.Equal(("example.com/behind-the-sofa", 20852163), (checkpoint.Origin, checkpoint.Size));
        // The specification's own time of this cosignature.
        Assert.Equal(1679315147, Cosignature.TimeOf(checkpoint.Note.Signatures[1])!.Value.ToUnixTimeSeconds());
    }

    [Fact]
    public void Roots_are_those_of_Certificate_Transparencys_reference_tree()
    {
        string[] leaves = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];
        string[] roots =
        [
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d", "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77", "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4", "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
            "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c", "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
        ];
        var edge = new TreeEdge();
        Assert.Equal("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", Convert.ToHexStringLower(edge.Root().ToBytes()));
        for (var i = 0; i < leaves.Length; i++)
        {
            edge.Add(TreeHash.OfLeaf(Convert.FromHexString(leaves[i])), static (_, _) => { });
            Assert.Equal(roots[i], Convert.ToHexStringLower(edge.Root().ToBytes()));
        }
    }

    [Theory]
    [InlineData(0x0000000000000000, "0")]
    [InlineData(0x8000000000000000, "0")]
    [InlineData(0x0000000000000001, "5e-324")]
    [InlineData(0x7fefffffffffffff, "1.7976931348623157e+308")]
    [InlineData(0x4340000000000000, "9007199254740992")]
    [InlineData(0xc340000000000000, "-9007199254740992")]
    [InlineData(0x4430000000000000, "295147905179352830000")]
    [InlineData(0x44b52d02c7e14af5, "9.999999999999997e+22")]
    [InlineData(0x44b52d02c7e14af6, "1e+23")]
    [InlineData(0x444b1ae4d6e2ef4e, "999999999999999700000")]
    [InlineData(0x444b1ae4d6e2ef50, "1e+21")]
    [InlineData(0x3eb0c6f7a0b5ed8c, "9.999999999999997e-7")]
    [InlineData(0x3eb0c6f7a0b5ed8d, "0.000001")]
    [InlineData(0x41b3de4355555553, "333333333.3333332")]
    [InlineData(0x41b3de4355555557, "333333333.33333343")]
    [InlineData(0xbecbf647612f3696, "-0.0000033333333333333333")]
    [InlineData(0x43143ff3c1cb0959, "1424953923781206.2")]
    public void Numbers_are_spelled_as_in_RFC_8785(ulong bits, string spelled) =>
        Assert.Equal(spelled, CanonicalJson.Number(BitConverter.UInt64BitsToDouble(bits)));

    [Fact]
    public void The_example_of_RFC_8785_has_its_canonical_bytes()
    {
        var json = """
            {
              "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
              "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
              "literals": [null, true, false]
            }
            """;
        Assert.Equal(
            """{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}""",
            Encoding.UTF8.GetString(CanonicalJson.Of(Encoding.UTF8.GetBytes(json))));
    }

    [Fact]
    public void Names_are_sorted_by_their_code_units_and_stand_once()
    {
        var json = """{"\u20ac":"Euro Sign","\r":"Carriage Return","\ufb33":"Hebrew Letter Dalet With Dagesh","1":"One","\ud83d\ude00":"Emoji: Grinning Face","\u0080":"Control","\u00f6":"Latin Small Letter O With Diaeresis"}""";
        using var sorted = JsonDocument.Parse(CanonicalJson.Of(Encoding.UTF8.GetBytes(json)));
        Assert.Equal(
            ["Carriage Return", "One", "Control", "Latin Small Letter O With Diaeresis", "Euro Sign", "Emoji: Grinning Face", "Hebrew Letter Dalet With Dagesh"],
            sorted.RootElement.EnumerateObject().Select(static member => member.Value.GetString()));
        Assert.Throws<FormatException>(() => CanonicalJson.Of("""{"a":1,"a":2}"""u8));
    }

    [Theory]
    [InlineData(1234067, 256, "tile/0/x001/x234/067")]
    [InlineData(0, 7, "tile/0/000.p/7")]
    [InlineData(1000, 255, "tile/0/x001/000.p/255")]
    public void Tiles_lie_where_C2SP_tlog_tiles_puts_them(long index, int width, string path)
    {
        var tile = new Tile(0, index, width);
        Assert.Equal(path, tile.Path);
        Assert.True(Tile.TryParse(path, out var read));
        Assert.Equal(tile, read);
        Assert.False(Tile.TryParse(path + "/", out _));
        Assert.False(Tile.TryParse(path.Replace("tile/0", "tile/00", StringComparison.Ordinal), out _));
    }

    /// <summary>The specification's example of a tree of 70,000.</summary>
    [Fact]
    public void Widths_of_partial_tiles_are_as_in_C2SP_tlog_tiles()
    {
        Assert.Equal(112, Tile.WidthAt(0, 273, 70_000));
        Assert.Equal(256, Tile.WidthAt(1, 0, 70_000));
        Assert.Equal(17, Tile.WidthAt(1, 1, 70_000));
        Assert.Equal(1, Tile.WidthAt(2, 0, 70_000));
        Assert.Equal(0, Tile.WidthAt(3, 0, 70_000));
    }
}
