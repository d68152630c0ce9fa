using Weir.Gateway.Admission;
using Weir.Gateway.Configuration;
using Xunit;

namespace Weir.Gateway.Tests.Admission;

public sealed class Identity_by_keys : IDisposable
{
    private readonly Gate _gate = new(IdentityKind.Keys);

    public void Dispose() => _gate.Dispose();

    [Fact]
    public async Task A_key_opens_from_every_place_where_clients_put_one()
    {
        var key = await _gate.NewKeyAsync(new NewKey("acme") { Organization = "acme-group" });
        (string, string)[] places = [("Authorization", "Bearer " + key), ("authorization", "bearer   " + key), ("x-api-key", key), ("api-key", key), ("x-goog-api-key", key)];
        foreach (var place in places)
        {
            var caller = _gate.Admitted(Gate.Call("203.0.113.5", place));
            Assert.Equal(("acme", "acme-group"), (caller.Account, caller.Organization));
            Assert.Contains(caller.Key!, key, StringComparison.Ordinal);
            Assert.False(caller.PassesCredential);
        }

        var query = Gate.Call("203.0.113.5");
        query.Request.QueryString = new Microsoft.AspNetCore.Http.QueryString($"?alt=sse&k%65y={key}");
        Assert.Equal(CredentialPlaces.Query, _gate.Admitted(query).Places);
    }

    [Fact]
    public async Task Wrong_secrets_unknown_ids_and_broken_keys_get_the_same_words()
    {
        var key = await _gate.NewKeyAsync(new NewKey("acme"));
        var wrong = key[..^1] + (key[^1] == 'a' ? 'b' : 'a');
        var unknown = "weir_" + new string('z', 10) + key[15..];
        foreach (var bad in (string[])[wrong, unknown, "weir_x_y", "sk-something", key + "a", key.ToUpperInvariant()])
            Assert.Equal((401, "invalid_api_key", "The API key is not valid."), Told(_gate.Refused(Gate.Bearer(bad))));
        _gate.Admitted(Gate.Bearer(key));
        Assert.Equal(401, _gate.Refused(Gate.Bearer(wrong)).Status);
    }

    [Fact]
    public async Task A_key_file_holds_no_key_and_is_its_owners_alone()
    {
        var key = await _gate.NewKeyAsync(new NewKey("acme"));
        var text = await File.ReadAllTextAsync(_gate.Keys.Path, CancellationToken.None);
        Assert.DoesNotContain(key.Split('_')[2], text, StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_gate.Keys.Path));
    }

    [Fact]
    public async Task A_revoked_key_stops_opening_within_a_second()
    {
        var key = await _gate.NewKeyAsync(new NewKey("acme"));
        var id = _gate.Admitted(Gate.Bearer(key)).Key!;
        Assert.False((await _gate.Keys.RevokeAsync(id, CancellationToken.None)).Failed);
        _gate.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("revoked_api_key", _gate.Refused(Gate.Bearer(key)).Code);
        // Only who has the secret is told that it was one.
        Assert.Equal("invalid_api_key", _gate.Refused(Gate.Bearer(key[..^2] + "zz")).Code);
    }

    [Fact]
    public async Task A_key_expires_to_the_second()
    {
        var key = await _gate.NewKeyAsync(new NewKey("acme") { ExpiresIn = TimeSpan.FromMinutes(5) });
        _gate.Admitted(Gate.Bearer(key));
        _gate.Clock.Advance(TimeSpan.FromMinutes(5));
        var refusal = _gate.Refused(Gate.Bearer(key));
        Assert.Equal((401, "expired_api_key", "The API key expired at 2026-03-02 09:05 UTC."), Told(refusal));
    }

    [Fact]
    public async Task A_rotated_key_opens_beside_the_new_one_until_the_overlap_ends()
    {
        var first = await _gate.NewKeyAsync(new NewKey("acme"));
        var id = _gate.Admitted(Gate.Bearer(first)).Key!;
        var second = (await _gate.Keys.RotateAsync(id, TimeSpan.FromHours(1), CancellationToken.None)).Key!;
        _gate.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(id, _gate.Admitted(Gate.Bearer(first)).Key);
        Assert.Equal(id, _gate.Admitted(Gate.Bearer(second)).Key);

        _gate.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal("replaced_api_key", _gate.Refused(Gate.Bearer(first)).Code);
        _gate.Admitted(Gate.Bearer(second));

        // A second rotation ends the one before at once, whatever overlap it was given.
        var third = (await _gate.Keys.RotateAsync(id, TimeSpan.FromHours(1), CancellationToken.None)).Key!;
        _gate.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("invalid_api_key", _gate.Refused(Gate.Bearer(first)).Code);
        _gate.Admitted(Gate.Bearer(second));
        _gate.Admitted(Gate.Bearer(third));
    }

    [Fact]
    public async Task A_torn_last_line_harms_no_other_key()
    {
        var first = await _gate.NewKeyAsync(new NewKey("acme"));
        await File.AppendAllTextAsync(_gate.Keys.Path, "{\"event\":\"revoke\",\"ti", CancellationToken.None);
        var second = await _gate.NewKeyAsync(new NewKey("beta"));
        Assert.Equal("acme", _gate.Admitted(Gate.Bearer(first)).Account);
        Assert.Equal("beta", _gate.Admitted(Gate.Bearer(second)).Account);
        Assert.Equal("line 2: not an event of a key", Assert.Single(_gate.Ring.Book.Faults));
    }

    [Fact]
    public async Task A_key_file_that_is_taken_away_takes_its_keys_along()
    {
        var key = await _gate.NewKeyAsync(new NewKey("acme"));
        _gate.Admitted(Gate.Bearer(key));
        File.Delete(_gate.Keys.Path);
        _gate.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(401, _gate.Refused(Gate.Bearer(key)).Status);
    }

    [Fact]
    public async Task Changes_to_keys_that_do_not_exist_or_were_revoked_are_refused_in_words()
    {
        Assert.Equal("There is no key with the id 'nobody'.", (await _gate.Keys.RevokeAsync("nobody", CancellationToken.None)).Fault);
        var id = (await _gate.Keys.CreateAsync(new NewKey("acme"), CancellationToken.None)).Record!.Id;
        await _gate.Keys.RevokeAsync(id, CancellationToken.None);
        Assert.Equal($"The key '{id}' has been revoked.", (await _gate.Keys.RotateAsync(id, TimeSpan.Zero, CancellationToken.None)).Fault);
    }

    [Fact]
    public async Task Many_writers_at_once_lose_no_key()
    {
        var made = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(() => new KeyFile(_gate.Folder.Path, _gate.Clock).CreateAsync(new NewKey("account-" + i), CancellationToken.None))));
        Assert.All(made, static change => Assert.Null(change.Fault));
        _gate.Clock.Advance(TimeSpan.FromSeconds(1));
        foreach (var change in made)
            Assert.Equal(change.Record!.Account, _gate.Admitted(Gate.Bearer(change.Key!)).Account);
    }

    [Fact]
    public async Task A_scoped_key_may_ask_for_its_models_and_for_the_list_only()
    {
        var key = await _gate.NewKeyAsync(new NewKey("acme") { Models = ["small-*", "exact"] });
        var caller = _gate.Admitted(Gate.Bearer(key));
        Assert.Null(Admitter.CheckModel(caller, Gate.Chat, "small-2"));
        Assert.Null(Admitter.CheckModel(caller, Gate.Chat, "exact"));
        Assert.Null(Admitter.CheckModel(caller, Gate.Models, null));
        Assert.Equal((403, "model_not_allowed", "This API key may not use the model 'exact-2'."), Told(Admitter.CheckModel(caller, Gate.Chat, "exact-2")!));
        Assert.Equal(403, Admitter.CheckModel(caller, Gate.Other, null)!.Status);
    }

    [Fact]
    public async Task When_a_key_was_last_used_outlives_a_change_of_the_file()
    {
        var key = await _gate.NewKeyAsync(new NewKey("acme"));
        var id = _gate.Admitted(Gate.Bearer(key)).Key!;
        var used = _gate.Clock.GetUtcNow();
        await _gate.NewKeyAsync(new NewKey("beta"));
        Assert.Equal(used, _gate.Ring.LastUsed(id));
    }

    private static (int, string, string) Told(Refusal refusal) => (refusal.Status, refusal.Code, refusal.Message);
}
