using Hamf.Models.Data;
using Hamf.Pipeline.Detectors;
using Hamf.Pipeline.Features.Expressions;
using Hamf.Pipeline.Features.Windows;
using Hamf.Pipeline.Rows;

namespace Hamf.Pipeline.Features;

/// <summary>The compiled features of a detector. Immutable and thread-safe.</summary>
public sealed class FeatureSet
{
    private readonly FeatureKind[] _kinds;

    private FeatureSet(Detector detector, Node[] nodes, WindowCatalog catalog)
    {
        Schema = detector.Events;
        Specs = detector.Features;
        Nodes = nodes;
        _kinds = nodes
            .Select(n => n.Type == ExpressionType.Text ? FeatureKind.Categorical : FeatureKind.Numeric)
            .ToArray();
        Plan = WindowPlan.Build(detector.Events, catalog, detector.Stream.AllowedLateness, detector.Stream.MaxEntities);
    }

    /// <summary>The features in order, as written.</summary>
    public IReadOnlyList<FeatureSpec> Specs { get; }

    /// <summary>Numeric or categorical, per feature. A text is categorical; a boolean is numeric, 0 or 1.</summary>
    public IReadOnlyList<FeatureKind> Kinds => _kinds;

    /// <summary>True when any feature looks at earlier events.</summary>
    public bool HasWindows => Plan.Groups.Count > 0;

    /// <summary>True when any window feature reads labels.</summary>
    public bool ReadsLabels => Plan.Groups.Any(g => g.ReadsLabel);

    /// <summary>Digest of everything that shapes window state; two sets with the same digest can share a state.</summary>
    public string StateDigest => Plan.Digest;

    /// <summary>The schema of the rows.</summary>
    internal EventSchema Schema { get; }

    /// <summary>The compiled expressions, in feature order.</summary>
    internal IReadOnlyList<Node> Nodes { get; }

    /// <summary>The windows that the expressions read.</summary>
    internal WindowPlan Plan { get; }

    /// <summary>Compiles the detector's expressions; a checked detector always compiles.</summary>
    /// <exception cref="ArgumentException">An expression is at fault (use <see cref="Check"/> to list all faults).</exception>
    public static FeatureSet Compile(Detector detector)
    {
        var catalog = new WindowCatalog();
        var problems = new List<Problem>();
        var columns = new Columns(detector.Events, new HashSet<string>());
        Node?[] nodes = detector.Features
            .Select(f => CompileOne(detector.Name, columns, f, catalog, problems))
            .ToArray();
        return problems.Count == 0
            ? new FeatureSet(detector, nodes!, catalog)
            : throw new ArgumentException(string.Join(Environment.NewLine, problems), nameof(detector));
    }

    /// <summary>Lists every fault of the features: syntax, types, unknown columns, roles used where they may not be.</summary>
    /// <param name="file">Path put into the problems.</param>
    /// <param name="schema">The columns.</param>
    /// <param name="features">The features as written.</param>
    /// <param name="unclear">Columns with a problem of their own, of which nothing is said.</param>
    public static IReadOnlyList<Problem> Check(
        string file, EventSchema schema, IReadOnlyList<FeatureSpec> features, IReadOnlySet<string> unclear)
    {
        var catalog = new WindowCatalog();
        var problems = new List<Problem>();
        foreach (FeatureSpec feature in features)
        {
            CompileOne(file, new Columns(schema, unclear), feature, catalog, problems);
        }

        return problems;
    }

    private static Node? CompileOne(
        string file, Columns columns, FeatureSpec feature, WindowCatalog catalog, List<Problem> problems)
    {
        var faults = new List<Fault>();
        (Syntax? tree, Fault? fault) = Parser.Parse(feature.Expression);
        Node? node = null;
        if (fault is not null)
        {
            faults.Add(fault);
        }
        else
        {
            node = new Binder(columns, catalog, faults).Bind(tree!);
            if (node is { Type: ExpressionType.Time })
            {
                faults.Add(new Fault(0, "A feature must be a number, a boolean or a text, found a time. Use hour, day_of_week, hours_between or age_years."));
            }
        }

        problems.AddRange(faults.OrderBy(f => f.Position)
            .Select(f => new Problem(file, feature.Line, f.Describe(feature.Name, feature.Expression))));
        return node;
    }
}
