using Hamf.Models.Formats;
using Hamf.Models.Graph;
using Hamf.Pipeline.Detectors;
using Hamf.Pipeline.Features;
using Hamf.Pipeline.Intake;
using Hamf.Pipeline.Rows;

namespace Hamf.Pipeline.Flows.Importing;

/// <summary>Makes a model's explanations compare with the rows of a data file, read and computed as events of its detector are.</summary>
internal static class BackgroundRows
{
    // A mean of some thousand rows changes no more in the digits that people read.
    private const int RowsMax = 10_000;

    /// <summary>The model with the background.</summary>
    /// <exception cref="ImportException">The file cannot be read, has no row that the model takes, or the model cannot be explained.</exception>
    public static Model Apply(Model model, Detector detector, ImportFile background, CancellationToken cancellation)
    {
        if (model is not GraphModel graph)
        {
            throw new ImportException(string.Empty, "a model of Hamf explains itself by its own training rows", "Leave out --background");
        }

        try
        {
            return graph.Against(Read(graph, detector, background, cancellation)) ?? throw new ImportException(
                string.Empty, $"a model of kind '{model.Algorithm}' cannot be explained feature by feature, with or without a background", "Leave out --background");
        }
        catch (Exception e) when (e is RowFileException or ArgumentException)
        {
            throw new ImportException(background.Name, e.Message.TrimEnd('.'), "The background needs the columns of the detector, in CSV or JSON lines", e);
        }
    }

    private static IEnumerable<(double[] Values, string?[] Texts)> Read(GraphModel model, Detector detector, ImportFile background, CancellationToken cancellation)
    {
        var engine = new FeatureEngine(FeatureSet.Compile(detector), CategoryEncoding.Frozen(model.Features));
        var content = new MemoryStream(background.Content.ToArray(), writable: false);
        using RowFile file = RowFile.Open(content, background.Name, detector.Events, new RowFileOptions());
        var batch = new RowBatch(detector.Events);
        var row = new Row(detector.Events);
        var values = new double[model.Features.Count];
        var texts = new string?[model.ReadsText ? values.Length : 0];
        int count = 0;
        while (count < RowsMax && file.Read(batch, cancellation))
        {
            for (int i = 0; i < batch.RowCount && count < RowsMax; i++, count++)
            {
                batch.CopyTo(i, row);
                engine.Compute(row, values, texts);
                yield return (values, texts);
                engine.Observe(row);
            }
        }
    }
}
