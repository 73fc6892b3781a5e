namespace Hamf.Models.Graph.Text;

/// <summary>What the terms of a text are made of: <c>analyzer</c> of scikit-learn.</summary>
internal enum TermUnit
{
    /// <summary>Words.</summary>
    Word,

    /// <summary>Characters.</summary>
    Character,

    /// <summary>Characters within one word, with a space before and behind it.</summary>
    CharacterInWord,
}
