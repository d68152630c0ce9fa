using Weir.Policy;

namespace Weir.Console.Inbox;

/// <summary>What kind of thing waits for a person. Names in addresses are the words in lower case.</summary>
public enum WaitingKind { Approval, Appeal, Licence, Report, Verification, Webhook }

/// <summary>One thing that waits.</summary>
/// <param name="Since">From when on.</param>
/// <param name="Asks">What is asked, without names: "suspend", "a licence to distil".</param>
/// <param name="Evidence">What stands behind it, in one sentence. Texts of others: a view must show it as such.</param>
public sealed record Waiting(WaitingKind Kind, string Id, DateTimeOffset Since, Subject? Whom, string Asks, string Evidence, Posture? Posture = null)
{
    /// <summary>Where it is decided, where that is not in the inbox: what is proposed for the accounts of one campaign is decided together, on its page.</summary>
    public string? Elsewhere { get; init; }
}

public sealed record InboxQuery
{
    public const int PageSize = 40;

    public WaitingKind? Kind { get; init; }
    /// <summary>Stands in a name, a reference or a sentence.</summary>
    public string? Find { get; init; }
    /// <summary>The newest first; else whoever waits longest.</summary>
    public bool Newest { get; init; }
    public int Page { get; init; } = 1;

    public string Address(string path = "/inbox", int? page = null)
    {
        var parts = new List<string>();
        if (Kind is { } kind)
            parts.Add("kind=" + kind.ToString().ToLowerInvariant());
        if (Find is { } find)
            parts.Add("find=" + Uri.EscapeDataString(find));
        if (Newest)
            parts.Add("order=newest");
        if ((page ?? Page) > 1)
            parts.Add("page=" + (page ?? Page));
        return parts.Count == 0 ? path : $"{path}?{string.Join('&', parts)}";
    }
}

/// <summary>A page of what waits.</summary>
/// <param name="Counts">By kind, whatever the filter.</param>
/// <param name="Found">How many fit the filter.</param>
public sealed record InboxSlice(IReadOnlyList<Waiting> Items, IReadOnlyList<int> Counts, int Found, InboxQuery Query)
{
    public int All => Counts.Sum();
    public int Pages => Math.Max(1, (Found + InboxQuery.PageSize - 1) / InboxQuery.PageSize);
}

/// <summary>One thing that waits, or waited, with all that a person needs to decide it.</summary>
public sealed record InboxItem
{
    public required WaitingKind Kind { get; init; }
    public required string Id { get; init; }
    public required DateTimeOffset Since { get; init; }
    public Subject? Whom { get; init; }
    /// <summary>Null where it does not wait any more.</summary>
    public Waiting? Waiting { get; init; }
    /// <summary>What a customer wrote.</summary>
    public string? Text { get; init; }
    public string? Contact { get; init; }
    /// <summary>The reference that it names.</summary>
    public string? About { get; init; }
    public PolicyEntry? Answer { get; init; }

    public Posture? Asked { get; init; }
    public Posture Held { get; init; }
    public DateTimeOffset? HeldSince { get; init; }
    public string? HeldBy { get; init; }
    public string? Rule { get; init; }
    public Clause? Clause { get; init; }
    public string? Campaign { get; init; }
    public double? Evidence { get; init; }
    public IReadOnlyList<string> Because { get; init; } = [];
    public DateTimeOffset? LapsesAt { get; init; }
    public RecentExposure? Exposure { get; init; }
    public IReadOnlyList<PolicyEntry> Notes { get; init; } = [];
    public IReadOnlyList<Licence> Licences { get; init; } = [];
    public bool? Verified { get; init; }
    /// <summary>Other things that the same subject waits for.</summary>
    public IReadOnlyList<Waiting> Others { get; init; } = [];
    /// <summary>A notice as it would be sent.</summary>
    public string? Body { get; init; }
    /// <summary>There is nowhere to send it any more.</summary>
    public bool HookGone { get; init; }
}

public sealed record InboxModel(InboxSlice Slice, InboxItem? Item, DateTimeOffset Now);
