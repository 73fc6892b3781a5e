using Hamf.Models.Data;
using Hamf.Models.Learning;
using Hamf.Models.Trees.Binning;
using Hamf.Models.Trees.Growing;

namespace Hamf.Models.Trees.Splitting;

/// <summary>Makes growers that share one copy of the training rows. Immutable once set up, and thread-safe.</summary>
internal sealed class GrowerFactory
{
    private readonly IReadOnlyList<FeatureInfo> _features;
    private readonly TreeSettings _settings;
    private readonly TargetKind _target;
    private readonly TargetRows _targets;
    private readonly BinnedRows? _bins;
    private readonly RankedRows? _ranks;

    private GrowerFactory(TrainingSet train, TargetKind target, TreeSettings settings, BinnedRows? bins, RankedRows? ranks)
    {
        _features = train.Table.Features;
        _settings = settings;
        _target = target;
        _targets = target == TargetKind.Value
            ? TargetRows.Values(train.Targets, train.Targets.Average())
            : TargetRows.Classes(train.Targets, target == TargetKind.Binary ? 2 : TrainingSetCheck.ClassCount(train));
        _bins = bins;
        _ranks = ranks;
    }

    /// <summary>Features of the rows.</summary>
    public int FeatureCount => _features.Count;

    /// <summary>True forces the plain twin of the fast tally for two classes.</summary>
    public bool UsePlainTally { get; set; }

    /// <summary>Growers that split between bins.</summary>
    public static GrowerFactory OfBins(TrainingSet train, TargetKind target, TreeSettings settings, int maxBins, int seed, WorkCrew crew) =>
        new(train, target, settings, BinnedRows.Copy(BinnedTable.Encode(train, target, maxBins, seed, crew), crew), null);

    /// <summary>Growers that split between exact values.</summary>
    public static GrowerFactory OfValues(TrainingSet train, TargetKind target, TreeSettings settings, WorkCrew crew) =>
        new(train, target, settings, null, RankedRows.Rank(train, target, crew));

    /// <summary>Class weights that change nothing.</summary>
    public double[] EvenClassWeights() => Enumerable.Repeat(1.0, _targets.Sums).ToArray();

    /// <summary>Class weights that make all classes of a bag count the same, and its rows as much as before.</summary>
    public void Balance(Bag bag, double[] classWeights)
    {
        var sums = new double[classWeights.Length];
        foreach (ulong entry in bag.Entries)
        {
            sums[_targets.SumOf(Bag.RowOf(entry))] += Bag.WeightOf(entry);
        }

        int classes = sums.Count(sum => sum > 0);
        for (int k = 0; k < sums.Length; k++)
        {
            classWeights[k] = sums[k] > 0 ? sums.Sum() / (classes * sums[k]) : 1;
        }
    }

    /// <summary>A grower for one thread.</summary>
    /// <param name="bag">Its rows.</param>
    /// <param name="classWeights">What a row of each class counts; may be changed between trees.</param>
    public BagGrower Make(Bag bag, double[] classWeights)
    {
        if (_target == TargetKind.Binary && !UsePlainTally)
        {
            return Make(bag, 1, cells => new BinaryTally(bag, cells, _settings.MinLeafWeight, classWeights));
        }

        // The twin of two classes: the label as a number, which has the same impurity.
        TargetRows targets = _target == TargetKind.Binary ? _targets.AsValues() : _targets;
        double[] weights = targets.Sums == classWeights.Length ? classWeights : [1.0];
        return Make(bag, targets.Sums, cells => new VectorTally(bag, targets, cells, _settings.MinLeafWeight, weights));
    }

    private TallyGrower<TTally> Make<TTally>(Bag bag, int leafWidth, Func<int, TTally> tally)
        where TTally : struct, ITally
    {
        NodeSplitter<TTally> splitter = _bins is not null
            ? new BinSplitter<TTally>(_bins, _features, _settings, bag, tally(BinSplitter<TTally>.Cells))
            : new RankSplitter<TTally>(_ranks!, _features, _settings, bag, tally(RankSplitter<TTally>.CellsOf(_ranks!, bag)));
        return new TallyGrower<TTally>(splitter, _features, _settings, leafWidth);
    }
}
