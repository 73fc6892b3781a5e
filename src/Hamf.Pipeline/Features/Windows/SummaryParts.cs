namespace Hamf.Pipeline.Features.Windows;

/// <summary>The parts of a <see cref="Summary"/> that are kept up; the count always is.</summary>
[Flags]
internal enum SummaryParts
{
    None = 0,
    Sum = 1,
    Squares = 2,
    Range = 4,
}
