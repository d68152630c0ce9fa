using System.Globalization;
using System.Net;
using System.Text;
using Weir.Ledger.Entries;
using Weir.Ledger.Files;
using Weir.Ledger.Signing;
using Weir.Ledger.Tree;
using Weir.Ledger.Witnesses;
using Xunit;

namespace Weir.Ledger.Tests;

public sealed class WitnessTests : IDisposable
{
    private static readonly SigningKey Key = SigningKey.Create("weir.invalid/witnessed");
    private readonly FaultyDisk _disk = new(1);
    private readonly WitnessServer _server = new();

    public void Dispose() => _server.Dispose();

    private async Task<(LedgerLog Log, WitnessClient Client)> StartAsync()
    {
        var log = (await LedgerLog.OpenAsync(_disk, _disk, Key, default)).Log!;
        return (log, new WitnessClient(new Witness(new Uri("http://witness.invalid/"), _server.Key.Verifier), _disk, new HttpClient(_server)));
    }

    private static NewEntry[] Entries(int count) => [.. Enumerable.Range(0, count).Select(static i => new NewEntry(EntryType.OperatorAction, DateTimeOffset.UnixEpoch.AddSeconds(i), "operator"))];

    [Fact]
    public async Task A_witness_signs_one_checkpoint_after_the_other()
    {
        var (log, client) = await StartAsync();
        foreach (var group in new[] { 1, 2, 300, 7 })
        {
            log.Append(Entries(group));
            var answer = await client.AskAsync(log.Checkpoint, default);
            Assert.Null(answer.Fault);
            Assert.True(log.Checkpoint.With([answer.Cosignature!]).Note.IsSignedBy(_server.Key.Verifier));
        }

        Assert.Equal((310, 4), (_server.Seen, _server.Requests));
    }

    [Fact]
    public async Task A_client_that_forgot_is_told_by_the_witness_where_it_stands()
    {
        var (log, client) = await StartAsync();
        log.Append(Entries(5));
        await client.AskAsync(log.Checkpoint, default);
        log.Append(Entries(300));
        var fresh = new WitnessClient(client.Witness, _disk, new HttpClient(_server));
        Assert.NotNull((await fresh.AskAsync(log.Checkpoint, default)).Cosignature);
        Assert.Equal((305, 3), (_server.Seen, _server.Requests));
    }

    [Fact]
    public async Task A_ledger_that_was_cut_back_is_told_of()
    {
        var (log, client) = await StartAsync();
        log.Append(Entries(5));
        _server.Seen = 9;
        var answer = await client.AskAsync(log.Checkpoint, default);
        Assert.Null(answer.Cosignature);
        Assert.Contains("cut back", answer.Fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_signature_that_does_not_verify_is_not_taken()
    {
        var (log, client) = await StartAsync();
        log.Append(Entries(5));
        _server.Spoil = true;
        Assert.Contains("does not verify", (await client.AskAsync(log.Checkpoint, default)).Fault, StringComparison.Ordinal);
        _server.Status = HttpStatusCode.Forbidden;
        Assert.Equal("answers 403", (await client.AskAsync(log.Checkpoint, default)).Fault);
    }

    /// <summary>A witness as C2SP tlog-witness describes it, for one log.</summary>
    private sealed class WitnessServer : HttpMessageHandler
    {
        private TreeHash _root = TreeHash.Empty;

        public SigningKey Key { get; } = SigningKey.Create("witness.invalid/w1", SignatureKind.Cosignature);
        public long Seen { get; set; }
        public int Requests { get; private set; }
        public bool Spoil { get; set; }
        public HttpStatusCode Status { get; set; } = HttpStatusCode.OK;

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Requests++;
            Assert.Equal(("POST", "http://witness.invalid/add-checkpoint"), (request.Method.Method, request.RequestUri!.AbsoluteUri));
            var body = await request.Content!.ReadAsStringAsync(cancellationToken);
            var end = body.IndexOf("\n\n", StringComparison.Ordinal);
            var head = body[..end].Split('\n');
            Assert.True(Checkpoint.TryParse(Encoding.UTF8.GetBytes(body[(end + 2)..]), out var checkpoint));
            Assert.True(checkpoint.IsOf(WitnessTests.Key.Verifier));
            if (Status != HttpStatusCode.OK)
                return new HttpResponseMessage(Status);
            if (head[0] != string.Create(CultureInfo.InvariantCulture, $"old {Seen}"))
                return new HttpResponseMessage(HttpStatusCode.Conflict) { Content = new StringContent($"{Seen}\n", Encoding.UTF8, "text/x.tlog.size") };
            var proof = head.Skip(1).Select(static line => TreeHash.TryParse(line, out var hash) ? hash : default).ToList();
            if (!TreeProof.Extends(_root, Seen, checkpoint.Root, checkpoint.Size, proof))
                return new HttpResponseMessage(HttpStatusCode.UnprocessableEntity);
            (Seen, _root) = (checkpoint.Size, checkpoint.Root);
            var signature = Cosignature.Make(Key, Spoil ? checkpoint.Note.Text + "x" : checkpoint.Note.Text, DateTimeOffset.UnixEpoch.AddYears(56));
            return new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(signature + "\n") };
        }
    }
}
