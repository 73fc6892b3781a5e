using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Registry.Tracking;

namespace Hamf.Server.Mlflow;

/// <summary>Reads the datasets of <c>runs/log-inputs</c>.</summary>
internal static class DatasetFields
{
    /// <summary>Reads and checks all datasets of a call.</summary>
    /// <exception cref="RegistryException">One is incomplete or over a limit.</exception>
    public static IReadOnlyList<DatasetInput> Read(WireRequest request)
    {
        IReadOnlyList<WireFields> inputs = request.Objects("datasets");
        return inputs.Count <= MlflowLimits.BatchDatasetsMax
            ? [.. inputs.Select(ReadOne)]
            : throw RegistryException.Invalid($"A call can contain at most {MlflowLimits.BatchDatasetsMax} datasets, this one has {inputs.Count}. Send them in several calls.");
    }

    private static DatasetInput ReadOne(WireFields input)
    {
        WireFields dataset = input.Object("dataset") ?? throw WireFault.Missing(input.PathOf("dataset"));
        return new DatasetInput
        {
            Name = Checked(dataset.Text("name"), "name", MlflowLimits.DatasetNameCharsMax),
            Digest = Checked(dataset.Text("digest"), "digest", MlflowLimits.DatasetDigestCharsMax),
            SourceType = Checked(dataset.Text("source_type"), "source_type", MlflowLimits.DatasetSourceTypeCharsMax),
            Source = Checked(dataset.Text("source"), "source", MlflowLimits.DatasetSourceCharsMax),
            Schema = CheckedOptional(dataset.OptionalText("schema"), "schema", MlflowLimits.DatasetSchemaCharsMax),
            Profile = CheckedOptional(dataset.OptionalText("profile"), "profile", MlflowLimits.DatasetProfileCharsMax),
            Tags = [.. input.Objects("tags").Select(ReadTag)],
        };
    }

    private static KeyValuePair<string, string> ReadTag(WireFields tag) => KeyValuePair.Create(
        Checked(tag.Text("key"), "key", MlflowLimits.InputTagKeyCharsMax),
        Checked(tag.OptionalText("value") ?? "", "value", MlflowLimits.InputTagValueCharsMax));

    private static string? CheckedOptional(string? text, string field, int max) => text is { Length: > 0 } ? Checked(text, field, max) : null;

    private static string Checked(string text, string field, int max)
    {
        TextLimits.Check(field, text, max);
        return text;
    }
}
