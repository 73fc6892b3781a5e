namespace Hamf.Pipeline.Rows;

/// <summary>One column of an event's schema, as declared in <c>detector.yaml</c>.</summary>
public sealed record ColumnSpec
{
    /// <summary>The column's name in files and JSON bodies.</summary>
    public required string Name { get; init; }

    /// <summary>The declared type.</summary>
    public required ColumnType Type { get; init; }

    /// <summary>What the column is for.</summary>
    public required ColumnRole Role { get; init; }

    /// <summary>Unit for people and for checks (<c>USD</c>, <c>deg</c>, <c>km</c>), or null.</summary>
    public string? Unit { get; init; }

    /// <summary>Lowest accepted value (numbers; times as Unix milliseconds), or null.</summary>
    public double? Min { get; init; }

    /// <summary>Highest accepted value, or null.</summary>
    public double? Max { get; init; }

    /// <summary>Whether a missing cell is accepted. <value>false</value></summary>
    public bool Nullable { get; init; }

    /// <summary>Accepted texts, or null when any is. A value outside is a reject.</summary>
    public IReadOnlyList<string>? Categories { get; init; }

    /// <summary>Other names under which the column is accepted in files and JSON bodies; its own name wins. <value>none</value></summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>
    /// Formats of a time or date, tried in order: a .NET pattern, <c>iso</c>, <c>unix_s</c> or <c>unix_ms</c>.
    /// <value>iso: yyyy-MM-dd[ T]HH:mm:ss[.fff][Z|±hh:mm]</value>
    /// </summary>
    public IReadOnlyList<string> Formats { get; init; } = ["iso"];

    /// <summary>IANA time zone of times written without an offset. <value>UTC</value></summary>
    public string TimeZone { get; init; } = "UTC";

    /// <summary>True when the value is personal data and is masked in rejects, logs and mails. <value>false</value></summary>
    public bool Personal { get; init; }

    /// <summary>For the label: the text of the positive class (<c>1</c>, <c>-1</c>, <c>phishing</c>). <value>1</value></summary>
    public string Positive { get; init; } = "1";
}
