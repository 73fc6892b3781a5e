using Hamf.Pipeline.Rows;

namespace Hamf.Pipeline.Features.Expressions;

/// <summary>What an expression reads while it is evaluated. One owner at a time.</summary>
internal sealed class Scope(EventSchema schema, int aggregateCount)
{
    private readonly UrlParts _url = new();

    /// <summary>The event.</summary>
    public Row Row { get; set; } = new(schema);

    /// <summary>The event's label as far as it is known: 1, 0 or NaN.</summary>
    public double Label { get; set; } = double.NaN;

    /// <summary>The value of every window aggregate of the feature set.</summary>
    public double[] Aggregates { get; } = new double[aggregateCount];

    /// <summary>The parts of a URL; valid until the next call. The functions of one feature set mostly ask for the same text in turn.</summary>
    public UrlParts Url(string text)
    {
        _url.Split(text);
        return _url;
    }
}
