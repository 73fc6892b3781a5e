namespace Hamf.Pipeline.Features.Windows;

/// <summary>A place among a key's entries: before entry <paramref name="Index"/> of block <paramref name="Block"/>.</summary>
internal readonly record struct Cursor(int Block, int Index);
