namespace Hamf.Pipeline.Registry.Search;

/// <summary>What a name in a filter or an order names.</summary>
public enum FieldKind
{
    /// <summary>A property of the thing itself: <c>attributes.status</c>, <c>name</c>.</summary>
    Attribute,

    /// <summary>The latest value of a metric.</summary>
    Metric,

    /// <summary>A parameter.</summary>
    Param,

    /// <summary>A tag.</summary>
    Tag,

    /// <summary>A property of a dataset that was logged as input: <c>dataset.name</c>, <c>digest</c>, <c>context</c>.</summary>
    Dataset,
}
