namespace Hamf.Pipeline.Features.Windows;

/// <summary>What a window aggregate computes.</summary>
internal enum AggregateKind
{
    Count,
    Sum,
    Mean,
    Min,
    Max,
    Std,
    Distinct,
    SeenBefore,
    SinceLast,
    FirstSeen,
}
