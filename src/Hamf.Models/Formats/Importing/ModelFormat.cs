namespace Hamf.Models.Formats.Importing;

/// <summary>A format whose files hold one model and nothing else.</summary>
/// <param name="Name">What it is called in messages.</param>
/// <param name="LooksLike">Whether a content begins as such a file does.</param>
/// <param name="Read">Reads a whole file; throws <see cref="ImportException"/>.</param>
internal sealed record ModelFormat(string Name, ContentTest LooksLike, Func<ReadOnlyMemory<byte>, ImportedEstimator> Read)
{
    /// <summary>Those known beside pickle and our own; each is asked in turn.</summary>
    public static readonly IReadOnlyList<ModelFormat> All =
    [
    ];

    /// <summary>The format of a content, or null when it is none of these.</summary>
    public static ModelFormat? Of(ReadOnlySpan<byte> content)
    {
        foreach (ModelFormat format in All)
        {
            if (format.LooksLike(content))
            {
                return format;
            }
        }

        return null;
    }
}

/// <summary>Looks at the first bytes of a file.</summary>
internal delegate bool ContentTest(ReadOnlySpan<byte> content);
