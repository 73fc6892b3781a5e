using System.Globalization;
using Hamf.Pipeline.Detectors;
using Hamf.Pipeline.Evaluation;

namespace Hamf.Pipeline.Flows;

/// <summary>What a training leaves in its run.</summary>
internal static class TrainRecord
{
    /// <summary>None.</summary>
    public static readonly Dictionary<string, string> NoParameters = [];

    /// <summary>None.</summary>
    public static readonly Dictionary<string, double> NoMetrics = [];

    /// <summary>Everything that was set before the training began.</summary>
    public static Dictionary<string, string> Parameters(Detector detector)
    {
        TrainingSpec training = detector.Training;
        DecisionSpec decision = detector.Decision;
        return new(StringComparer.Ordinal)
        {
            ["algorithm"] = Word(training.Algorithm),
            ["split"] = Word(training.Split),
            ["seed"] = Number(training.Seed),
            ["validation_share"] = Number(training.ValidationShare),
            ["test_share"] = Number(training.TestShare),
            ["trees"] = Own(training.Trees),
            ["leaves"] = Own(training.Leaves),
            ["max_depth"] = Own(training.MaxDepth),
            ["learning_rate"] = Own(training.LearningRate),
            ["min_leaf_rows"] = Own(training.MinLeafRows),
            ["feature_share"] = Own(training.FeatureShare),
            ["l1"] = Own(training.L1),
            ["l2"] = Own(training.L2),
            ["decision_policy"] = Word(decision.Policy),
            ["alerts_per_1000"] = Number(decision.AlertsPer1000),
            ["miss_cost"] = Number(decision.MissCost),
            ["false_alarm_cost"] = Number(decision.FalseAlarmCost),
            ["features"] = Number(detector.Features.Count),
        };
    }

    /// <summary>What the split made of the data, and which settings were kept.</summary>
    public static Dictionary<string, string> SplitParameters(TrainSession session) => new(StringComparer.Ordinal)
    {
        ["split_used"] = session.Report.Split.Kind,
        ["algorithm_used"] = session.Report.Algorithm,
        ["settings_used"] = session.Trained.Candidate.Settings.Describe(),
        ["leaves_used"] = Number(session.Trained.Candidate.Settings.Leaves),
        ["min_leaf_rows_used"] = Number(session.Trained.Candidate.Settings.MinLeafRows),
        ["feature_share_used"] = Own(session.Trained.Candidate.Settings.FeatureShare),
        ["train_rows"] = Number(session.Report.Split.TrainRows),
        ["train_positives"] = Number(session.Report.Split.TrainPositives),
        ["left_out_rows"] = Number(session.Report.Split.LeftOut),
        ["cross_validated"] = session.Report.IsCrossValidated ? "true" : "false",
        ["calibrated"] = session.Trained.IsCalibrated ? "true" : "false",
        ["fitted_again"] = session.Report.IsFittedAgain ? "true" : "false",
    };

    /// <summary>Which files were read, by content.</summary>
    public static Dictionary<string, string> DataTags(TrainRequest request)
    {
        Dictionary<string, string> tags = new(StringComparer.Ordinal)
        {
            [RunKind.Tag] = RunKind.Training,
            ["data_file"] = Path.GetFileName(request.DataPath),
        };
        if (FileDigest.OfFile(request.DataPath) is { } data)
        {
            tags["data_sha256"] = data;
        }

        if (request.TestPath is { } testPath)
        {
            tags["test_file"] = Path.GetFileName(testPath);
            if (FileDigest.OfFile(testPath) is { } test)
            {
                tags["test_sha256"] = test;
            }
        }

        return tags;
    }

    /// <summary>How many rows were taken and how many were not.</summary>
    public static Dictionary<string, string> CountTags(TrainOutcome outcome) => new(StringComparer.Ordinal)
    {
        ["accepted_rows"] = Number(outcome.Rows),
        ["rejected_rows"] = Number(outcome.Rejects),
    };

    /// <summary>What came out, in words.</summary>
    public static Dictionary<string, string> ResultTags(TrainSession session, TrainOutcome outcome)
    {
        Dictionary<string, string> tags = CountTags(outcome);
        tags["choice"] = outcome.Choice!;
        tags["split"] = outcome.Split!;
        if (session.AllowedLeakage.Count > 0)
        {
            tags["allowed_leakage"] = string.Join(" ", session.AllowedLeakage);
        }

        if (outcome.Warnings.Count > 0)
        {
            tags["warnings"] = string.Join("\n", outcome.Warnings);
        }

        return tags;
    }

    /// <summary>Metrics under <c>validation_</c>, <c>test_</c>, and plain for the honest side: test where there is one.</summary>
    public static Dictionary<string, double> Metrics(TrainSession session, TrainOutcome outcome)
    {
        Dictionary<string, double> all = MetricNames.Defined(outcome.Validation!, "validation_");
        foreach ((string name, double value) in MetricNames.Defined((outcome.Test ?? outcome.Validation)!, string.Empty))
        {
            all.Add(name, value);
        }

        if (outcome.Test is { } test)
        {
            foreach ((string name, double value) in MetricNames.Defined(test, "test_"))
            {
                all.Add(name, value);
            }
        }

        all.Add("training_seconds", session.ElapsedSeconds);
        return all;
    }

    /// <summary>The words of detector.yaml for its enums: <c>BestF1</c> is <c>best_f1</c>.</summary>
    public static string Word<T>(T value)
        where T : struct, Enum =>
        System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    // Nothing said leaves it to the algorithm.
    private static string Own(double? value) => value is { } given ? Number(given) : "auto";

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
