namespace Weir.Drill.Model.Wire;

/// <summary>Bytes that are flushed together, and the tokens they carry: the server paces by tokens.</summary>
public readonly record struct WireFrame(ReadOnlyMemory<byte> Bytes, int Tokens);

/// <summary>What a server adds to an answer: its id, its time, the model's name, and whether usage is told.</summary>
public sealed record WireStamp(string Id, long Created, string Model, bool WithUsage = true);

/// <summary>Why a request is refused. <see cref="Param"/> names the field.</summary>
public readonly record struct WireFault(int Status, string Code, string Message, string? Param = null);
