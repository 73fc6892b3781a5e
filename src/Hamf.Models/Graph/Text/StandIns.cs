using System.Globalization;
using System.Text;

namespace Hamf.Models.Graph.Text;

/// <summary>
/// Stands one private character for each character beyond U+FFFF (and for each private one), so that a regular expression of .NET sees code
/// points: from U+E000 for decimal digits, U+E400 for other word characters, U+F000 for the rest. Not thread-safe.
/// </summary>
internal sealed class StandIns
{
    private const char FirstDigit = '\uE000';
    private const char FirstWord = '\uE400';
    private const char FirstOther = '\uF000';
    private const char LastOther = '\uF8FF';

    private readonly Dictionary<int, char> _standIns = [];
    private readonly Dictionary<char, int> _originals = [];
    private readonly int[] _used = new int[3];

    /// <summary>Whether a text has characters that need one.</summary>
    public static bool AreNeeded(ReadOnlySpan<char> text) => text.ContainsAnyInRange('\uD800', LastOther);

    /// <summary>The text with stand-ins.</summary>
    /// <exception cref="RowRefusedException">It has more different ones than there are stand-ins.</exception>
    public string Replace(ReadOnlySpan<char> text)
    {
        var result = new StringBuilder(text.Length);
        for (int at = 0; at < text.Length;)
        {
            bool isValid = Rune.DecodeFromUtf16(text[at..], out Rune rune, out int size) == System.Buffers.OperationStatus.Done;
            int codePoint = isValid ? rune.Value : text[at];
            at += isValid ? size : 1;
            bool isReplaced = codePoint > char.MaxValue || (codePoint >= FirstDigit && codePoint <= LastOther);
            result.Append(isReplaced ? StandInOf(codePoint) : (char)codePoint);
        }

        return result.ToString();
    }

    /// <summary>The characters that stood before, appended to <paramref name="target"/>.</summary>
    public void Restore(ReadOnlySpan<char> text, TextBuffer target)
    {
        foreach (char c in text)
        {
            if (_originals.TryGetValue(c, out int codePoint))
            {
                target.Append(char.ConvertFromUtf32(codePoint));
            }
            else
            {
                target.Append(c);
            }
        }
    }

    private char StandInOf(int codePoint)
    {
        if (_standIns.TryGetValue(codePoint, out char standIn))
        {
            return standIn;
        }

        int kind = CharUnicodeInfo.GetUnicodeCategory(codePoint) == UnicodeCategory.DecimalDigitNumber ? 0 : PythonText.IsWord(codePoint) ? 1 : 2;
        (char first, char end) = kind switch
        {
            0 => (FirstDigit, FirstWord),
            1 => (FirstWord, FirstOther),
            _ => (FirstOther, (char)(LastOther + 1)),
        };
        standIn = (char)(first + _used[kind]++);
        if (standIn >= end)
        {
            throw new RowRefusedException("the text has too many different characters beyond U+FFFF for this token_pattern");
        }

        _standIns[codePoint] = standIn;
        _originals[standIn] = codePoint;
        return standIn;
    }
}
