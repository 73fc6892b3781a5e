namespace Hamf.Pipeline.Intake;

/// <summary>Lines end with LF, CR LF or CR.</summary>
internal static class LineBreaks
{
    private const byte CarriageReturn = (byte)'\r';
    private const byte LineFeed = (byte)'\n';

    /// <summary>Number of line breaks; CR LF is one.</summary>
    public static int Count(ReadOnlySpan<byte> text)
    {
        int count = text.Count(LineFeed);
        for (int i = text.IndexOf(CarriageReturn); i >= 0;)
        {
            if (i + 1 >= text.Length || text[i + 1] != LineFeed)
            {
                count++;
            }

            int next = text[(i + 1)..].IndexOf(CarriageReturn);
            i = next < 0 ? -1 : i + 1 + next;
        }

        return count;
    }

    /// <summary>Position behind the first line break, or 0 when there is none.</summary>
    public static int EndOfFirst(ReadOnlySpan<byte> text)
    {
        int index = text.IndexOfAny(CarriageReturn, LineFeed);
        if (index < 0)
        {
            return 0;
        }

        return text[index] == CarriageReturn && index + 1 < text.Length && text[index + 1] == LineFeed ? index + 2 : index + 1;
    }

    /// <summary>Moves the window to the start of the next line, however long the current one is.</summary>
    public static void SkipLine(ByteWindow window)
    {
        while (true)
        {
            ReadOnlySpan<byte> unread = window.Unread;
            int end = EndOfFirst(unread);

            // A carriage return at the window's end may have its line feed behind it.
            if (end > 0 && (end < unread.Length || window.IsLast || unread[end - 1] == LineFeed))
            {
                window.Skip(end);
                return;
            }

            window.Skip(end > 0 ? end - 1 : unread.Length);
            if (!window.Refill() && window.Unread.IsEmpty)
            {
                return;
            }
        }
    }
}
