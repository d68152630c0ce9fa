using System.Globalization;

namespace Weir.Drill.Model.Tasks;

/// <summary>Finds a chain such as <c>17 + 4 * (3 - 1)</c> in a prompt and works it out, one step a sentence.</summary>
public static class Arithmetic
{
    private const int MostTerms = 32;

    public static Solution? Solve(string prompt)
    {
        for (var start = 0; start < prompt.Length; start++)
        {
            if (!(char.IsAsciiDigit(prompt[start]) || prompt[start] is '(' or '-') || (start > 0 && char.IsLetterOrDigit(prompt[start - 1])))
                continue;
            var reader = new Reader(prompt, start);
            if (reader.TryRead(out var value, out var end) && reader.Steps.Count > 0)
                return new Solution(Write(value), reader.Steps);
            // Do not read the tail of a chain that failed as a chain of its own.
            start = Math.Max(start, end - 1);
        }

        return null;
    }

    /// <summary>At most four decimals, none where none are needed.</summary>
    public static string Write(decimal value) => Math.Round(value, 4).ToString("0.####", CultureInfo.InvariantCulture);

    private sealed class Reader(string text, int at)
    {
        private int _at = at;
        private int _terms;

        public List<string> Steps { get; } = [];

        public bool TryRead(out decimal value, out int end)
        {
            try
            {
                var read = Sum(0, out value);
                end = _at;
                return read;
            }
            catch (OverflowException)
            {
                (value, end) = (0, _at);
                return false;
            }
        }

        private bool Sum(int depth, out decimal value)
        {
            if (!Product(depth, out value))
                return false;
            while (Operator("+", "-", " plus ", " minus ") is { } sign)
            {
                if (!Product(depth, out var right))
                    return false;
                value = Step(value, sign is '+' or 'p' ? '+' : '-', right);
            }

            return true;
        }

        private bool Product(int depth, out decimal value)
        {
            if (!Factor(depth, out value))
                return false;
            while (Operator("*", "/", " times ", " divided by ", "×", "÷", "·") is { } sign)
            {
                if (!Factor(depth, out var right))
                    return false;
                var divides = sign is '/' or 'd' or '÷';
                if (divides && right == 0)
                    return false;
                value = Step(value, divides ? '/' : '*', right);
            }

            return true;
        }

        private bool Factor(int depth, out decimal value)
        {
            value = 0;
            if (++_terms > MostTerms || depth > MostTerms)
                return false;
            SkipSpaces();
            if (_at < text.Length && text[_at] == '(')
            {
                _at++;
                if (!Sum(depth + 1, out value))
                    return false;
                SkipSpaces();
                return _at < text.Length && text[_at++] == ')';
            }

            var start = _at;
            if (_at < text.Length && text[_at] == '-')
                _at++;
            while (_at < text.Length && (char.IsAsciiDigit(text[_at]) || (text[_at] == '.' && _at + 1 < text.Length && char.IsAsciiDigit(text[_at + 1]))))
                _at++;
            return decimal.TryParse(text.AsSpan(start, _at - start), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value);
        }

        private decimal Step(decimal left, char sign, decimal right)
        {
            var value = sign switch { '+' => left + right, '-' => left - right, '*' => left * right, _ => left / right };
            Steps.Add($"{Write(left)} {sign} {Write(right)} = {Write(value)}");
            return value;
        }

        private char? Operator(params ReadOnlySpan<string> signs)
        {
            foreach (var sign in signs)
            {
                var from = sign[0] == ' ' ? _at : Skipped();
                if (!text.AsSpan(from).StartsWith(sign, StringComparison.OrdinalIgnoreCase))
                    continue;
                // A sign at the end of the text, or a dash before a word, is no operator.
                var behind = text.AsSpan(from + sign.Length).TrimStart(' ');
                if (behind.IsEmpty || !(char.IsAsciiDigit(behind[0]) || behind[0] is '(' or '-'))
                    continue;
                _at = from + sign.Length;
                return sign.TrimStart()[0];
            }

            return null;
        }

        private int Skipped()
        {
            var next = _at;
            while (next < text.Length && text[next] == ' ')
                next++;
            return next;
        }

        private void SkipSpaces() => _at = Skipped();
    }
}
