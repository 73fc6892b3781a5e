using System.Globalization;

namespace Hamf.Pipeline.Detectors.Reading;

/// <summary>Sizes such as <c>500MiB</c> or <c>8GiB</c>.</summary>
internal static class ByteSizeText
{
    private static readonly (string Unit, long Bytes)[] Units =
    [
        ("KiB", 1L << 10), ("MiB", 1L << 20), ("GiB", 1L << 30), ("TiB", 1L << 40),
        ("KB", 1_000), ("MB", 1_000_000), ("GB", 1_000_000_000), ("TB", 1_000_000_000_000), ("B", 1), ("", 1),
    ];

    public static bool TryParse(string text, out long bytes)
    {
        foreach ((string unit, long size) in Units)
        {
            string number = text.EndsWith(unit, StringComparison.OrdinalIgnoreCase) ? text[..^unit.Length].Trim() : "";
            if (long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out long count) && count <= long.MaxValue / size)
            {
                bytes = count * size;
                return true;
            }
        }

        bytes = 0;
        return false;
    }
}
