using Hamf.Models.Data;
using Hamf.Models.Graph;

namespace Hamf.Pipeline.Flows.Importing;

/// <summary>Finds out which inputs a model takes when they are missing, by asking it.</summary>
internal static class MissingProbe
{
    // One row per input is scored; of wider models all inputs are asked about together.
    private const int WidthMax = 500;

    /// <summary>Whether each input may be missing. Where the model refuses even a row of zeros nothing is learned, and all may.</summary>
    public static bool[] Ask(Model model)
    {
        int width = model.Features.Count;
        var values = new double[width];
        var texts = new string?[model.ReadsText ? width : 0];
        var outputs = new double[model.OutputCount];
        for (int i = 0; i < width; i++)
        {
            bool isText = model.Features[i].Kind == FeatureKind.Text;
            values[i] = isText ? double.NaN : 0;
            texts.AsSpan(i, isText ? 1 : 0).Fill("0");
        }

        if (!Takes(model, values, texts, outputs))
        {
            return [.. Enumerable.Repeat(true, width)];
        }

        return width > WidthMax ? AskTogether(model, values, texts, outputs) : [.. Enumerable.Range(0, width).Select(i => TakesWithout(i, model, values, texts, outputs))];
    }

    private static bool[] AskTogether(Model model, double[] values, string?[] texts, double[] outputs)
    {
        values.AsSpan().Fill(double.NaN);
        Array.Clear(texts);
        return [.. Enumerable.Repeat(Takes(model, values, texts, outputs), values.Length)];
    }

    private static bool TakesWithout(int input, Model model, double[] values, string?[] texts, double[] outputs)
    {
        (double value, string? text) = (values[input], texts.Length > 0 ? texts[input] : null);
        values[input] = double.NaN;
        texts.AsSpan(input, texts.Length > 0 ? 1 : 0).Clear();
        bool takes = Takes(model, values, texts, outputs);
        values[input] = value;
        texts.AsSpan(input, texts.Length > 0 ? 1 : 0).Fill(text);
        return takes;
    }

    private static bool Takes(Model model, double[] values, string?[] texts, double[] outputs)
    {
        try
        {
            model.Score(values, texts, outputs);
            return true;
        }
        catch (RowRefusedException)
        {
            return false;
        }
    }
}
