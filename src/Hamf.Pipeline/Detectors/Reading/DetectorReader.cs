using System.Text.RegularExpressions;
using Hamf.Pipeline.Rows;

namespace Hamf.Pipeline.Detectors.Reading;

/// <summary>Turns the tree of a detector file into a <see cref="Detector"/>, collecting every problem on the way.</summary>
internal sealed partial class DetectorReader
{
    private readonly string _yaml;
    private readonly ProblemList _problems;
    private readonly EventsReader _events;

    private DetectorReader(string yaml, string source)
    {
        _yaml = yaml;
        _problems = new ProblemList(source);
        _events = new EventsReader(_problems);
    }

    public static DetectorReading Read(string yaml, string source, FeatureCheck? checkFeatures)
    {
        var reader = new DetectorReader(yaml, source);
        Detector? detector = reader.ReadRoot(checkFeatures);
        IReadOnlyList<Problem> problems = reader._problems.Sorted();
        return new DetectorReading(problems.Count == 0 ? detector : null, problems);
    }

    private Detector? ReadRoot(FeatureCheck? checkFeatures)
    {
        YamlItem? root = YamlTree.Read(_yaml, _problems);
        if (root is not YamlMap map)
        {
            if (_problems.Count == 0)
            {
                _problems.Add(root?.Line ?? 1, $"the file is {SectionReader.Describe(root)}; expected name:, events: and what else docs/guides/detector.md lists");
            }

            return null;
        }

        var keys = new SectionReader(map, "", _problems);
        string name = ReadName(keys, map.Line);
        EventSchema? schema = _events.Read(keys.Section("events"), keys.LineOf("events"));
        IReadOnlyList<FeatureSpec> features =
            new FeaturesReader(_problems).Read(keys.Item("features"), keys.LineOf("features"), schema);
        SectionReader? training = keys.Section("training");
        TrainingSpec trainingSpec = SettingsReader.Training(training);
        DecisionSpec decision = SettingsReader.Decision(keys.Section("decision"));
        StreamSpec stream = SettingsReader.Stream(keys.Section("stream"));
        AlertSpec alerts = SettingsReader.Alerts(keys.Section("alerts"));
        double maxRejectShare = keys.Number("max_reject_share", Limits.From(0, 1)) ?? 0.05;
        keys.End();
        if (schema is null)
        {
            return null;
        }

        CheckTraining(training, trainingSpec, schema, features);
        if (checkFeatures is not null)
        {
            _problems.AddRange(checkFeatures(_problems.File, schema, features, _events.Faulty));
        }

        return new Detector
        {
            Name = name,
            Events = schema,
            Features = features,
            Training = trainingSpec,
            Decision = decision,
            Stream = stream,
            Alerts = alerts,
            MaxRejectShare = maxRejectShare,
            Yaml = _yaml,
        };
    }

    private string ReadName(SectionReader keys, int line)
    {
        string? name = keys.Text("name");
        if (!keys.Has("name"))
        {
            _problems.Add(line, "name is missing; expected name: with letters, digits, '-' and '_', such as card-fraud");
        }
        else if (name is not null && !NamePattern().IsMatch(name))
        {
            keys.Wrong("name", name, "1 to 64 letters, digits, '-' and '_', the first a letter or digit, such as card-fraud");
        }

        return name ?? "";
    }

    private void CheckTraining(SectionReader? training, TrainingSpec spec, EventSchema schema, IReadOnlyList<FeatureSpec> features)
    {
        if (training is null)
        {
            return;
        }

        // A column that could not be read may be the one that is looked for.
        bool isComplete = _events.Faulty.Count == 0;
        if (isComplete && spec.Split == SplitKind.Time && schema.TimeIndex < 0)
        {
            training.Fault("split", "is time, but no column has role time");
        }
        else if (isComplete && spec.Split == SplitKind.Group && schema.EntityIndex < 0)
        {
            training.Fault("split", "is group, but no column has role entity");
        }

        List<string> names = [.. schema.Columns.Select(c => c.Name), .. features.Select(f => f.Name)];
        foreach (string name in spec.AllowLeakage.Where(n => !names.Contains(n)))
        {
            training.Wrong("allow_leakage", name, "columns or features of this detector", Suggestion.For(name, names));
        }
    }

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9_-]{0,63}\z")]
    private static partial Regex NamePattern();
}
