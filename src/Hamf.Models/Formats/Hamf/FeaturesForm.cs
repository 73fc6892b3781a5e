using Hamf.Models.Data;

namespace Hamf.Models.Formats.Hamf;

/// <summary>The part of a model file that holds the features.</summary>
internal static class FeaturesForm
{
    // A name's length, a kind, a count of categories.
    private const int LeastSize = 4 + 1 + 4;

    public static void Write(ModelWriter writer, IReadOnlyList<FeatureInfo> features)
    {
        writer.Int(features.Count);
        foreach (FeatureInfo feature in features)
        {
            writer.Text(feature.Name);
            writer.Byte((byte)feature.Kind);
            writer.Int(feature.Categories.Count);
            foreach (string category in feature.Categories)
            {
                writer.Text(category);
            }
        }
    }

    public static FeatureInfo[] Read(ref ModelReader reader)
    {
        var features = new FeatureInfo[reader.Count(LeastSize, "features")];
        for (int f = 0; f < features.Length; f++)
        {
            string name = reader.Text("a feature's name");
            byte kind = reader.Byte();
            int count = reader.Count(4, "categories");
            if (kind > (byte)FeatureKind.Text || (kind != (byte)FeatureKind.Categorical && count > 0))
            {
                throw ModelFault.Damaged($"the kind of feature '{name}' is wrong");
            }

            string[] categories = count == 0 ? [] : new string[count];
            for (int c = 0; c < categories.Length; c++)
            {
                categories[c] = reader.Text("a category");
            }

            features[f] = new FeatureInfo(name, (FeatureKind)kind, categories);
        }

        return features;
    }

    /// <summary>The importance of each feature.</summary>
    public static double[] ReadImportance(ref ModelReader reader, int count)
    {
        double[] importance = reader.Doubles(count);
        return importance.AsSpan().ContainsAnyExceptInRange(0, 1) ? throw ModelFault.Damaged("an importance is not in [0, 1]") : importance;
    }
}
