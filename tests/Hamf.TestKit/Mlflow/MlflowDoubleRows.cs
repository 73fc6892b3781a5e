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

    /// <summary>The logged models that it has made: id and step.</summary>
    public List<(string ModelId, long Step)> Models { get; } = [];

    /// <summary>Where its files are.</summary>
    public string ArtifactUri => $"{Experiment.Location}/{Id}/artifacts";
}

/// <summary>A logged model of the double.</summary>
public sealed class DoubleLoggedModel
{
    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>Its experiment.</summary>
    public required DoubleExperiment Experiment { get; init; }

    /// <summary>Its name.</summary>
    public string Name { get; init; } = string.Empty;

    /// <summary>Its status, as it goes over the wire.</summary>
    public string Status { get; set; } = "LOGGED_MODEL_READY";

    /// <summary>What kind of model.</summary>
    public string? Type { get; init; }

    /// <summary>The run that made it.</summary>
    public string? SourceRunId { get; init; }

    /// <summary>When it was made.</summary>
    public long CreatedMs { get; init; } = 1_700_000_000_000;

    /// <summary>Its parameters.</summary>
    public Dictionary<string, string> Params { get; } = [];

    /// <summary>Its tags.</summary>
    public Dictionary<string, string> Tags { get; } = [];

    /// <summary>Points of metrics that runs have measured on it.</summary>
    public List<(string RunId, string Key, double Value, long TimestampMs, long Step)> Points { get; } = [];

    /// <summary>Where its files are.</summary>
    public string ArtifactUri => $"{Experiment.Location}/models/{Id}/artifacts";
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

    /// <summary>The logged model that it was registered from, or null.</summary>
    public string? ModelId => Source.StartsWith("models:/m-", StringComparison.Ordinal) ? Source["models:/".Length..] : null;

    /// <summary>Its run; may be empty.</summary>
    public string RunId { get; init; } = string.Empty;

    /// <summary>Its stage.</summary>
    public string Stage { get; set; } = "None";

    /// <summary>Its description.</summary>
    public string Description { get; init; } = string.Empty;

    /// <summary>Its tags.</summary>
    public Dictionary<string, string> Tags { get; } = [];
}
