using Hamf.Pipeline.Rows;

namespace Hamf.Pipeline.Tests.Rows;

/// <summary>Schemas that several row tests share.</summary>
internal static class Schemas
{
    /// <summary>Card number, time, amount, zip, label: one of each kind.</summary>
    public static EventSchema Card() => new(
    [
        Column("trans_num", ColumnType.Text, ColumnRole.Key),
        Column("trans_date_trans_time", ColumnType.Time, ColumnRole.Time) with
        {
            Aliases = ["current_time"], Formats = ["yyyy-MM-dd HH:mm:ss", "unix_ms"],
        },
        Column("cc_num", ColumnType.Integer, ColumnRole.Entity) with { Personal = true },
        Column("amt", ColumnType.Number) with { Min = 0 },
        Column("zip", ColumnType.Text) with { Nullable = true },
        Column("first", ColumnType.Text, ColumnRole.Ignore) with { Personal = true },
        Column("is_fraud", ColumnType.Boolean, ColumnRole.Label),
    ]);

    /// <summary>The 22 columns of the card data, all of them read.</summary>
    public static EventSchema Sparkov() => new(
    [
        Column("trans_date_trans_time", ColumnType.Time, ColumnRole.Time) with
        {
            Aliases = ["current_time"], Formats = ["yyyy-MM-dd HH:mm:ss", "unix_ms"],
        },
        Column("cc_num", ColumnType.Integer, ColumnRole.Entity) with { Personal = true },
        Column("merchant", ColumnType.Text),
        Column("category", ColumnType.Text),
        Column("amt", ColumnType.Number) with { Min = 0, Unit = "USD" },
        Column("first", ColumnType.Text) with { Personal = true },
        Column("last", ColumnType.Text) with { Personal = true },
        Column("gender", ColumnType.Text) with { Categories = ["F", "M"] },
        Column("street", ColumnType.Text) with { Personal = true },
        Column("city", ColumnType.Text),
        Column("state", ColumnType.Text),
        Column("zip", ColumnType.Text),
        Column("lat", ColumnType.Number) with { Min = -90, Max = 90 },
        Column("long", ColumnType.Number) with { Min = -180, Max = 180 },
        Column("city_pop", ColumnType.Integer) with { Min = 0 },
        Column("job", ColumnType.Text),
        Column("dob", ColumnType.Date),
        Column("trans_num", ColumnType.Text, ColumnRole.Key),
        Column("unix_time", ColumnType.Time, ColumnRole.Ignore) with { Formats = ["unix_s", "unix_ms"] },
        Column("merch_lat", ColumnType.Number) with { Min = -90, Max = 90 },
        Column("merch_long", ColumnType.Number) with { Min = -180, Max = 180 },
        Column("is_fraud", ColumnType.Boolean, ColumnRole.Label),
    ]);

    /// <summary>A column of that type.</summary>
    public static ColumnSpec Column(string name, ColumnType type, ColumnRole role = ColumnRole.Feature) =>
        new() { Name = name, Type = type, Role = role };

    /// <summary>A schema with a single feature.</summary>
    public static EventSchema Single(ColumnSpec column) => new([column]);
}
