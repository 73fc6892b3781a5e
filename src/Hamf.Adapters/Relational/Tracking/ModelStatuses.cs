using Hamf.Pipeline.Registry.Tracking;

namespace Hamf.Adapters.Relational.Tracking;

/// <summary>How the status of a logged model is stored: in the words that a filter compares with.</summary>
internal static class ModelStatuses
{
    private const string Pending = "PENDING";
    private const string Ready = "READY";
    private const string Failed = "FAILED";

    public static LoggedModelStatus Read(string stored) => stored switch
    {
        Pending => LoggedModelStatus.Pending,
        Ready => LoggedModelStatus.Ready,
        _ => LoggedModelStatus.UploadFailed,
    };

    public static string Stored(LoggedModelStatus status) => status switch
    {
        LoggedModelStatus.Pending => Pending,
        LoggedModelStatus.Ready => Ready,
        _ => Failed,
    };
}
