using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Registry.Search;
using Hamf.Pipeline.Registry.Tracking;

namespace Hamf.Server.Mlflow;

/// <summary>Enums as the API names them; the place in a list is the number that the API knows too, counted from 1.</summary>
internal static class WireWords
{
    /// <summary>Statuses of runs.</summary>
    public static readonly IReadOnlyList<(string Word, RunStatus Value)> RunStatuses =
    [
        ("RUNNING", RunStatus.Running),
        ("SCHEDULED", RunStatus.Scheduled),
        ("FINISHED", RunStatus.Finished),
        ("FAILED", RunStatus.Failed),
        ("KILLED", RunStatus.Killed),
    ];

    /// <summary>Lifecycle stages that a search shows.</summary>
    public static readonly IReadOnlyList<(string Word, LifecycleView Value)> Views =
    [
        ("ACTIVE_ONLY", LifecycleView.ActiveOnly),
        ("DELETED_ONLY", LifecycleView.DeletedOnly),
        ("ALL", LifecycleView.All),
    ];

    /// <summary>Statuses of logged models.</summary>
    public static readonly IReadOnlyList<(string Word, LoggedModelStatus Value)> ModelStatuses =
    [
        ("LOGGED_MODEL_PENDING", LoggedModelStatus.Pending),
        ("LOGGED_MODEL_READY", LoggedModelStatus.Ready),
        ("LOGGED_MODEL_UPLOAD_FAILED", LoggedModelStatus.UploadFailed),
    ];

    /// <summary>A lifecycle stage.</summary>
    public static string Word(LifecycleStage stage) => stage == LifecycleStage.Active ? "active" : "deleted";

    /// <summary>The word of a value.</summary>
    public static string Word<T>(IReadOnlyList<(string Word, T Value)> words, T value)
        where T : struct
    {
        foreach ((string word, T each) in words)
        {
            if (EqualityComparer<T>.Default.Equals(each, value))
            {
                return word;
            }
        }

        throw new ArgumentOutOfRangeException(nameof(value), value, "The API has no word for this value.");
    }
}
