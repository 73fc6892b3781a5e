using System.Text.Json;
using Hamf.Pipeline.Registry;

namespace Hamf.Server.Mlflow;

/// <summary>Refusals of fields, in the words that clients of MLflow look for.</summary>
internal static class WireFault
{
    /// <summary>A field is missing, null or empty.</summary>
    /// <param name="path">The field: <c>name</c>, <c>metrics[3].key</c>.</param>
    public static RegistryException Missing(string path) => RegistryException.Invalid($"Missing value for required parameter '{path}'.");

    /// <summary>A field is of the wrong type or breaks a rule.</summary>
    /// <param name="path">The field.</param>
    /// <param name="value">What was sent.</param>
    /// <param name="reason">What was expected, as a sentence; may be empty.</param>
    public static RegistryException Invalid(string path, JsonElement value, string reason = "") => Compose(path, WireText.Show(value), reason);

    /// <inheritdoc cref="Invalid(string,JsonElement,string)"/>
    public static RegistryException Invalid(string path, string value, string reason = "") => Compose(path, WireText.Show(value), reason);

    /// <inheritdoc cref="Invalid(string,JsonElement,string)"/>
    public static RegistryException Invalid(string path, long value, string reason = "") =>
        Compose(path, value.ToString(System.Globalization.CultureInfo.InvariantCulture), reason);

    /// <summary>A text is too long and may not be cut.</summary>
    public static RegistryException TooLong(string path, int max) =>
        RegistryException.Invalid($"'{path}' exceeds the maximum length of {max} characters.");

    private static RegistryException Compose(string path, string shown, string reason) =>
        RegistryException.Invalid($"Invalid value {shown} for parameter '{path}' supplied" + (reason.Length == 0 ? "." : ": " + reason));
}
