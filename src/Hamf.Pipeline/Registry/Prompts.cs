namespace Hamf.Pipeline.Registry;

/// <summary>Prompts of MLflow are registered models with a tag. Hamf keeps them and shows them only to who asks for them.</summary>
public static class Prompts
{
    /// <summary>The tag that makes a registered model, or a version, a prompt when its value is <c>true</c>.</summary>
    public const string Tag = "mlflow.prompt.is_prompt";

    /// <summary>Whether something with these tags is a prompt.</summary>
    public static bool Is(IReadOnlyList<KeyValuePair<string, string>> tags)
    {
        ArgumentNullException.ThrowIfNull(tags);
        return tags.Any(tag => tag.Key == Tag && tag.Value.Equals("true", StringComparison.OrdinalIgnoreCase));
    }
}
