using System.Buffers;
using System.IO.Pipelines;
using Weir.Gateway.Signing;
using Weir.Policy;
using Weir.Signatures.Answers;
using Weir.Traffic.Dialects;

namespace Weir.Gateway.Enforcement;

/// <summary>
/// What must differ between an answer as it came and as its caller gets it. Null for nearly every answer. Owned by one call; pieces go
/// through in order.
/// </summary>
internal sealed class AnswerShape(UsageChunkRemover? remover, AnswerNarrower? narrower, AnswerSigner? signer)
{
    // The last step marks what the steps before it leave.
    private readonly ArrayBufferWriter<byte>? _unsigned = signer is not null && (remover is not null || narrower is not null) ? new ArrayBufferWriter<byte>(4096) : null;
    private readonly ArrayBufferWriter<byte>? _between = remover is not null && narrower is not null ? new ArrayBufferWriter<byte>(4096) : null;

    /// <summary>Null where the answer passes as it is.</summary>
    /// <param name="signing">What answers are marked with; null where none is.</param>
    public static AnswerShape? Of(Call call, AnswerForm form, bool succeeded, AnswerSigning? signing)
    {
        var remover = call.TakeUsageOut && form == AnswerForm.Sse && succeeded ? new UsageChunkRemover() : null;
        var narrower = call.Hold is { Measures.EditsAnswers: true } hold && succeeded && form != AnswerForm.Opaque
            ? new AnswerNarrower(form, Form(hold.Measures.Logprobs), hold.Measures.HideReasoning)
            : null;
        var signer = succeeded ? signing?.SignerFor(call, form) : null;
        return remover is null && narrower is null && signer is null ? null : new AnswerShape(remover, narrower, signer);
    }

    /// <summary>Words are held back until what follows them has come.</summary>
    public bool Holds => signer?.Holds == true;

    public void LetGo(PipeWriter writer) => signer?.LetGo(writer);

    public void Feed(ReadOnlySpan<byte> piece, PipeWriter writer)
    {
        if (signer is null)
        {
            Shape(piece, writer);
        }
        else if (_unsigned is null)
        {
            signer.Feed(piece, writer);
        }
        else
        {
            _unsigned.ResetWrittenCount();
            Shape(piece, _unsigned);
            signer.Feed(_unsigned.WrittenSpan, writer);
        }
    }

    public void Finish(PipeWriter writer)
    {
        if (_unsigned is null)
        {
            FinishShape(writer);
        }
        else
        {
            _unsigned.ResetWrittenCount();
            FinishShape(_unsigned);
            signer!.Feed(_unsigned.WrittenSpan, writer);
        }

        if (signer is null)
            return;
        signer.Finish(writer);
        signer.Dispose();
    }

    private void Shape(ReadOnlySpan<byte> piece, IBufferWriter<byte> writer)
    {
        if (_between is null)
        {
            if (remover is not null)
                remover.Feed(piece, writer);
            else
                narrower!.Feed(piece, writer);
            return;
        }

        _between.ResetWrittenCount();
        remover!.Feed(piece, _between);
        narrower!.Feed(_between.WrittenSpan, writer);
    }

    private void FinishShape(IBufferWriter<byte> writer)
    {
        if (_between is null)
        {
            remover?.Finish(writer);
            narrower?.Finish(writer);
            return;
        }

        _between.ResetWrittenCount();
        remover!.Finish(_between);
        narrower!.Feed(_between.WrittenSpan, writer);
        narrower.Finish(writer);
    }

    /// <summary>Nothing of the answer can be given: it is larger than can be looked at.</summary>
    public bool Failed => narrower?.TooLarge == true;

    private static LogprobsForm Form(LogprobsMeasure measure) => measure switch
    {
        LogprobsMeasure.None => LogprobsForm.None,
        LogprobsMeasure.Rounded => LogprobsForm.Rounded,
        _ => LogprobsForm.Keep,
    };
}
