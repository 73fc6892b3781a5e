using Hamf.Models.Trees.Binning;
using Hamf.Models.Trees.Losses;

namespace Hamf.Models.Trees.Growing;

/// <summary>One training of boosted trees: in each round a tree for every output, grown on the derivatives of the loss. Not thread-safe.</summary>
internal sealed class BoostingRun
{
    // Derivatives of that many rows are made and packed while they stay in the first-level cache.
    private const int DeriveRows = 1024;

    private readonly GbdtOptions _options;
    private readonly Loss _loss;
    private readonly float[]? _rowCosts;
    private readonly double _largestCost;
    private readonly WorkCrew _crew;
    private readonly TreeEnsembleBuilder _builder;
    private readonly TreeGrower _grower;
    private readonly PackedGradients _gradients;
    private readonly RowSampler _sampler;
    private readonly float[] _sizes;
    private readonly float[] _factors;

    /// <param name="table">The rows as codes.</param>
    /// <param name="weights">How often each row counts, or null for once each.</param>
    /// <param name="rowCosts">What an error on each row costs, or null for 1 each.</param>
    /// <param name="loss">What is minimised.</param>
    /// <param name="options">The settings.</param>
    /// <param name="directions">The direction of each feature that is constrained, or null where no feature is.</param>
    /// <param name="builder">Receives the trees.</param>
    /// <param name="crew">Works in parallel.</param>
    /// <param name="useVectors">False forces scalar code.</param>
    public BoostingRun(
        BinnedTable table,
        double[]? weights,
        float[]? rowCosts,
        Loss loss,
        GbdtOptions options,
        MonotoneDirection?[]? directions,
        TreeEnsembleBuilder builder,
        WorkCrew crew,
        bool useVectors)
    {
        _options = options;
        _loss = loss;
        _rowCosts = rowCosts;
        _largestCost = rowCosts?.Max() ?? 1;
        _crew = crew;
        _builder = builder;
        _grower = new TreeGrower(table, options, directions, crew, useVectors);
        _gradients = new PackedGradients(table.RowCount, weights, useVectors);
        _sampler = new RowSampler(options, table.RowCount);
        _sizes = new float[_sampler.NeedsGradients ? table.RowCount : 0];
        _factors = new float[_sizes.Length];
    }

    /// <summary>The gain per feature of each tree.</summary>
    public List<double[]> Gains { get; } = [];

    /// <summary>Trains round by round until nothing is left to learn or validation says so.</summary>
    public void Boost(EarlyStopping? stopping, IProgress<int>? progress, CancellationToken cancellation)
    {
        for (int round = 0; round < _options.Trees; round++)
        {
            cancellation.ThrowIfCancellationRequested();
            bool hasGrown = GrowRound(round, stopping);
            if (!hasGrown && !_options.SamplesRows && _options.FeatureShare == 1)
            {
                return;
            }

            progress?.Report(round + 1);
            if (stopping?.IsOver(_builder.TreeCount) == true)
            {
                return;
            }
        }
    }

    // A round of another sample may find what this one did not, so only a run without chance ends where nothing grows.
    private bool GrowRound(int round, EarlyStopping? stopping)
    {
        bool hasGrown = false;
        _loss.BeginRound(_crew);
        RowSample? sample = Draw(round);
        for (int output = 0; output < _loss.Bases.Length; output++)
        {
            if (!Pack(round, output) || !_grower.Grow(_gradients, sample, _builder, _loss.Scores[output]))
            {
                continue;
            }

            hasGrown = true;
            _builder.EndTree(output);
            Gains.Add(_grower.GainOf);
            stopping?.Add(_builder.BuildLast(), output, _crew);
        }

        return hasGrown;
    }

    private RowSample? Draw(int round)
    {
        if (!_sampler.NeedsGradients)
        {
            return _options.SamplesRows ? _sampler.Draw(round) : null;
        }

        Array.Clear(_sizes);
        for (int output = 0; output < _loss.Bases.Length; output++)
        {
            Derive(output, (start, gradients, _) =>
            {
                for (int i = 0; i < gradients.Length; i++)
                {
                    _sizes[start + i] += Math.Abs(gradients[i]);
                }
            });
        }

        return _sampler.Draw(round, _sizes, _factors);
    }

    // Returns false when all gradients are 0.
    private bool Pack(int round, int output)
    {
        double factor = _largestCost * (_sampler.NeedsGradients ? Math.Max(1, _sampler.Amplification) : 1);
        double largest = _loss.LargestGradient(output, _crew) * factor;
        if (!(largest > 0))
        {
            return false;
        }

        uint seed = unchecked(((uint)((round * _loss.Bases.Length) + output) * 0x9E3779B1u) + ((uint)_options.Seed * 0x85EBCA6Bu));
        _gradients.Rescale(largest, _loss.LargestHessian * factor);
        Derive(output, (start, gradients, hessians) =>
        {
            if (_sampler.NeedsGradients)
            {
                Multiply(_factors.AsSpan(start, gradients.Length), gradients, hessians);
            }

            _gradients.Pack(start, gradients, hessians, seed);
        });
        return true;
    }

    private void Derive(int output, DerivativeAction action) => _crew.RunBlocks(_loss.Scores[output].Length, (start, end) =>
    {
        Span<float> gradients = stackalloc float[DeriveRows];
        Span<float> hessians = stackalloc float[DeriveRows];
        for (int row = start; row < end; row += DeriveRows)
        {
            int count = Math.Min(DeriveRows, end - row);
            _loss.Derive(output, row, gradients[..count], hessians[..count]);
            if (_rowCosts is not null)
            {
                Multiply(_rowCosts.AsSpan(row, count), gradients, hessians);
            }

            action(row, gradients[..count], hessians[..count]);
        }
    });

    private static void Multiply(ReadOnlySpan<float> factors, Span<float> gradients, Span<float> hessians)
    {
        for (int i = 0; i < factors.Length; i++)
        {
            gradients[i] *= factors[i];
            hessians[i] *= factors[i];
        }
    }

    private delegate void DerivativeAction(int start, Span<float> gradients, Span<float> hessians);
}
