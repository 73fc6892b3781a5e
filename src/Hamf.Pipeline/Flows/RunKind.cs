namespace Hamf.Pipeline.Flows;

/// <summary>What a run of Hamf has done, as its tag says: searches tell trainings from evaluations by it.</summary>
public static class RunKind
{
    /// <summary>The tag.</summary>
    public const string Tag = "kind";

    /// <summary>A training.</summary>
    public const string Training = "training";

    /// <summary>An evaluation.</summary>
    public const string Evaluation = "evaluation";
}
