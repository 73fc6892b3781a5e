using System.Text.Json.Nodes;

namespace Hamf.TestKit.Mlflow;

/// <summary>An experiment of the double.</summary>
public sealed record DoubleExperiment(long Id, string Name, string Location)
{
    /// <summary>Whether it is deleted.</summary>
    public bool IsDeleted { get; set; }
}

/// <summary>A run of the double.</summary>
public sealed class DoubleRun
{
    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>Its experiment.</summary>
    public required DoubleExperiment Experiment { get; init; }

    /// <summary>Its name.</summary>
    public string Name { get; init; } = string.Empty;

    /// <summary>Its user.</summary>
    public string User { get; init; } = string.Empty;

    /// <summary>Its status.</summary>
    public string Status { get; set; } = "RUNNING";

    /// <summary>Its start.</summary>
    public long StartMs { get; init; }

    /// <summary>Its end, or null.</summary>
    public long? EndMs { get; set; }

    /// <summary>Whether it is deleted.</summary>
    public bool IsDeleted { get; set; }

    /// <summary>Its parameters.</summary>
    public Dictionary<string, string> Params { get; } = [];

    /// <summary>Its tags.</summary>
    public Dictionary<string, string> Tags { get; } = [];

    /// <summary>All points of its metrics; NaN is kept.</summary>
    public List<(string Key, double Value, long TimestampMs, long Step)> Points { get; } = [];

    /// <summary>Its dataset inputs, as they go over the wire.</summary>
    public JsonArray Datasets { get; } = [];

    /// <summary>Where its files are.</summary>
    public string ArtifactUri => $"{Experiment.Location}/{Id}/artifacts";
}

/// <summary>A registered model of the double.</summary>
public sealed class DoubleModel
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Its description.</summary>
    public string Description { get; set; } = string.Empty;

    /// <summary>Its tags.</summary>
    public Dictionary<string, string> Tags { get; } = [];

    /// <summary>Its aliases.</summary>
    public Dictionary<string, int> Aliases { get; } = [];

    /// <summary>Its versions, by number; numbers are not given again.</summary>
    public SortedDictionary<int, DoubleVersion> Versions { get; } = [];

    /// <summary>The highest number given.</summary>
    public int Newest { get; set; }
}

/// <summary>A version of the double.</summary>
public sealed class DoubleVersion
{
    /// <summary>Its number.</summary>
    public required int Number { get; init; }

    /// <summary>Where its files are, as the client said.</summary>
    public required string Source { get; init; }

    /// <summary>Its run; may be empty.</summary>
    public string RunId { get; init; } = string.Empty;

    /// <summary>Its stage.</summary>
    public string Stage { get; set; } = "None";

    /// <summary>Its description.</summary>
    public string Description { get; init; } = string.Empty;

    /// <summary>Its tags.</summary>
    public Dictionary<string, string> Tags { get; } = [];
}
