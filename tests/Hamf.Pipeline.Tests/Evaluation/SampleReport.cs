using Hamf.Pipeline.Evaluation;

namespace Hamf.Pipeline.Tests.Evaluation;

/// <summary>A report with text that would break a careless page.</summary>
internal static class SampleReport
{
    public const string Hostile = "<script>alert(\"x\")</script> & 'q'";

    public static TrainingReport Create() => new()
    {
        Detector = Hostile,
        RunId = "0123456789abcdef0123456789abcdef",
        Algorithm = "gbdt",
        Choice = "gbdt: average precision 0.9012 on validation against 0.7011 of logistic; the difference of 0.2001 (95 % interval 0.1510 to 0.2490) is beyond noise",
        Data = new ReportData(Hostile, new string('a', 64), null, 150_000, 12, 0, 3, 17),
        Split = new ReportSplit("time", "by time: train before 2020-08-01 00:00:00 UTC", 105_000, 580, 41, 1),
        Decision = new ReportDecision("at most 11 alerts per 1,000 events on validation", 0.0421),
        Validation = Side(),
        Test = Side(),
        Search = new SearchTable
        {
            Folds = Hostile,
            JudgedRows = 76_500,
            JudgedPositives = 411,
            BudgetSeconds = 120,
            SpentSeconds = 119.2,
            RungCount = 3,
            Default = Hostile,
            Candidates =
            [
                new(Hostile, 3, 0.9012, 0.88, 0.92, 0, 0, 0, true, 12),
                new("extra_trees: trees 200, min_leaf_rows 1, feature_share sqrt", 3, 0.8999, 0.87, 0.91, 0.0013, -0.002, 0.004, true, 31),
                new("logistic: l1 0, l2 1", 1, 0.7011, 0.69, 0.71, 0.19, 0.17, 0.21, false, 0.5),
            ],
        },
        Importance = [new(Hostile, 0.61), new("amt", 0.25), new("hour", 0.14)],
        Shuffles = new("validation", 1200, 3, [new(Hostile, 0.31, 0.02), new("amt", 0.2, 0.01)]),
        Warnings = [Hostile],
    };

    private static ReportSide Side() => new()
    {
        Metrics = new Dictionary<string, double?>
        {
            ["rows"] = 22_500,
            ["positives"] = 124,
            ["accuracy"] = 0.9972,
            ["precision"] = 0.82,
            ["recall"] = 0.79,
            ["f1"] = 0.8047,
            ["roc_auc"] = 0.9952,
            ["average_precision"] = 0.8812,
            ["log_loss"] = 0.0123,
            ["brier"] = null,
            ["threshold"] = 0.0421,
        },
        Confusion = new ReportConfusion(98, 21, 22_355, 26),
        AlertsPer1000 = 5.3,
        AveragePrecisionInterval = new ReportInterval(0.83, 0.92),
        PrecisionAtK = [new(10, 1), new(50, 0.98), new(100, 0.87)],
        Roc = [new(0, 0), new(0.001, 0.8), new(0.05, 0.95), new(1, 1)],
        PrecisionRecall = [new(0, 1), new(0.5, 0.98), new(0.79, 0.82), new(1, 0.01)],
        Calibration = [new(0.0001, 0.0002, 11_000), new(0.001, 0.0011, 11_000), new(0.3, 0.28, 500)],
    };
}
