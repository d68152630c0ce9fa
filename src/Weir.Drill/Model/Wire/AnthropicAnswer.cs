using System.Text;
using System.Text.Json;
using Weir.Traffic;

namespace Weir.Drill.Model.Wire;

/// <summary>Writes a <c>message</c>, whole and as its stream of events: blocks of thinking, text and tool use.</summary>
internal sealed class AnthropicAnswer(ModelAnswer answer, WireStamp stamp)
{
    private readonly Completion _completion = answer.Completions[0];

    private enum Block { Thinking, Text, ToolUse }

    private List<(Block Kind, TokenText Text, ToolCall? Call)> Blocks()
    {
        var blocks = new List<(Block, TokenText, ToolCall?)>();
        if (_completion.Reasoning.Count > 0)
            blocks.Add((Block.Thinking, _completion.Reasoning, null));
        if (_completion.Text.Count > 0)
            blocks.Add((Block.Text, _completion.Text, null));
        foreach (var call in _completion.Calls)
            blocks.Add((Block.ToolUse, call.Arguments, call));
        return blocks;
    }

    public byte[] Whole()
    {
        using var frames = new FrameWriter();
        var json = frames.Json;
        OpenMessage(json);
        json.WriteStartArray("content"u8);
        var blocks = Blocks();
        for (var i = 0; i < blocks.Count; i++)
            WriteBlock(json, blocks[i], i, whole: true);
        json.WriteEndArray();
        WriteStop(json);
        WriteUsage(json, answer.OutputTokens, start: true);
        json.WriteEndObject();
        return frames.Take(0).Bytes.ToArray();
    }

    public IEnumerable<WireFrame> Stream()
    {
        using var frames = new FrameWriter();
        yield return MessageStart(frames);
        var blocks = Blocks();
        for (var i = 0; i < blocks.Count; i++)
        {
            var json = Open(frames, "content_block_start", i);
            json.WritePropertyName("content_block"u8);
            WriteBlock(json, blocks[i], i, whole: false);
            yield return Close(frames);
            if (i == 0)
            {
                Open(frames, "ping");
                yield return Close(frames);
            }

            foreach (var frame in Deltas(frames, blocks[i], i))
                yield return frame;
            Open(frames, "content_block_stop", i);
            yield return Close(frames);
        }

        yield return MessageDelta(frames);
        Open(frames, "message_stop");
        yield return Close(frames);
    }

    private WireFrame MessageStart(FrameWriter frames)
    {
        var json = Open(frames, "message_start");
        json.WritePropertyName("message"u8);
        OpenMessage(json);
        json.WriteStartArray("content"u8);
        json.WriteEndArray();
        json.WriteNull("stop_reason"u8);
        json.WriteNull("stop_sequence"u8);
        WriteUsage(json, 1, start: true);
        json.WriteEndObject();
        return Close(frames);
    }

    private WireFrame MessageDelta(FrameWriter frames)
    {
        var json = Open(frames, "message_delta");
        json.WriteStartObject("delta"u8);
        WriteStop(json);
        json.WriteEndObject();
        WriteUsage(json, answer.OutputTokens, start: false);
        return Close(frames);
    }

    private static IEnumerable<WireFrame> Deltas(FrameWriter frames, (Block Kind, TokenText Text, ToolCall? Call) block, int index)
    {
        var (type, field) = block.Kind switch
        {
            Block.Thinking => ("thinking_delta", "thinking"),
            Block.ToolUse => ("input_json_delta", "partial_json"),
            _ => ("text_delta", "text"),
        };
        for (var t = 0; t < block.Text.Count; t++)
        {
            OpenDelta(frames, index, type).WriteString(field, block.Text.Piece(t));
            frames.Json.WriteEndObject();
            yield return Close(frames, 1);
        }

        if (block.Kind == Block.Thinking)
        {
            OpenDelta(frames, index, "signature_delta").WriteString("signature"u8, Sign(block.Text.Text));
            frames.Json.WriteEndObject();
            yield return Close(frames);
        }
    }

    private static Utf8JsonWriter OpenDelta(FrameWriter frames, int index, string type)
    {
        var json = Open(frames, "content_block_delta", index);
        json.WriteStartObject("delta"u8);
        json.WriteString("type"u8, type);
        return json;
    }

    private static Utf8JsonWriter Open(FrameWriter frames, string name, int index = -1)
    {
        var json = frames.Event(name);
        json.WriteStartObject();
        json.WriteString("type"u8, name);
        if (index >= 0)
            json.WriteNumber("index"u8, index);
        return json;
    }

    private static WireFrame Close(FrameWriter frames, int tokens = 0)
    {
        frames.Json.WriteEndObject();
        return frames.EndEvent(tokens);
    }

    private void OpenMessage(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, stamp.Id);
        json.WriteString("type"u8, "message"u8);
        json.WriteString("role"u8, "assistant"u8);
        json.WriteString("model"u8, stamp.Model);
    }

    private void WriteBlock(Utf8JsonWriter json, (Block Kind, TokenText Text, ToolCall? Call) block, int index, bool whole)
    {
        json.WriteStartObject();
        switch (block.Kind)
        {
            case Block.Thinking:
                json.WriteString("type"u8, "thinking"u8);
                json.WriteString("thinking"u8, whole ? block.Text.Text : "");
                json.WriteString("signature"u8, whole ? Sign(block.Text.Text) : "");
                break;
            case Block.ToolUse:
                json.WriteString("type"u8, "tool_use"u8);
                json.WriteString("id"u8, "toolu_" + stamp.Id["msg_".Length..] + index);
                json.WriteString("name"u8, block.Call!.Name);
                json.WritePropertyName("input"u8);
                // Arguments that the limit cut short are no JSON; a whole message can only show an empty object.
                json.WriteRawValue(whole && _completion.Finish != Finish.Length ? block.Text.Text : "{}", skipInputValidation: true);
                break;
            default:
                json.WriteString("type"u8, "text"u8);
                json.WriteString("text"u8, whole ? block.Text.Text : "");
                break;
        }

        json.WriteEndObject();
    }

    private void WriteStop(Utf8JsonWriter json)
    {
        json.WriteString("stop_reason"u8, _completion.StoppedBy is not null ? "stop_sequence" : _completion.Finish switch
        {
            Finish.Length => "max_tokens",
            Finish.ToolCalls => "tool_use",
            Finish.Refusal => "refusal",
            _ => "end_turn",
        });
        json.WriteString("stop_sequence"u8, _completion.StoppedBy);
    }

    private void WriteUsage(Utf8JsonWriter json, int output, bool start)
    {
        json.WriteStartObject("usage"u8);
        if (stamp.WithUsage)
        {
            json.WriteNumber("input_tokens"u8, answer.InputTokens);
            json.WriteNumber("cache_creation_input_tokens"u8, 0);
            json.WriteNumber("cache_read_input_tokens"u8, 0);
        }

        // The dialect knows no answer without this figure; a server that does not count writes zero.
        json.WriteNumber("output_tokens"u8, stamp.WithUsage ? output : 0);
        if (start && stamp.WithUsage)
            json.WriteString("service_tier"u8, "standard"u8);
        json.WriteEndObject();
    }

    /// <summary>Opaque to callers, who send it back unread.</summary>
    private static string Sign(string thinking) => Convert.ToBase64String(Encoding.ASCII.GetBytes($"built-in:{Text.SplitMix.Hash(thinking):x16}"));
}
