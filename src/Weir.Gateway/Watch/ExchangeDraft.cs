using Weir.Gateway.Admission;
using Weir.Gateway.Relay;
using Weir.Traffic;
using Weir.Traffic.Dialects;

namespace Weir.Gateway.Watch;

/// <summary>
/// What the path collects about one call. Owned by the request until it is offered to Watch, then by Watch, which turns it
/// into an <see cref="Exchange"/> off the path and disposes of <see cref="Body"/>.
/// </summary>
public sealed class ExchangeDraft
{
    /// <summary>The reference that a refusal names and support can look up; null until somebody needs one.</summary>
    public string? Id;
    public DateTimeOffset Time;
    public Endpoint Endpoint;
    /// <summary>Null where nobody could be identified.</summary>
    public Caller? Caller;
    public string? Model;
    public string? Upstream;
    public bool Stream;
    public Via Via;
    /// <summary>The caller's name for a line of a batch, by which its request and its answer are told to belong together.</summary>
    public string? BatchLine;

    /// <summary>The caller is known to be who it says. False for a bearer credential that no upstream has accepted: nothing is kept under its name.</summary>
    public bool Identified;

    public Outcome Outcome;
    public int Status;
    /// <summary>The account's posture keeps the texts.</summary>
    public bool KeepContent;
    /// <summary>What the caller was told, where Weir refused or cut the answer.</summary>
    public Refused? Refused;
    public int LatencyMs;
    public int FirstByteMs;
    public long BytesIn;
    public long BytesOut;

    public Usage Usage;
    public AnswerFacts Answer = AnswerFacts.None;
    /// <summary>The answer's text as far as it was kept.</summary>
    public string? AnswerText;

    /// <summary>The request as read, whose text pieces point into <see cref="Body"/>. Null where it could not be read.</summary>
    public RequestReading? Reading;
    public HeldBody? Body;
}
