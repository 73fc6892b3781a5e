using Hamf.Models.Data;

namespace Hamf.Models.Formats.Hamf;

/// <summary>The features of a model: name, kind, categories.</summary>
internal static class FeatureSection
{
    private const int MaxFeatures = 100_000;

    public static void Write(BodyWriter body, IReadOnlyList<FeatureInfo> features)
    {
        body.Count(features.Count);
        foreach (FeatureInfo feature in features)
        {
            body.Text(feature.Name);
            body.UInt32((uint)feature.Kind);
            body.Count(feature.Categories.Count);
            foreach (string category in feature.Categories)
            {
                body.Text(category);
            }
        }
    }

    public static FeatureInfo[] Read(ref BodyReader reader)
    {
        int count = reader.Count(12, "features");
        if (count is 0 or > MaxFeatures)
        {
            throw new InvalidDataException($"The model file has {count} features; 1 to {MaxFeatures} are possible.");
        }

        var features = new FeatureInfo[count];
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (int i = 0; i < count; i++)
        {
            features[i] = ReadOne(ref reader);
            if (!names.Add(features[i].Name))
            {
                throw new InvalidDataException($"The model file has two features named '{features[i].Name}'.");
            }
        }

        return features;
    }

    private static FeatureInfo ReadOne(ref BodyReader reader)
    {
        string name = reader.Text("a feature's name");
        uint kind = reader.UInt32();
        if (kind > (uint)FeatureKind.Categorical)
        {
            throw new InvalidDataException($"The model file gives feature '{name}' the unknown kind {kind}.");
        }

        var categories = new string[reader.Count(4, "categories")];
        for (int i = 0; i < categories.Length; i++)
        {
            categories[i] = reader.Text("a category");
        }

        if (kind == (uint)FeatureKind.Numeric && categories.Length > 0)
        {
            throw new InvalidDataException($"The model file gives the numeric feature '{name}' categories.");
        }

        return new FeatureInfo(name, (FeatureKind)kind, categories);
    }
}
