namespace Hamf.Adapters.Relational;

/// <summary>How NaN is kept: SQLite stores it as null, so a flag stands beside a value of 0.</summary>
internal static class StoredNumber
{
    public static double Value(double number) => double.IsNaN(number) ? 0 : number;

    public static long IsNan(double number) => double.IsNaN(number) ? 1 : 0;

    public static double Read(double value, long isNan) => isNan != 0 ? double.NaN : value;
}
