using System.Buffers.Text;

namespace Weir.Traffic.Journals;

/// <summary>
/// Times as logs write them: ISO 8601 with or without zone (then UTC) and fraction, or a number since 1970 in seconds,
/// milliseconds, microseconds or nanoseconds, told apart by its size.
/// </summary>
internal static class LogTime
{
    private static readonly long Earliest = new DateTime(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc).Ticks;
    private static readonly long Latest = new DateTime(2200, 1, 1, 0, 0, 0, DateTimeKind.Utc).Ticks;

    public static bool TryRead(ReadOnlySpan<byte> text, out DateTimeOffset time)
    {
        time = default;
        if (text.Length < 19 || text[4] != '-')
            return TryReadNumber(text, out time);
        if (text[7] != '-' || (text[10] | 0x20) is not ('t' or ' ') || text[13] != ':' || text[16] != ':')
            return false;
        if (!Digits(text[..4], out var year) || !Digits(text[5..7], out var month) || !Digits(text[8..10], out var day)
            || !Digits(text[11..13], out var hour) || !Digits(text[14..16], out var minute) || !Digits(text[17..19], out var second))
            return false;
        if (year is < 1 or > 9998 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month) || hour > 23 || minute > 59 || second > 60)
            return false;
        // A leap second is counted as the first moment after it.
        var ticks = new DateTime(year, month, day, hour, minute, 0, DateTimeKind.Utc).Ticks + (second * TimeSpan.TicksPerSecond);
        text = text[19..];
        ticks += Fraction(ref text);
        return TryZone(text, out var offset) && TryTicks(ticks - offset, out time);
    }

    public static bool TryReadNumber(ReadOnlySpan<byte> text, out DateTimeOffset time)
    {
        time = default;
        if (Utf8Parser.TryParse(text, out long whole, out var used) && used == text.Length)
        {
            var ticks = whole switch
            {
                < 0 => -1,
                < 100_000_000_000 => whole * TimeSpan.TicksPerSecond,
                < 100_000_000_000_000 => whole * TimeSpan.TicksPerMillisecond,
                < 100_000_000_000_000_000 => whole * TimeSpan.TicksPerMicrosecond,
                _ => whole / TimeSpan.NanosecondsPerTick,
            };
            return ticks >= 0 && TryTicks(DateTime.UnixEpoch.Ticks + ticks, out time);
        }

        if (!Utf8Parser.TryParse(text, out double number, out used) || used != text.Length || !(number >= 0 && number < 1e14))
            return false;
        // Whole microseconds: a double holds no more of a time of today.
        var seconds = number < 1e11 ? number : number / 1000;
        return TryTicks(DateTime.UnixEpoch.Ticks + ((long)Math.Round(seconds * 1e6) * TimeSpan.TicksPerMicrosecond), out time);
    }

    private static bool TryTicks(long ticks, out DateTimeOffset time)
    {
        var usable = ticks >= Earliest && ticks < Latest;
        time = usable ? new DateTimeOffset(ticks, TimeSpan.Zero) : default;
        return usable;
    }

    private static long Fraction(ref ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty || text[0] is not ((byte)'.' or (byte)','))
            return 0;
        text = text[1..];
        long ticks = 0, worth = TimeSpan.TicksPerSecond / 10;
        while (!text.IsEmpty && (uint)(text[0] - '0') <= 9)
        {
            ticks += (text[0] - '0') * worth;
            worth /= 10;
            text = text[1..];
        }

        return ticks;
    }

    private static bool TryZone(ReadOnlySpan<byte> text, out long ticks)
    {
        ticks = 0;
        if (text.IsEmpty || (text.Length == 1 && text[0] is (byte)'Z' or (byte)'z'))
            return true;
        // +hh, +hhmm or +hh:mm
        if (text[0] is not ((byte)'+' or (byte)'-') || text.Length is not (3 or 5 or 6) || (text.Length == 6 && text[3] != ':'))
            return false;
        var minutes = 0;
        if (!Digits(text[1..3], out var hours) || (text.Length > 3 && !Digits(text[^2..], out minutes)) || hours > 18 || minutes > 59)
            return false;
        ticks = (hours * TimeSpan.TicksPerHour) + (minutes * TimeSpan.TicksPerMinute);
        if (text[0] == '-')
            ticks = -ticks;
        return true;
    }

    private static bool Digits(ReadOnlySpan<byte> text, out int number)
    {
        number = 0;
        foreach (var octet in text)
        {
            if ((uint)(octet - '0') > 9)
                return false;
            number = (number * 10) + (octet - '0');
        }

        return true;
    }
}
