namespace Hamf.Pipeline.Registry.Tracking;

/// <summary>How a logged model stands.</summary>
public enum LoggedModelStatus
{
    /// <summary>Its files are being uploaded.</summary>
    Pending,

    /// <summary>Its files are there.</summary>
    Ready,

    /// <summary>Its upload failed.</summary>
    UploadFailed,
}
