using Hamf.Models.Formats.Hamf;

namespace Hamf.Models.Graph.Baseline;

/// <summary>The same answer for every row: scikit-learn's DummyClassifier. It looks at no column.</summary>
internal sealed class ConstantClassifier : Estimator
{
    public const string KindName = "constant-classifier";

    private readonly string[] _classes;
    private readonly double[] _probabilities;
    private readonly int _predicted;

    /// <param name="classes">At least one label.</param>
    /// <param name="probabilities">One per class, in [0, 1].</param>
    /// <param name="predicted">Position of the class that is predicted.</param>
    /// <exception cref="ArgumentException">They do not fit each other.</exception>
    public ConstantClassifier(string[] classes, double[] probabilities, int predicted)
    {
        PartCheck.Classes(classes, least: 1);
        PartCheck.Count(probabilities.Length, classes.Length, "probabilities");
        if (probabilities.AsSpan().ContainsAnyExceptInRange(0, 1) || predicted < 0 || predicted >= classes.Length)
        {
            throw new ArgumentException("A probability is not in [0, 1], or the predicted class does not exist.");
        }

        (_classes, _probabilities, _predicted) = (classes, probabilities, predicted);
    }

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    public override string Algorithm => "constant";

    /// <inheritdoc/>
    public override int InputWidth => 0;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Classes => _classes;

    /// <inheritdoc/>
    public override bool HasProbabilities => true;

    public static ConstantClassifier Read(ref PartReader reader) => new(reader.Texts("a class"), reader.Doubles(), reader.Int());

    /// <inheritdoc/>
    public override void Write(PartWriter writer)
    {
        writer.Texts(_classes);
        writer.Doubles(_probabilities);
        writer.Int(_predicted);
    }

    /// <inheritdoc/>
    public override void Probabilities(RowVector row, Span<double> probabilities, Workspace workspace) => _probabilities.CopyTo(probabilities);

    /// <inheritdoc/>
    public override double Predict(RowVector row, Workspace workspace) => _predicted;
}
