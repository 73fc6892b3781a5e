using System.Globalization;
using System.Text;

namespace Hamf.Pipeline.Detectors.Inference;

/// <summary>Which formats of days and times fit every value of a column. Not thread-safe.</summary>
internal sealed class TimeProfile
{
    private const int MaxLength = 40;

    private static readonly TimeForm[] Forms =
    [
        new("iso", IsDay: true, "yyyy-MM-dd"),
        new("iso", IsDay: false, "yyyy-MM-dd HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"),
        .. Patterns("yyyy/MM/dd"), .. Patterns("dd.MM.yyyy"), .. Patterns("dd/MM/yyyy"), .. Patterns("MM/dd/yyyy"), .. Patterns("dd-MM-yyyy"),
        new("yyyy-MM-dd HH:mm", IsDay: false, "yyyy-MM-dd HH:mm"),
        new("yyyy-MM-dd'T'HH:mm", IsDay: false, "yyyy-MM-dd'T'HH:mm"),
        new("yyyyMMdd", IsDay: true, "yyyyMMdd"),
    ];

    private List<TimeForm> _alive = [.. Forms];
    private long _first = long.MinValue;
    private long _previous = long.MinValue;

    /// <summary>The formats that fit all values so far, the likeliest first; none before the first value.</summary>
    public IReadOnlyList<TimeForm> Fitting => _first == long.MinValue ? [] : _alive;

    /// <summary>Earliest value by the first fitting format, Unix milliseconds UTC.</summary>
    public long MinMs { get; private set; } = long.MaxValue;

    /// <summary>Latest value.</summary>
    public long MaxMs { get; private set; } = long.MinValue;

    /// <summary>True while no value is before the previous one.</summary>
    public bool NeverFalls { get; private set; } = true;

    /// <summary>As <see cref="NumberProfile.Track"/>, in seconds.</summary>
    public ulong Track { get; private set; } = Tracks.Start;

    /// <summary>Adds a value that is not missing.</summary>
    public void Add(ReadOnlySpan<byte> utf8)
    {
        if (_alive.Count == 0)
        {
            return;
        }

        Span<char> buffer = stackalloc char[MaxLength];
        if (utf8.Length is < 8 or > MaxLength || !char.IsAsciiDigit((char)utf8[0]))
        {
            _alive = [];
            return;
        }

        ReadOnlySpan<char> text = buffer[..Encoding.UTF8.GetChars(utf8, buffer)];
        DateTimeOffset time = default;
        for (int i = _alive.Count - 1; i >= 0; i--)
        {
            if (!_alive[i].TryRead(text, out time))
            {
                _alive = [.. _alive.Where((_, at) => at != i)];
            }
        }

        // The last one tried is the first, which is the likeliest; a column with none is no time at all.
        if (_alive.Count > 0 && _alive[0].TryRead(text, out time))
        {
            AddTime(time.ToUnixTimeMilliseconds());
        }
    }

    private void AddTime(long ms)
    {
        MinMs = Math.Min(MinMs, ms);
        MaxMs = Math.Max(MaxMs, ms);
        _first = _first == long.MinValue ? ms : _first;
        NeverFalls &= ms >= _previous;
        _previous = ms;
        Track = Tracks.Next(Track, Math.Floor((ms - _first) / 1000.0));
    }

    private static IEnumerable<TimeForm> Patterns(string day) =>
    [
        new(day, IsDay: true, day),
        new(day + " HH:mm:ss", IsDay: false, day + " HH:mm:ss"),
        new(day + " HH:mm", IsDay: false, day + " HH:mm"),
    ];
}

/// <summary>One format of days or times.</summary>
/// <param name="Format">As a detector declares it.</param>
/// <param name="IsDay">Whether it has no time of day.</param>
/// <param name="Patterns">The .NET patterns it stands for.</param>
internal sealed record TimeForm(string Format, bool IsDay, params string[] Patterns)
{
    public bool TryRead(ReadOnlySpan<char> text, out DateTimeOffset time) => DateTimeOffset.TryParseExact(
        text, Patterns, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time);
}
