using Hamf.Models.Calibration;

namespace Hamf.Models.Formats.Onnx.Export;

/// <summary>A calibration curve as operators on doubles.</summary>
internal static class CurveExport
{
    // Log-odds that SigmoidCurve limits scores to.
    private static readonly double MaxLogOdds = SigmoidCurve.LogOdds(1);

    /// <summary>Writes the curve.</summary>
    /// <param name="graph">Receives it.</param>
    /// <param name="score">Name of the scores, doubles, [rows x 1].</param>
    /// <param name="curve">The curve.</param>
    /// <returns>Name of the calibrated scores, [rows x 1].</returns>
    public static string Write(ExportGraph graph, string score, CalibrationCurve curve) => curve switch
    {
        SigmoidCurve sigmoid => Sigmoid(graph, score, sigmoid),
        IsotonicCurve isotonic => Isotonic(graph, score, isotonic),
        _ => throw new NotSupportedException($"A curve of kind '{curve.Name}' has no form in ONNX."),
    };

    private static string Sigmoid(ExportGraph graph, string score, SigmoidCurve curve)
    {
        string odds = graph.Plain("Div", [score, graph.Plain("Sub", [graph.Doubles([1], 1), score])]);
        string limited = graph.Plain("Min", [graph.Plain("Max", [graph.Plain("Log", [odds]), graph.Doubles([-MaxLogOdds], 1)]), graph.Doubles([MaxLogOdds], 1)]);
        string scaled = graph.Plain("Mul", [limited, graph.Doubles([curve.Slope], 1)]);
        return graph.Plain("Sigmoid", [graph.Plain("Add", [scaled, graph.Doubles([curve.Offset], 1)])]);
    }

    // The start, and of each line the share of its rise that the score has passed.
    private static string Isotonic(ExportGraph graph, string score, IsotonicCurve curve)
    {
        int lines = curve.Scores.Length - 1;
        string start = graph.Doubles([curve.Probabilities[0]], 1);
        if (lines == 0)
        {
            return graph.Plain("Add", [graph.Plain("Mul", [score, graph.Doubles([0], 1)]), start]);
        }

        double[] widths = [.. Enumerable.Range(0, lines).Select(i => curve.Scores[i + 1] - curve.Scores[i])];
        double[] rises = [.. Enumerable.Range(0, lines).Select(i => curve.Probabilities[i + 1] - curve.Probabilities[i])];
        string passed = graph.Plain("Div", [graph.Plain("Sub", [score, graph.Doubles(curve.Scores[..lines], 1, lines)]), graph.Doubles(widths, 1, lines)]);
        string shares = graph.Plain("Min", [graph.Plain("Max", [passed, graph.Doubles([0], 1)]), graph.Doubles([1], 1)]);
        return graph.Plain("Add", [graph.Plain("MatMul", [shares, graph.Doubles(rises, lines, 1)]), start]);
    }
}
