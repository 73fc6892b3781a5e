namespace Hamf.Models.Graph.Bayes;

/// <summary>A classifier that gives each class the logarithm of its prior times the likelihood of the row: naive Bayes of any kind.</summary>
internal abstract class JointLikelihood : Estimator
{
    private readonly string[] _classes;

    protected JointLikelihood(string[] classes)
    {
        PartCheck.Classes(classes, least: 1);
        _classes = classes;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Classes => _classes;

    /// <inheritdoc/>
    public override bool HasProbabilities => true;

    /// <inheritdoc/>
    public override void Probabilities(RowVector row, Span<double> probabilities, Workspace workspace)
    {
        RefuseMissing(row);
        LogLikelihoods(row, probabilities, workspace);
        double highest = probabilities[IndexOfLargest(probabilities)];
        double sum = 0;
        foreach (double value in probabilities)
        {
            sum += Math.Exp(value - highest);
        }

        double total = highest + Math.Log(sum);
        foreach (ref double value in probabilities)
        {
            value = Math.Exp(value - total);
        }
    }

    /// <inheritdoc/>
    public override double Predict(RowVector row, Workspace workspace)
    {
        RefuseMissing(row);
        RowVector values = workspace.Rent(_classes.Length);
        LogLikelihoods(row, values.Numbers, workspace);
        int predicted = IndexOfLargest(values.Numbers);
        workspace.Return();
        return predicted;
    }

    /// <summary>The joint log likelihood of each class; the row's numbers are finite.</summary>
    protected abstract void LogLikelihoods(RowVector row, Span<double> values, Workspace workspace);

    /// <summary>Refuses priors that are not logarithms of probabilities; a class may be impossible, but not all of them.</summary>
    protected static void CheckLogPriors(double[] priors, int classes)
    {
        PartCheck.Count(priors.Length, classes, "log priors");
        if (priors.Any(p => double.IsNaN(p) || double.IsPositiveInfinity(p)) || priors.All(double.IsNegativeInfinity))
        {
            throw new ArgumentException("The log priors are not logarithms of probabilities.");
        }
    }
}
