namespace Hamf.Pipeline.Registry.Search;

/// <summary>What is compared or ordered by.</summary>
/// <param name="Kind">Where it belongs.</param>
/// <param name="Key">Its name, without prefix and quotes, aliases resolved (<c>Created</c> is <c>start_time</c>).</param>
public sealed record SearchField(FieldKind Kind, string Key);
