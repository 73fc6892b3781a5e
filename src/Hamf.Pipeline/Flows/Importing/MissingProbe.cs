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
        double[] values = [.. model.Features.Select(input => input.Kind == FeatureKind.Text ? double.NaN : 0)];
        string?[] texts = model.ReadsText ? [.. model.Features.Select(input => input.Kind == FeatureKind.Text ? "0" : null)] : [];
        if (!Takes(model, values, texts))
        {
            return [.. Enumerable.Repeat(true, width)];
        }

        if (width > WidthMax)
        {
            values.AsSpan().Fill(double.NaN);
            Array.Clear(texts);
            return [.. Enumerable.Repeat(Takes(model, values, texts), width)];
        }

        return [.. Enumerable.Range(0, width).Select(input => TakesWithout(input, model, [.. values], [.. texts]))];
    }

    private static bool TakesWithout(int input, Model model, double[] values, string?[] texts)
    {
        values[input] = double.NaN;
        if (texts.Length > 0)
        {
            texts[input] = null;
        }

        return Takes(model, values, texts);
    }

    private static bool Takes(Model model, double[] values, string?[] texts)
    {
        try
        {
            model.Score(values, texts, new double[model.OutputCount]);
            return true;
        }
        catch (RowRefusedException)
        {
            return false;
        }
    }
}
