using System.Runtime.CompilerServices;

namespace Hamf.Models.Trees.Scoring;

/// <summary>The values of an ensemble's leaves, each tree's equal ones once, and how they add up to the raw outputs.</summary>
internal sealed class LeafValues
{
    private readonly TreeEnsemble _trees;
    private readonly double[] _values;
    private readonly int[] _firstLeaf;
    private readonly bool _isOneSum;
    private readonly bool _areSingles;

    private LeafValues(TreeEnsemble trees, double[] values, int[] firstLeaf)
    {
        // Only what adding needs is read from the ensemble: bases, outputs of the trees and the kind of sum.
        _trees = trees;
        _values = values;
        _firstLeaf = firstLeaf;
        _isOneSum = trees is { OutputCount: 1, LeafWidth: 1 };
        _areSingles = Array.TrueForAll(values, value => (float)value == value);
    }

    /// <summary>Collects the values; <paramref name="leafOf"/> receives each leaf node's number within its tree, [nodes].</summary>
    public static LeafValues Collect(TreeEnsemble trees, int[] leafOf)
    {
        var firstLeaf = new int[trees.TreeCount + 1];
        var values = new List<double>();
        var known = new Dictionary<long, int>();
        for (int t = 0; t < trees.TreeCount; t++)
        {
            known.Clear();
            int count = 0;
            for (int node = trees.TreeStarts[t]; node < trees.TreeStarts[t + 1]; node++)
            {
                if (trees.Feature[node] != TreeEnsemble.Leaf)
                {
                    continue;
                }

                ReadOnlySpan<double> value = trees.Value.AsSpan(node * trees.LeafWidth, trees.LeafWidth);
                long key = BitConverter.DoubleToInt64Bits(value[0]);
                if (trees.LeafWidth > 1 || known.TryAdd(key, count))
                {
                    values.AddRange(value);
                    leafOf[node] = count++;
                }
                else
                {
                    leafOf[node] = known[key];
                }
            }

            firstLeaf[t + 1] = firstLeaf[t] + count;
        }

        return new LeafValues(trees, [.. values], firstLeaf);
    }

    /// <summary>Number of different leaves of a tree.</summary>
    public int CountOf(int tree) => _firstLeaf[tree + 1] - _firstLeaf[tree];

    /// <summary>The values of a leaf.</summary>
    public ReadOnlySpan<double> Of(int tree, int leaf) => _values.AsSpan((_firstLeaf[tree] + leaf) * _trees.LeafWidth, _trees.LeafWidth);

    /// <summary>Sets the outputs of rows to the bases.</summary>
    public void Start(Span<double> outputs)
    {
        for (int at = 0; at < outputs.Length; at += _trees.OutputCount)
        {
            _trees.Bases.CopyTo(outputs[at..]);
        }
    }

    /// <summary>Adds a tree to the outputs of rows, given the leaf that each reached.</summary>
    public void AddRows(int tree, ReadOnlySpan<int> leaves, Span<double> outputs)
    {
        if (!_isOneSum)
        {
            for (int row = 0; row < leaves.Length; row++)
            {
                Add(tree, leaves[row], outputs.Slice(row * _trees.OutputCount, _trees.OutputCount));
            }

            return;
        }

        ReadOnlySpan<double> values = _values.AsSpan(_firstLeaf[tree]);
        for (int row = 0; row < leaves.Length; row++)
        {
            double sum = outputs[row] + values[leaves[row]];
            outputs[row] = _trees.Sum == TreeSum.Single ? (float)sum : sum;
        }
    }

    /// <summary>Adds trees to the outputs of one row, given the leaf it reached in each.</summary>
    public void AddTrees(int firstTree, ReadOnlySpan<int> leaves, Span<double> outputs)
    {
        if (!_isOneSum)
        {
            for (int i = 0; i < leaves.Length; i++)
            {
                Add(firstTree + i, leaves[i], outputs);
            }

            return;
        }

        ReadOnlySpan<int> firstLeaf = _firstLeaf.AsSpan(firstTree, leaves.Length);
        outputs[0] = _trees.Sum != TreeSum.Single ? AddDoubles(outputs[0], firstLeaf, leaves)
            : _areSingles && (float)outputs[0] == outputs[0] ? AddSingles((float)outputs[0], firstLeaf, leaves)
            : AddRounded(outputs[0], firstLeaf, leaves);
    }

    private double AddDoubles(double sum, ReadOnlySpan<int> firstLeaf, ReadOnlySpan<int> leaves)
    {
        for (int i = 0; i < leaves.Length; i++)
        {
            sum += _values[firstLeaf[i] + leaves[i]];
        }

        return sum;
    }

    // Rounding the exact sum of two floats to double and then to float gives what adding floats gives (a double has more than twice the
    // digits).
    private float AddSingles(float sum, ReadOnlySpan<int> firstLeaf, ReadOnlySpan<int> leaves)
    {
        for (int i = 0; i < leaves.Length; i++)
        {
            sum += (float)_values[firstLeaf[i] + leaves[i]];
        }

        return sum;
    }

    private double AddRounded(double sum, ReadOnlySpan<int> firstLeaf, ReadOnlySpan<int> leaves)
    {
        for (int i = 0; i < leaves.Length; i++)
        {
            sum = (float)(sum + _values[firstLeaf[i] + leaves[i]]);
        }

        return sum;
    }

    /// <summary>Turns the sums of rows into raw outputs.</summary>
    public void Finish(Span<double> outputs)
    {
        for (int i = 0; i < outputs.Length && _trees.Sum == TreeSum.DoubleMean; i++)
        {
            outputs[i] /= _trees.TreeCount;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Add(int tree, int leaf, Span<double> outputs)
    {
        ReadOnlySpan<double> values = Of(tree, leaf);
        Span<double> sums = outputs.Slice(_trees.TreeOutput[tree], values.Length);
        for (int k = 0; k < values.Length; k++)
        {
            double sum = sums[k] + values[k];
            sums[k] = _trees.Sum == TreeSum.Single ? (float)sum : sum;
        }
    }
}
