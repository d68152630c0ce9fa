using System.Globalization;
using System.Text;

namespace Weir.Bench.Analyze;

/// <summary>
/// Writes a log of varied exchanges of about 1 KB, fast: short lines and whole bodies of three dialects, busy accounts and
/// quiet ones, several languages. It is made for speed of reading, not for anything that detection should find in it.
/// </summary>
internal sealed class LogMaker(int accounts)
{
    private const int Seed = 20260212;

    private static readonly string[] Openings =
    [
        "Please explain", "Write a short note on", "Summarise the following about", "What should I know of", "Translate this text on",
        "Schreibe etwas über", "Escribe un párrafo sobre", "Объясни подробно", "请解释一下", "Compare two views on", "Fix the code that handles",
    ];

    private static readonly string[] Agents = ["OpenAI/Python 1.51.0", "OpenAI/JS 4.67.1", "python-requests/2.32.3", "okhttp/4.12.0", "Mozilla/5.0 (X11; Linux x86_64)"];
    private static readonly string[] Models = ["atlas-large", "atlas-small", "atlas-code"];

    private readonly Random _random = new(Seed);
    private readonly string[] _words = Words(new Random(Seed + 1), 6000);
    private readonly StringBuilder _line = new(4096);

    public void Write(Stream output, int exchanges)
    {
        var bytes = new byte[1 << 16];
        var time = new DateTime(2026, 2, 1, 0, 0, 0, DateTimeKind.Utc);
        var step = TimeSpan.FromDays(14).Ticks / exchanges;
        for (var i = 0; i < exchanges; i++)
        {
            time = time.AddTicks(_random.NextInt64(step * 2));
            _line.Clear();
            Line(time);
            foreach (var chunk in _line.GetChunks())
                output.Write(bytes, 0, Encoding.UTF8.GetBytes(chunk.Span, bytes));
        }
    }

    private void Line(DateTime time)
    {
        // Squared, so that a tenth of the accounts makes a third of the traffic.
        var account = (int)(accounts * Math.Pow(_random.NextDouble(), 2));
        var input = _random.Next(20, 400);
        var answerWords = _random.Next(40, 110);
        _line.Append(CultureInfo.InvariantCulture, $"{{\"time\":\"{time:yyyy-MM-dd'T'HH:mm:ss.fff'Z'}\",\"account\":\"acct-{account:00000}\",\"key\":\"k-{account:00000}-{account % 3}\",\"ip\":\"10.{account >> 8 & 255}.{account & 255}.{_random.Next(1, 9)}\",\"user_agent\":\"{Agents[account % Agents.Length]}\",\"model\":\"{Models[_random.Next(Models.Length)]}\",");
        switch (_random.Next(6))
        {
            case 0: Chat(answerWords); break;
            case 1: Messages(answerWords); break;
            case 2: Contents(answerWords); break;
            default: Short(answerWords); break;
        }

        _line.Append(CultureInfo.InvariantCulture, $",\"status\":200,\"latency_ms\":{_random.Next(200, 9000)},\"input_tokens\":{input},\"output_tokens\":{answerWords * 4 / 3},\"stream\":{(_random.Next(2) == 0 ? "true" : "false")}}}\n");
    }

    private void Short(int answerWords)
    {
        _line.Append("\"dialect\":\"openai.chat\",\"prompt\":\"");
        Prompt();
        _line.Append("\",\"answer\":\"");
        Text(answerWords);
        _line.Append('"');
    }

    private void Chat(int answerWords)
    {
        _line.Append("\"dialect\":\"openai.chat\",\"request\":{\"model\":\"atlas-large\",\"messages\":[{\"role\":\"system\",\"content\":\"You are the assistant of a shop.\"},{\"role\":\"user\",\"content\":\"");
        Prompt();
        _line.Append("\"}],\"temperature\":0.7,\"max_tokens\":1024},\"response\":{\"id\":\"x\",\"object\":\"chat.completion\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"");
        Text(answerWords);
        _line.Append("\"},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":50,\"completion_tokens\":90,\"total_tokens\":140}}");
    }

    private void Messages(int answerWords)
    {
        _line.Append("\"dialect\":\"anthropic.messages\",\"request\":{\"model\":\"atlas-large\",\"max_tokens\":1024,\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"");
        Prompt();
        _line.Append("\"}]}]},\"response\":{\"id\":\"x\",\"type\":\"message\",\"role\":\"assistant\",\"content\":[{\"type\":\"text\",\"text\":\"");
        Text(answerWords);
        _line.Append("\"}],\"stop_reason\":\"end_turn\",\"usage\":{\"input_tokens\":50,\"output_tokens\":90}}");
    }

    private void Contents(int answerWords)
    {
        _line.Append("\"dialect\":\"gemini.generate\",\"request\":{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"");
        Prompt();
        _line.Append("\"}]}],\"generationConfig\":{\"temperature\":1,\"maxOutputTokens\":1024}},\"response\":{\"candidates\":[{\"content\":{\"role\":\"model\",\"parts\":[{\"text\":\"");
        Text(answerWords);
        _line.Append("\"}]},\"finishReason\":\"STOP\"}],\"usageMetadata\":{\"promptTokenCount\":50,\"candidatesTokenCount\":90}}");
    }

    private void Prompt()
    {
        _line.Append(Openings[_random.Next(Openings.Length)]).Append(' ');
        Text(_random.Next(5, 40));
    }

    private void Text(int words)
    {
        for (var i = 0; i < words; i++)
        {
            // Low numbers more often, as words are in any language.
            _line.Append(_words[(int)(_words.Length * Math.Pow(_random.NextDouble(), 3))]);
            _line.Append(i % 14 == 13 ? ".\\n" : i == words - 1 ? "." : " ");
        }
    }

    private static string[] Words(Random random, int count)
    {
        const string consonants = "bcdfghklmnprstvwz", vowels = "aeiou";
        var words = new string[count];
        for (var i = 0; i < count; i++)
        {
            var word = new StringBuilder();
            for (var syllable = random.Next(1, 5); syllable > 0; syllable--)
                word.Append(consonants[random.Next(consonants.Length)]).Append(vowels[random.Next(vowels.Length)]).Append(random.Next(3) == 0 ? "n" : "");
            words[i] = word.ToString();
        }

        return words;
    }
}
