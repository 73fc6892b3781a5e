using System.Globalization;

namespace Hamf.Models.Formats.Importing;

/// <summary>Warns of files whose writer is older or newer than what was compared with the library's own predictions.</summary>
internal static class LibraryAge
{
    private static readonly Version Oldest = new(0, 20);
    private static readonly Version Newest = new(1, 9);

    public static void Warn(string file, IReadOnlyList<string> versions, ImportReport report)
    {
        foreach (string text in versions)
        {
            if (text.Split('.') is not [var major, var minor, ..]
                || !int.TryParse(major, NumberStyles.None, CultureInfo.InvariantCulture, out int first)
                || !int.TryParse(minor, NumberStyles.None, CultureInfo.InvariantCulture, out int second))
            {
                continue;
            }

            var version = new Version(first, second);
            if (version < Oldest || version > Newest)
            {
                report.Warn($"{file} was written by scikit-learn {text}; {Oldest} to {Newest} are known: compare some predictions with the original's");
            }
        }
    }
}
