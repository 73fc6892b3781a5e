using Hamf.Models.Trees;

namespace Hamf.Models.Formats.Boosting;

/// <summary>A node of a tree as a boosting library's file has it, in the terms of <see cref="TreeEnsemble"/>; its children may stand anywhere.</summary>
internal readonly record struct BoostedNode
{
    /// <summary>The feature asked, or <see cref="TreeEnsemble.Leaf"/>.</summary>
    public required int Feature { get; init; }

    /// <summary>A value at or below it goes left.</summary>
    public double Threshold { get; init; }

    /// <summary>Bits of the categories that go left, 32 in a word; null where the split is by threshold.</summary>
    public uint[]? LeftCategories { get; init; }

    /// <summary>Whether categories beyond <see cref="LeftCategories"/>, unknown ones too, go left.</summary>
    public bool OthersLeft { get; init; }

    /// <summary>Where a missing value goes.</summary>
    public bool DefaultLeft { get; init; }

    /// <summary>Position of the left child in its tree.</summary>
    public int Left { get; init; }

    /// <summary>Position of the right child in its tree.</summary>
    public int Right { get; init; }

    /// <summary>What a leaf adds.</summary>
    public double Value { get; init; }

    /// <summary>Training rows, by weight, that reached the node; not above 0 where the file does not tell.</summary>
    public float Cover { get; init; }

    /// <summary>What the split gained in training.</summary>
    public float Gain { get; init; }

    /// <summary>A leaf.</summary>
    public static BoostedNode Leaf(double value, float cover) => new() { Feature = TreeEnsemble.Leaf, Value = value, Cover = cover };
}
