namespace Hamf.Models.Trees.Explaining;

/// <summary>A tree as <see cref="ShapKernel{TLanes, TLayout}"/> walks it.</summary>
/// <param name="FirstStep">Where its steps begin.</param>
/// <param name="EndStep">Where they end; equal to the first for a single leaf.</param>
/// <param name="Points">Quadrature points.</param>
/// <param name="Rule">Where its rule stands in the tables: points, weights and ones, each padded.</param>
/// <param name="Output">The output that its leaves add to.</param>
internal readonly record struct ShapTree(int FirstStep, int EndStep, int Points, int Rule, int Output);
