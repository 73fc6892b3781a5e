namespace Hamf.Pipeline.Rows;

/// <summary>What a column is for. Only features ever reach a model.</summary>
public enum ColumnRole
{
    /// <summary>Known at scoring time and may be used in feature expressions.</summary>
    Feature,

    /// <summary>The event's id: idempotency key and key of every output. At most one column.</summary>
    Key,

    /// <summary>What is scored over time (card, account, host): the default of <c>by</c> in window features. May be used in expressions only as such.</summary>
    Entity,

    /// <summary>The event's time. At most one column.</summary>
    Time,

    /// <summary>The truth, where known. At most one column. May be used only in window features that declare a <c>delay</c>.</summary>
    Label,

    /// <summary>Read by nothing; kept in stored payloads.</summary>
    Ignore,
}
