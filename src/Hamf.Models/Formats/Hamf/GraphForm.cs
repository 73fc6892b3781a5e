using Hamf.Models.Data;
using Hamf.Models.Graph;

namespace Hamf.Models.Formats.Hamf;

/// <summary>The part of a model file that holds a <see cref="GraphModel"/>.</summary>
internal static class GraphForm
{
    public static void Write(ModelWriter writer, GraphModel model)
    {
        var parts = new PartWriter(writer);
        parts.Int(model.PositiveClass);
        parts.Doubles(model.MeanContributions);
        parts.Part(model.Estimator);
    }

    public static GraphModel Read(ref ModelReader reader, FeatureInfo[] features)
    {
        var parts = new PartReader(reader);
        int positive = parts.Int();
        double[] means = parts.Doubles();
        var estimator = parts.Part<Estimator>();
        reader = parts.Rest;
        try
        {
            return new GraphModel(features, estimator, positive, means);
        }
        catch (ArgumentException e)
        {
            throw ModelFault.Damaged(e.Message, e);
        }
    }
}
