using Weir.Console.Work;
using Weir.Gateway;

namespace Weir.Console.Campaigns.Evidence;

/// <summary>Evidence on a campaign, for whom.</summary>
public sealed record PackWish(GatewayParts Gateway, string Campaign, string By);

/// <summary>What was put together. Accounts have pseudonyms in it; the key to them is apart.</summary>
/// <param name="Hash">Of its manifest: stands for the whole pack.</param>
public sealed record PackFacts(string Hash, int Accounts, int Lines, int Proved, int Entries, byte[] Names);

/// <summary>Puts a pack of evidence together. The program knows how, and gives it to the console. Throws an <see cref="IOException"/> whose message says why it cannot be done.</summary>
public delegate Task<PackFacts> MakePack(PackWish wish, Stream output, JobProgress progress, CancellationToken cancel);
