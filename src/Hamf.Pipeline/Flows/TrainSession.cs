using System.Diagnostics;
using System.Globalization;
using Hamf.Models.Data;
using Hamf.Models.Graph;
using Hamf.Models.Metrics;
using Hamf.Pipeline.Detectors;
using Hamf.Pipeline.Evaluation;
using Hamf.Pipeline.Features;
using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Training;

namespace Hamf.Pipeline.Flows;

/// <summary>One training from file to judged model, without stores. Used once.</summary>
internal sealed class TrainSession(TrainRequest request, string runId, IProgress<string>? progress, CancellationToken cancellation)
{
    private const int FewPositives = 10;

    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly List<string> _warnings = [];
    private readonly TrainFit _fit = new(request, progress, cancellation);
    private TrainOutcome _outcome = new() { RunId = runId };

    private Detector Detector => request.Detector;

    /// <summary>The stage that is being worked on: read, split, leakage, train, judge, record or register.</summary>
    public string Stage { get; private set; } = "start";

    /// <summary>Whether the version stands in the registry, after which the run has not failed whatever follows.</summary>
    public bool IsRegistered { get; set; }

    /// <summary>The model and its threshold, after a run without refusal.</summary>
    public ModelBundle Bundle { get; private set; } = null!;

    /// <summary>The report, after a run without refusal.</summary>
    public TrainingReport Report { get; private set; } = null!;

    /// <summary>What was kept, after a run without refusal.</summary>
    public TrainedModel Trained { get; private set; } = null!;

    /// <summary>What a search has measured, also when it was cancelled; null without one.</summary>
    public SearchTable? Search => _fit.Search;

    /// <summary>Window state after the last event, or null without windows.</summary>
    public byte[]? State { get; private set; }

    /// <summary>Inputs that the guard was told to let pass and did.</summary>
    public IReadOnlyList<string> AllowedLeakage { get; private set; } = [];

    /// <summary>Seconds since the start.</summary>
    public double ElapsedSeconds => _clock.Elapsed.TotalSeconds;

    /// <summary>Enters a stage; a cancelled training goes no further.</summary>
    public void Enter(string stage)
    {
        cancellation.ThrowIfCancellationRequested();
        Stage = stage;
    }

    /// <summary>Trains.</summary>
    /// <returns>The outcome without version; with a refusal when it did not come to a model.</returns>
    public TrainOutcome Run()
    {
        if (MissingRole() is { } role)
        {
            return Refuse($"split: {TrainRecord.Word(Detector.Training.Split)} needs a column with role: {role}. Declare one in detector.yaml, or choose another split.");
        }

        Enter("read");
        FeatureSet features = FeatureSet.Compile(Detector);
        Tell($"reading {Path.GetFileName(request.DataPath)}");
        TrainingReader reader = TrainingReader.Read(
            Detector, features, request.DataPath, request.TestPath, request.RejectsPath, progress, cancellation);
        ReadCounts counts = reader.Counts;
        TrainingTable table = reader.Table;
        _warnings.AddRange(counts.Warnings());
        _outcome = _outcome with { Rows = counts.Rows, Rejects = counts.Rejects, RejectsPath = counts.RejectsPath };
        Tell($"{counts.Rows:N0} rows read, {counts.Rejects:N0} rejected, {table.Positives:N0} positive ({ElapsedSeconds:0.0} s)");
        if (RefuseData(counts, table) is { } badData)
        {
            return badData;
        }

        Enter("split");
        SplitPlan plan = DataSplit.Divide(table, Detector.Training);
        _outcome = _outcome with { Split = plan.Description };
        Tell($"split {plan.Description}: {plan.Train.Length:N0} train, {plan.Validation.Length:N0} validation, {plan.Test.Length:N0} test rows");
        if (RefuseSplit(plan, table) is { } badSplit)
        {
            return badSplit;
        }

        Enter("leakage");
        if (RefuseLeakage(plan, table, features) is { } leakage)
        {
            return leakage;
        }

        return Fit(plan, table, features, reader);
    }

    private TrainOutcome Fit(SplitPlan plan, TrainingTable table, FeatureSet features, TrainingReader reader)
    {
        Enter("train");
        FeatureTable all = CategorySelection.Apply(table, features.Specs, features.Kinds, reader.Categories, plan.Train);
        LabeledTable train = LabeledTable.Take(all, table.Labels, plan.Train);
        LabeledTable validation = LabeledTable.Take(all, table.Labels, plan.Validation);
        Trained = _fit.Run(plan, table, train, validation);
        TrainedModel trained = Trained;
        Tell($"trained in {ElapsedSeconds:0.0} s");

        Enter("judge");
        double threshold = DecisionPolicies.ChooseThreshold(Detector.Decision, trained.ValidationScores, trained.ValidationLabels);
        Bundle = new ModelBundle(trained.Model, threshold);
        LabeledTable? test = plan.Test.Length == 0 ? null : LabeledTable.Take(all, table.Labels, plan.Test);
        double[] testScores = test is null ? [] : test.Score(trained.Model);
        _outcome = _outcome with
        {
            Choice = trained.Choice,
            Search = Search,
            Validation = ClassificationMetrics.Compute(trained.ValidationScores, trained.ValidationLabels, threshold),
            Test = test is null ? null : ClassificationMetrics.Compute(testScores, test.Labels, threshold),
            Importance = ImportanceOf(trained),
            Warnings = _warnings,
        };
        Report = BuildReport(plan, train, reader.Counts, trained) with
        {
            Validation = ReportSide.Compute(trained.ValidationScores, trained.ValidationLabels, _outcome.Validation!, Detector.Training.Seed),
            Test = test is null ? null : ReportSide.Compute(testScores, test.Labels, _outcome.Test!, Detector.Training.Seed),
            Shuffles = ShuffleFeatures(trained, validation, test),
        };
        if (_outcome.Validation!.TruePositives + _outcome.Validation.FalsePositives == 0)
        {
            Warn($"No validation row reaches the threshold: the policy ({DecisionPolicies.Describe(Detector.Decision)}) raises no alarm there.");
        }

        State = features.HasWindows ? Save(reader.Engine) : null;
        return _outcome;
    }

    // On rows that the model did not see: validation, or test where every row before it was fitted.
    private ReportShuffles? ShuffleFeatures(TrainedModel trained, LabeledTable validation, LabeledTable? test)
    {
        (Model model, LabeledTable? rows, string side) = trained.ValidationModel is { } judged
            ? (judged, validation, "validation")
            : (trained.Model, test, "test");
        if (rows is null || rows.Positives == 0)
        {
            return null;
        }

        ShuffledFeatures shuffled = ShuffledFeatures.Compute(model, rows, Detector.Training.Seed, cancellation);
        return new ReportShuffles(
            side, shuffled.Rows, ShuffledFeatures.Repeats, [.. shuffled.Drops.Select(d => new ReportShuffle(d.Feature, d.Mean, d.Deviation))]);
    }

    private string? MissingRole() => Detector.Training.Split switch
    {
        SplitKind.Time when Detector.Events.TimeIndex < 0 => "time",
        SplitKind.Group when Detector.Events.EntityIndex < 0 => "entity",
        _ => null,
    };

    private TrainOutcome? RefuseData(ReadCounts counts, TrainingTable table)
    {
        if (counts.RejectShare > Detector.MaxRejectShare)
        {
            string where = counts.RejectsPath is null ? string.Empty : $" They are listed in {counts.RejectsPath}.";
            return Refuse($"{counts.Rejects:N0} of {counts.Rows + counts.Rejects:N0} rows were rejected, more than the limit of {Detector.MaxRejectShare:0.##%}.{where} Correct the rows or the schema, or raise max_reject_share in detector.yaml.")
                with
            { IsDataRejected = true };
        }

        if (table.TrainingRows == 0)
        {
            return Refuse($"There is no labelled row to train on ({counts.Rows:N0} rows were read, {counts.Unlabelled:N0} of them without label).");
        }

        int positives = table.Labels.AsSpan(0, table.TrainingRows).Count((byte)1);
        if (positives != 0 && positives != table.TrainingRows)
        {
            return null;
        }

        string found = positives == 0 ? "negative" : "positive";
        var label = Detector.Events.Columns[Detector.Events.LabelIndex];
        return Refuse($"All {table.TrainingRows:N0} rows are {found}; training needs both classes. The positive class of column '{label.Name}' is declared as '{label.Positive}' (positive: in detector.yaml).");
    }

    private TrainOutcome? RefuseSplit(SplitPlan plan, TrainingTable table)
    {
        foreach ((string side, int[] rows) in ((string, int[])[])[("train", plan.Train), ("validation", plan.Validation)])
        {
            int positives = rows.Count(r => table.Labels[r] == 1);
            if (positives == 0 || positives == rows.Length)
            {
                string left = plan.LeftOut == 0 ? string.Empty : $" ({plan.LeftOut:N0} rows were left out because an equal feature vector stands on an earlier side)";
                return Refuse($"The split {plan.Description} leaves {rows.Length:N0} {side} rows with {positives:N0} positive ones{left}; both classes are needed there. Give more rows, or set split: stratified or other shares under training: in detector.yaml.");
            }

            if (positives < FewPositives)
            {
                Warn($"There are only {positives} positive {side} rows: the choice of the model and every figure rest on them.");
            }
        }

        WarnOfSplit(plan, table);
        return null;
    }

    private void WarnOfSplit(SplitPlan plan, TrainingTable table)
    {
        int testPositives = plan.Test.Count(r => table.Labels[r] == 1);
        if (plan.Test.Length == 0)
        {
            Warn($"There are no test rows: the figures are those of validation, where the model was chosen, and a little too good.");
        }
        else if (testPositives < FewPositives)
        {
            Warn($"There are only {testPositives} positive test rows: the test figures say little.");
        }

        if (plan.LeftOut > 0)
        {
            Warn($"{plan.LeftOut:N0} rows were left out because an equal feature vector stands on an earlier side of the split.");
        }

        if (plan.KnownTestRows > 0)
        {
            Warn($"{plan.KnownTestRows:N0} of {plan.Test.Length:N0} rows of the test file have a feature vector that also occurs in training: the test figures are too good by what the model knows by heart.");
        }
    }

    private TrainOutcome? RefuseLeakage(SplitPlan plan, TrainingTable table, FeatureSet features)
    {
        IEnumerable<GuardedInput> inputs = features.Specs.Select((spec, f) => new GuardedInput(
            spec.Name, features.Kinds[f] == FeatureKind.Categorical, table.Columns[f], table.TrainingRows));
        IReadOnlyList<LeakageFinding> findings = LeakageGuard.Examine(
            inputs, LeakageGuard.Sample(plan.Train, table.Labels), table.Labels);
        LeakageFinding[] blocking = findings.Where(f => !IsAllowed(f.Name)).ToArray();
        if (blocking.Length > 0)
        {
            return Refuse($"{string.Join(Environment.NewLine, blocking.Select(f => f.Message))}");
        }

        AllowedLeakage = findings.Select(f => f.Name).ToArray();
        _warnings.AddRange(findings.Select(f => $"Leakage was allowed on request: {f.Message}"));
        return null;
    }

    // People name the column they know; the feature made of it alone may have another name.
    private bool IsAllowed(string feature)
    {
        string expression = Detector.Features.First(f => f.Name == feature).Expression;
        return Detector.Training.AllowLeakage.Any(a => a == feature || ColumnExpression.Of(a) == expression);
    }

    private TrainingReport BuildReport(SplitPlan plan, LabeledTable train, ReadCounts counts, TrainedModel trained) => new()
    {
        Detector = Detector.Name,
        RunId = runId,
        Algorithm = trained.Candidate.Settings.Word,
        Choice = trained.Choice,
        Search = Search,
        IsFittedAgain = trained.IsFittedAgain,
        IsCrossValidated = trained.IsCrossValidated,
        Data = new ReportData(
            Path.GetFileName(request.DataPath), FileDigest.OfFile(request.DataPath), Path.GetFileName(request.TestPath),
            counts.Rows, counts.Rejects, counts.Unlabelled, counts.Repeats, trained.Model.Features.Count),
        Split = new ReportSplit(
            TrainRecord.Word(plan.Kind), plan.Description, plan.Train.Length, train.Positives, plan.LeftOut, Detector.Training.Seed),
        Decision = new ReportDecision(DecisionPolicies.Describe(Detector.Decision), Bundle.Threshold),
        Importance = _outcome.Importance.Select(i => new ReportImportance(i.Key, i.Value)).ToArray(),
        Warnings = _warnings,
        Validation = null!,
    };

    private static KeyValuePair<string, double>[] ImportanceOf(TrainedModel trained)
    {
        double[] shares = trained.Model.Importance();
        return trained.Model.Features.Select((f, i) => KeyValuePair.Create(f.Name, shares[i]))
            .OrderByDescending(p => p.Value).ThenBy(p => p.Key, StringComparer.Ordinal)
            .ToArray();
    }

    private static byte[] Save(FeatureEngine engine)
    {
        using var stream = new MemoryStream();
        engine.Save(stream);
        return stream.ToArray();
    }

    private TrainOutcome Refuse(FormattableString why) =>
        _outcome with { Refusal = why.ToString(CultureInfo.InvariantCulture), Warnings = _warnings };

    private void Warn(FormattableString warning) => _warnings.Add(warning.ToString(CultureInfo.InvariantCulture));

    private void Tell(FormattableString line) => progress?.Report(line.ToString(CultureInfo.InvariantCulture));
}
