using Hamf.Pipeline.Rows;

namespace Hamf.Pipeline.Features.Expressions;

/// <summary>Where in an expression a column stands.</summary>
internal enum Place
{
    /// <summary>Anywhere outside a window.</summary>
    Feature,

    /// <summary>In the argument or condition of a window without a delay.</summary>
    Window,

    /// <summary>In the argument or condition of a window with a delay.</summary>
    DelayedWindow,

    /// <summary>The whole argument of <c>distinct</c> or <c>seen_before</c>.</summary>
    Identity,

    /// <summary>After <c>by</c>.</summary>
    By,
}

/// <summary>Which columns may stand where, so that neither an id nor the truth reaches a model.</summary>
internal static class RoleRules
{
    /// <summary>Why the column may not stand there, or null when it may.</summary>
    public static string? Refuse(ColumnSpec column, Place place) => column.Role switch
    {
        ColumnRole.Key => $"'{column.Name}' is the event's key and may not be used in a feature; an id says nothing about the next event.",
        ColumnRole.Ignore => $"'{column.Name}' has role ignore and is not read; give it 'role: feature' to use it. Only the features listed reach the model.",
        ColumnRole.Label when place is Place.Feature =>
            $"'{column.Name}' is the label and may be used only inside a window with a delay, such as mean({column.Name}) over 30d delay 7d.",
        ColumnRole.Label when place is Place.Window =>
            $"'{column.Name}' is the label, which is known only some time after the event: add a delay, such as over 30d delay 7d.",
        ColumnRole.Label when place is not Place.DelayedWindow =>
            $"'{column.Name}' is the label and may not stand here; use it in sum, mean, rate or a 'where' of a window with a delay.",
        ColumnRole.Entity when place is not (Place.Identity or Place.By) =>
            $"'{column.Name}' is the entity and may stand only after 'by' or as the argument of distinct or seen_before; it identifies who acts and is no feature.",
        ColumnRole.Time when place is Place.By => $"'{column.Name}' is the event's time and may not stand after 'by'.",
        _ => null,
    };
}
