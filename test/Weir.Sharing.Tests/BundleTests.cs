using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Weir.Traffic.Text;
using Xunit;

namespace Weir.Sharing.Tests;

public sealed class BundleTests
{
    [Fact]
    public void A_bundle_is_read_as_it_was_written()
    {
        var written = Made.Indicators();
        var read = Assert.Single(StixReading.Read(Made.Bundle(Tlp.AmberStrict), out _)!);
        Assert.Equal(("Example Lab", Tlp.AmberStrict), (read.Sender, read.Tlp));
        Assert.Equal(written.Campaign, read.Shared.Campaign);
        Assert.Equal(written.Templates.Select(static one => one.Bins), read.Shared.Templates.Select(static one => one.Bins));
        Assert.Equal(written.Networks, read.Shared.Networks);
        Assert.Equal(written.Clients, read.Shared.Clients);
        Assert.Equal(written.Epoch, read.Shared.Epoch);
        Assert.Equal(3, read.Shared.Networks.Count);
        Assert.Single(read.Shared.Clients);
    }

    [Fact]
    public void No_account_no_address_no_word_of_a_prompt_is_in_it()
    {
        var text = Encoding.UTF8.GetString(Made.Bundle());
        foreach (var secret in (string[])["thief-", "person-", "198.51", "203.0.113", "harvester", "examiner", "Deliberate", "moss", "violin", "c-123"])
            Assert.DoesNotContain(secret, text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Its_objects_are_stix_and_point_at_each_other()
    {
        using var json = JsonDocument.Parse(Made.Bundle(Tlp.Green));
        var objects = json.RootElement.GetProperty("objects").EnumerateArray().ToDictionary(static one => one.GetProperty("type").GetString()!);
        Assert.Equal(["campaign", "extension-definition", "identity", "indicator", "marking-definition", "relationship"], objects.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb", objects["marking-definition"].GetProperty("id").GetString());
        Assert.Equal(objects["campaign"].GetProperty("id").GetString(), objects["relationship"].GetProperty("target_ref").GetString());
        Assert.Equal(objects["indicator"].GetProperty("id").GetString(), objects["relationship"].GetProperty("source_ref").GetString());
        foreach (var (type, one) in objects)
        {
            Assert.Equal("2.1", one.GetProperty("spec_version").GetString());
            Assert.Matches($"^{type}--[0-9a-f]{{8}}-[0-9a-f]{{4}}-[0-9a-f]{{4}}-[0-9a-f]{{4}}-[0-9a-f]{{12}}$", one.GetProperty("id").GetString());
        }

        Assert.True(objects["indicator"].GetProperty("extensions").TryGetProperty(StixBundle.Extension, out _));
    }

    [Fact]
    public void Any_byte_changed_breaks_the_signature_and_so_does_another_key()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var bundle = Made.Bundle();
        var signature = BundleSignature.Sign(bundle, key);
        Assert.True(BundleSignature.Verify(bundle, signature, key));
        Assert.False(BundleSignature.Verify(bundle, signature, other));
        Prop.ForAll(ArbMap.Default.ArbFor<PositiveInt>(), at =>
        {
            var changed = bundle.ToArray();
            changed[at.Get % changed.Length] ^= (byte)(1 << (at.Get % 8));
            return !BundleSignature.Verify(changed, signature, key);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void What_breaks_off_or_is_something_else_is_refused_with_a_reason()
    {
        var bundle = Made.Bundle();
        Prop.ForAll(ArbMap.Default.ArbFor<PositiveInt>(), at =>
            StixReading.Read(bundle.AsMemory(0, at.Get * 37 % bundle.Length), out var fault) is null && fault.Length > 0).QuickCheckThrowOnFailure();
        foreach (var text in (string[])["[]", "{}", "null", "{\"type\":\"bundle\"}", "{\"type\":\"bundle\",\"objects\":[]}", "{\"type\":\"bundle\",\"objects\":[{\"type\":\"indicator\",\"pattern_type\":\"weir\",\"created_by_ref\":\"x\"}]}"])
        {
            Assert.Null(StixReading.Read(Encoding.UTF8.GetBytes(text), out var fault));
            Assert.NotEmpty(fault);
        }

        Assert.Null(StixReading.Read(new byte[StixReading.LargestBundle + 1], out _));
    }

    [Fact]
    public void A_template_that_would_fit_nearly_everything_is_not_taken()
    {
        var nearlyEmpty = new ushort[MinHash.Bins];
        Array.Fill(nearlyEmpty, MinHash.Empty);
        (nearlyEmpty[3], nearlyEmpty[9]) = (17, 99);
        using var bytes = new MemoryStream();
        StixBundle.Write(bytes, Made.Indicators() with { Templates = [new TemplateIndicator(MinHash.FromBins(nearlyEmpty), 5)] }, "Example Lab", Tlp.Amber, Made.Start);
        Assert.Empty(Assert.Single(StixReading.Read(bytes.ToArray(), out _)!).Shared.Templates);
    }

    [Fact]
    public void Templates_fit_other_fillings_of_theirs_and_no_strangers()
    {
        var templates = Made.Indicators().Templates;
        Assert.NotEmpty(templates);
        for (var i = 1_000; i < 1_040; i++)
            Assert.Contains(templates, one => one.Fits(Made.Exchange("a", Made.Templated(i), 0).Prompt!.Wording));
        Assert.All(Made.People(), person => Assert.DoesNotContain(templates, one => one.Fits(person.Prompt!.Wording)));
    }

    [Fact]
    public void A_group_key_hashes_differently_each_quarter()
    {
        Assert.Equal("2026Q1", GroupKey.EpochOf(new DateTimeOffset(2026, 3, 31, 23, 59, 0, TimeSpan.Zero)));
        Assert.Equal("2026Q2", GroupKey.EpochOf(new DateTimeOffset(2026, 4, 1, 0, 0, 0, TimeSpan.Zero)));
        Assert.NotEqual(Made.Group.HasherOf("2026Q1").Hash("10.0.0.0/24"), Made.Group.HasherOf("2026Q2").Hash("10.0.0.0/24"));
        Assert.Null(GroupKey.Read("too short"));
    }
}
