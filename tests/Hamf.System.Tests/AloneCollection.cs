namespace Hamf.System.Tests;

/// <summary>Tests that run alone: the launcher may build over the program that the others run.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneCollection
{
    public const string Name = "alone";
}
