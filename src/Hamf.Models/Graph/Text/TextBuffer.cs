namespace Hamf.Models.Graph.Text;

/// <summary>Characters that grow, in reused memory. Not thread-safe.</summary>
internal sealed class TextBuffer
{
    private char[] _characters = new char[256];

    /// <summary>Number of characters.</summary>
    public int Length { get; private set; }

    /// <summary>The characters.</summary>
    public ReadOnlySpan<char> Span => _characters.AsSpan(0, Length);

    /// <summary>Forgets all.</summary>
    public void Clear() => Length = 0;

    /// <summary>Room behind the characters; <see cref="Advance"/> says how much of it was used.</summary>
    public Span<char> Reserve(int count)
    {
        if (_characters.Length - Length < count)
        {
            Array.Resize(ref _characters, Math.Max(checked(Length + count), _characters.Length * 2));
        }

        return _characters.AsSpan(Length);
    }

    /// <summary>Takes what was written into the reserved room.</summary>
    public void Advance(int count) => Length += count;

    /// <summary>Appends a character.</summary>
    public void Append(char c)
    {
        Reserve(1)[0] = c;
        Length++;
    }

    /// <summary>Appends characters.</summary>
    public void Append(ReadOnlySpan<char> text)
    {
        text.CopyTo(Reserve(text.Length));
        Length += text.Length;
    }

    /// <summary>Appends characters; two or more white ones in a row become one space, a single one stays.</summary>
    public void AppendCollapsed(ReadOnlySpan<char> text)
    {
        Reserve(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            int end = i;
            while (end < text.Length && PythonText.IsSpace(text[end]))
            {
                end++;
            }

            Append(end - i > 1 ? ' ' : text[i]);
            i = end - i > 1 ? end - 1 : i;
        }
    }
}
