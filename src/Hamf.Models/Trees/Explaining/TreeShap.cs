using System.Runtime.Intrinsics;
using Hamf.Models.Data;
using Hamf.Models.Trees.Explaining.Lanes;
using Hamf.Models.Trees.Growing;

namespace Hamf.Models.Trees.Explaining;

/// <summary>
/// Exact path-dependent SHAP values (Lundberg et al. 2020). The Shapley weights are an integral over t in [0, 1] of the product of
/// z(1 - t) + o t over the distinct features of a leaf's path, where z is the share of cover that follows the path and o is 1 if the row
/// follows it; Gauss-Legendre with half as many points as features makes the integral exact. As in Linear TreeSHAP (Yu et al. 2022) one
/// pass down multiplies the factors and one pass up adds the leaves, so the cost is splits times points, for deep forests too. All factors
/// lie in (0, 1], so nothing cancels or overflows. A row gives the same bits alone, in any batch, at any vector width and thread count.
/// Immutable and thread-safe.
/// </summary>
internal sealed class TreeShap
{
    // Splits and tables of a tree stay in the first-level cache while it passes over these rows.
    private const int ChunkRows = 64;

    private readonly ShapPlan _plan;
    private readonly RowPlan _rows;
    private readonly int _lanes;

    /// <summary>Prepares an ensemble.</summary>
    /// <param name="trees">The trees.</param>
    /// <param name="features">What they ask.</param>
    /// <param name="lanes">Doubles per vector, 1, 2, 4 or 8; 0 takes what the machine computes with best.</param>
    /// <exception cref="NotSupportedException">The trees are too deep.</exception>
    public TreeShap(TreeEnsemble trees, IReadOnlyList<FeatureInfo> features, int lanes = 0)
    {
        _plan = new ShapPlan(trees, features);
        _lanes = lanes != 0 ? lanes : BestLanes();
        _rows = new RowPlan(_plan, _lanes);
    }

    /// <summary>Mean raw outputs over the training rows, [outputs]: what the contributions of a row are added to.</summary>
    public ReadOnlySpan<double> Bases => _plan.Bases;

    /// <summary>Writes the contributions of a row.</summary>
    /// <param name="values">One value per feature.</param>
    /// <param name="contributions">[features x outputs], row-major.</param>
    public void Explain(ReadOnlySpan<double> values, Span<double> contributions) =>
        RowRun.Explain(_plan, _rows, values, contributions);

    /// <summary>Writes the contributions of every row of a table.</summary>
    /// <param name="table">The rows.</param>
    /// <param name="contributions">[rows x features x outputs], row-major.</param>
    /// <param name="threads">Threads, 1 or more.</param>
    public void ExplainAll(FeatureTable table, Memory<double> contributions, int threads)
    {
        int chunks = (table.RowCount + ChunkRows - 1) / ChunkRows;
        if (threads <= 1 || chunks <= 1)
        {
            for (int i = 0; i < chunks; i++)
            {
                ExplainChunk(table, i, contributions.Span);
            }

            return;
        }

        using var crew = new WorkCrew(Math.Min(threads, chunks));
        crew.Run(chunks, i => ExplainChunk(table, i, contributions.Span));
    }

    private void ExplainChunk(FeatureTable table, int chunk, Span<double> contributions)
    {
        int from = chunk * ChunkRows;
        int count = Math.Min(ChunkRows, table.RowCount - from);
        int width = _plan.Features.Count * _plan.OutputCount;
        Span<double> target = contributions.Slice(from * width, count * width);
        switch (_lanes)
        {
            case 8:
                ShapRun<EightLanes, RowsInLanes<EightLanes>>.ExplainRows(_plan, table, from, count, target);
                break;
            case 4:
                ShapRun<FourLanes, RowsInLanes<FourLanes>>.ExplainRows(_plan, table, from, count, target);
                break;
            case 2:
                ShapRun<TwoLanes, RowsInLanes<TwoLanes>>.ExplainRows(_plan, table, from, count, target);
                break;
            default:
                ShapRun<OneLane, RowsInLanes<OneLane>>.ExplainRows(_plan, table, from, count, target);
                break;
        }
    }

    private static int BestLanes() =>
        Vector512.IsHardwareAccelerated ? 8 : Vector256.IsHardwareAccelerated ? 4 : Vector128.IsHardwareAccelerated ? 2 : 1;
}
