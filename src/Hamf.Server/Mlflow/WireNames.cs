using System.Text.Json;

namespace Hamf.Server.Mlflow;

/// <summary>Names of fields that a page of runs holds by the thousand, encoded once.</summary>
internal static class WireNames
{
    public static readonly JsonEncodedText Key = JsonEncodedText.Encode("key");
    public static readonly JsonEncodedText Value = JsonEncodedText.Encode("value");
    public static readonly JsonEncodedText Timestamp = JsonEncodedText.Encode("timestamp");
    public static readonly JsonEncodedText Step = JsonEncodedText.Encode("step");
}
