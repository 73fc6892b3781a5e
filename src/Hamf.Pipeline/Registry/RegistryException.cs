namespace Hamf.Pipeline.Registry;

/// <summary>A tracking or registry call was refused because of what it asked for; nothing of it has happened.</summary>
/// <param name="error">The kind of refusal.</param>
/// <param name="message">What was found, what was expected and what to do, for the caller to read: no paths, no SQL.</param>
public sealed class RegistryException(RegistryError error, string message) : Exception(message)
{
    /// <summary>The kind of refusal.</summary>
    public RegistryError Error { get; } = error;

    /// <summary>A value is missing, malformed or does not fit what is stored.</summary>
    public static RegistryException Invalid(string message) => new(RegistryError.InvalidParameterValue, message);

    /// <summary>What was named does not exist.</summary>
    public static RegistryException Missing(string message) => new(RegistryError.ResourceDoesNotExist, message);

    /// <summary>Something of that name or key exists.</summary>
    public static RegistryException Exists(string message) => new(RegistryError.ResourceAlreadyExists, message);

    /// <summary>There is no registered model of that name.</summary>
    public static RegistryException MissingModel(string name) => Missing($"Registered Model with name={name} not found");

    /// <summary>There is no such version.</summary>
    public static RegistryException MissingVersion(string name, string version) => Missing($"Model Version (name={name}, version={version}) not found");
}
