using System.Text.Json;
using Weir.Gateway.Admin;
using Weir.Gateway.Configuration;
using Weir.Gateway.Enforcement.Notices;
using Weir.Policy;
using Weir.TestKit;
using Xunit;

namespace Weir.Gateway.Tests.Enforcement;

public sealed class Two_persons_at_once
{
    private static readonly Uri Nowhere = new("http://127.0.0.1:9");
    private static readonly Operator Anna = new("anna", OperatorRole.Analyst), Otto = new("otto", OperatorRole.Analyst), Vera = new("vera", OperatorRole.Viewer);

    private static async Task<string> AppealAsync(RunningGateway gateway)
    {
        var desk = gateway.App.Parts.Policy;
        var appeal = PolicyEntry.For(EntryKind.Appealed, References.New(desk.Now), desk.Now, Subject.Account("acme")) with { Text = "We are a school.", Actor = "acme" };
        Assert.True(await desk.ActAsync(appeal));
        return appeal.Id;
    }

    private static ActRequest Answer(string id) => new() { Act = "answer", Id = id, Reason = "seen", Text = "You are right." };

    [Fact]
    public async Task Only_one_of_many_who_answer_the_same_appeal_is_told_that_they_did()
    {
        await using var gateway = await RunningGateway.StartAsync(Nowhere);
        var appeal = await AppealAsync(gateway);
        var acts = gateway.App.Parts.Acts;
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(() => acts.ActAsync(Answer(appeal), i % 2 == 0 ? Anna : Otto))));
        Assert.Single(outcomes, static outcome => outcome.Done);
        Assert.All(outcomes.Where(static outcome => !outcome.Done), static outcome => Assert.Equal(409, outcome.Status));
        var late = await acts.ActAsync(Answer(appeal), Otto);
        Assert.Equal(409, late.Status);
        Assert.Contains("answered already, by", late.Fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Acts_that_belong_together_are_done_together_or_not_at_all()
    {
        await using var gateway = await RunningGateway.StartAsync(Nowhere);
        var (desk, acts) = (gateway.App.Parts.Policy, gateway.App.Parts.Acts);
        Assert.True((await acts.ActAsync(new ActRequest { Act = "set", Subject = "acme", Posture = "suspend", For = "7d", Reason = "r" }, Anna)).Done);
        var appeal = await AppealAsync(gateway);
        var release = new ActRequest { Act = "set", Subject = "acme", Posture = "open", For = "30d", Reason = "a school" };
        Assert.Equal(404, (await acts.ActAsync([release, Answer("nothing")], Anna)).Status);
        Assert.Equal(Posture.Suspend, desk.Look((book, _, _) => book.Of(Subject.Account("acme"))!.At(desk.Now)));
        Assert.Equal(403, (await acts.ActAsync([release, Answer(appeal)], Vera)).Status);
        Assert.True((await acts.ActAsync([release, Answer(appeal)], Anna)).Done);
        Assert.Equal(Posture.Open, desk.Look((book, _, _) => book.Of(Subject.Account("acme"))!.At(desk.Now)));
        Assert.Equal("anna", desk.Look((book, _, _) => book.PleaOf(appeal)!.Answer!.Actor));
    }

    [Fact]
    public async Task A_notice_that_nobody_took_is_sent_again_once_and_outlives_a_restart_until_then()
    {
        using var folder = new TempFolder();
        var list = new UndeliveredList(folder.Path);
        var at = new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
        list.Add(new Undelivered("n-1", "ops", "posture.changed", at, "it answered 500", JsonSerializer.SerializeToUtf8Bytes(new { id = "n-1", @event = "posture.changed" })));
        list.Add(new Undelivered("n-1", "siem", "posture.changed", at, "it answered 500", JsonSerializer.SerializeToUtf8Bytes(new { id = "n-1", @event = "posture.changed" })));
        await File.AppendAllTextAsync(Path.Combine(folder.Path, "undelivered.jsonl"), "no notice\n{\"time\":3}\n");
        var again = new UndeliveredList(folder.Path);
        Assert.Equal(["n-1~ops", "n-1~siem"], again.All.Select(static one => one.Id).Order(StringComparer.Ordinal));
        Assert.True(again.TryTake("n-1~ops", at));
        Assert.False(again.TryTake("n-1~ops", at));
        Assert.Equal("n-1~siem", Assert.Single(new UndeliveredList(folder.Path).All).Id);
    }

    [Fact]
    public async Task A_dead_letter_goes_out_when_its_target_is_well_again()
    {
        var sick = true;
        await using var hook = ScriptedUpstream.Start(async talk =>
        {
            while (await talk.ReceiveAsync() is not null)
                await talk.SendAsync(ScriptedUpstream.Json("{}", Volatile.Read(ref sick) ? 400 : 200));
        });
        await using var gateway = await RunningGateway.StartAsync(Nowhere, config => config with
        {
            Notices = new NoticesConfig { Webhooks = [new WebhookConfig { Name = "ops", Url = hook.Address, Secret = new Secret("s3cret"), AllowPrivate = true }] },
        });
        var (acts, notices) = (gateway.App.Parts.Acts, gateway.App.Parts.Notices);
        Assert.True((await acts.ActAsync(new ActRequest { Act = "set", Subject = "acme", Posture = "slow", For = "7d", Reason = "r" }, Anna)).Done);
        while (notices.Undelivered.Count == 0)
            await Task.Yield();
        var letter = notices.Undelivered[0];
        Assert.Equal(("ops", "posture.changed", "it answered 400"), (letter.Webhook, letter.Event, letter.Why));
        Volatile.Write(ref sick, false);
        Assert.Equal(403, (await acts.ActAsync(new ActRequest { Act = "redeliver", Id = letter.Id, Reason = "r" }, Vera)).Status);
        Assert.Equal(400, (await acts.ActAsync(new ActRequest { Act = "redeliver", Id = letter.Id }, Anna)).Status);
        Assert.True((await acts.ActAsync(new ActRequest { Act = "redeliver", Id = letter.Id, Reason = "it is well again" }, Anna)).Done);
        while (notices.Webhooks[0].Delivered == 0)
            await Task.Yield();
        Assert.Empty(notices.Undelivered);
        Assert.Equal(404, (await acts.ActAsync(new ActRequest { Act = "dismiss", Id = letter.Id, Reason = "r" }, Anna)).Status);
    }
}
