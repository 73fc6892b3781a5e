using Hamf.Models.Data;
using Hamf.Models.Graph.Onnx;
using Hamf.Models.Trees;

namespace Hamf.Models.Formats.Onnx.Export;

/// <summary>Trees as a TreeEnsembleRegressor with the link behind it.</summary>
internal static class TreeExport
{
    /// <summary>Writes the trees.</summary>
    /// <param name="graph">Receives them.</param>
    /// <param name="rows">Name of the floats that they ask, [rows x features].</param>
    /// <param name="model">The trees.</param>
    /// <returns>Name of the outputs as <see cref="TreeModel"/> has them, doubles, [rows x outputs].</returns>
    public static string Write(ExportGraph graph, string rows, TreeModel model)
    {
        TreeEnsemble trees = model.Trees;
        bool isMean = trees.Sum == TreeSum.DoubleMean;
        double share = isMean ? 1.0 / Math.Max(trees.TreeCount, 1) : 1;
        (string Name, object Value)[] settings =
        [
            ("n_targets", (long)trees.OutputCount),
            ("aggregate_function", isMean ? "AVERAGE" : "SUM"),
            ("post_transform", "NONE"),
            ("base_values", trees.Bases.Select(value => (float)(value * share)).ToList()),
            .. new TreeNodes(trees, model.Features).Settings(),
        ];
        string sums = graph.Cast(graph.Learned("TreeEnsembleRegressor", [rows], settings), ElementType.Double);
        return model.Link switch
        {
            TreeLink.Logistic => graph.Plain("Sigmoid", [sums]),
            TreeLink.Softmax => graph.Plain("Softmax", [sums], ("axis", 1L)),
            TreeLink.Isolation => graph.Plain("Exp", [graph.Plain("Mul", [sums, graph.Doubles([-Math.Log(2)], 1)])]),
            _ => sums,
        };
    }

    /// <summary>The lists of nodes.</summary>
    private sealed class TreeNodes(TreeEnsemble trees, IReadOnlyList<FeatureInfo> features)
    {
        // No category has this code.
        private const int NoCode = -1;

        private readonly List<long> _treeIds = [];
        private readonly List<long> _nodeIds = [];
        private readonly List<long> _features = [];
        private readonly List<string> _modes = [];
        private readonly List<float> _values = [];
        private readonly List<long> _trueIds = [];
        private readonly List<long> _falseIds = [];
        private readonly List<long> _missing = [];
        private readonly List<long> _leafTreeIds = [];
        private readonly List<long> _leafNodeIds = [];
        private readonly List<long> _targets = [];
        private readonly List<float> _weights = [];

        public IEnumerable<(string Name, object Value)> Settings()
        {
            for (int tree = 0; tree < trees.TreeCount; tree++)
            {
                AddTree(tree);
            }

            if (trees.TreeCount == 0)
            {
                AddNode(0, 0, 0, "LEAF", 0, 0, 0, false);
                AddWeight(0, 0, 0, 0);
            }

            return
            [
                ("nodes_treeids", _treeIds),
                ("nodes_nodeids", _nodeIds),
                ("nodes_featureids", _features),
                ("nodes_modes", _modes),
                ("nodes_values", _values),
                ("nodes_truenodeids", _trueIds),
                ("nodes_falsenodeids", _falseIds),
                ("nodes_missing_value_tracks_true", _missing),
                ("target_treeids", _leafTreeIds),
                ("target_nodeids", _leafNodeIds),
                ("target_ids", _targets),
                ("target_weights", _weights),
            ];
        }

        private void AddTree(int tree)
        {
            (int start, int end) = (trees.TreeStarts[tree], trees.TreeStarts[tree + 1]);
            long nextId = end - start;
            for (int node = start; node < end; node++)
            {
                if (trees.Feature[node] == TreeEnsemble.Leaf)
                {
                    AddNode(tree, node - start, 0, "LEAF", 0, 0, 0, false);
                    for (int k = 0; k < trees.LeafWidth; k++)
                    {
                        AddWeight(tree, node - start, trees.TreeOutput[tree] + k, trees.Value[(node * trees.LeafWidth) + k]);
                    }
                }
                else if (trees.SetStart[node] == TreeEnsemble.NoSet)
                {
                    AddNode(tree, node - start, trees.Feature[node], "BRANCH_LEQ", Floor(trees.Threshold[node]), trees.Left[node] - start, trees.Right[node] - start, trees.DefaultLeft[node]);
                }
                else
                {
                    nextId = AddChain(tree, node, start, nextId);
                }
            }
        }

        // A float is at or below a threshold when it is at or below the next float under it.
        private static float Floor(double threshold) => (float)threshold > threshold ? MathF.BitDecrement((float)threshold) : (float)threshold;

        // A set is a chain of equalities that all lead to the same child; the shorter of the two sides is asked for.
        private long AddChain(int tree, int node, int start, long nextId)
        {
            int feature = trees.Feature[node];
            ILookup<bool, int> sides = Enumerable.Range(0, features[feature].UnseenCode + 1).ToLookup(code => trees.GoesLeft(node, code, features));
            bool asksLeft = sides[true].Count() <= sides[false].Count();
            int[] codes = [.. sides[asksLeft].DefaultIfEmpty(NoCode)];
            (int yes, int no) = asksLeft ? (trees.Left[node], trees.Right[node]) : (trees.Right[node], trees.Left[node]);
            long id = node - start;
            for (int i = 0; i < codes.Length; i++)
            {
                bool isLast = i == codes.Length - 1;
                AddNode(tree, id, feature, "BRANCH_EQ", codes[i], yes - start, isLast ? no - start : nextId, i == 0 && trees.DefaultLeft[node] == asksLeft);
                id = isLast ? id : nextId++;
            }

            return nextId;
        }

        private void AddNode(int tree, long id, int feature, string mode, float value, long yes, long no, bool missingIsYes)
        {
            _treeIds.Add(tree);
            _nodeIds.Add(id);
            _features.Add(feature);
            _modes.Add(mode);
            _values.Add(value);
            _trueIds.Add(yes);
            _falseIds.Add(no);
            _missing.Add(missingIsYes ? 1 : 0);
        }

        private void AddWeight(int tree, long id, int target, double weight)
        {
            _leafTreeIds.Add(tree);
            _leafNodeIds.Add(id);
            _targets.Add(target);
            _weights.Add((float)weight);
        }
    }
}
