using Hamf.Models.Formats.Boosting;

namespace Hamf.Models.Formats.XGBoost;

/// <summary>Reads a tree of an XGBoost document: one list per attribute of its nodes.</summary>
internal static class XGBoostTree
{
    /// <summary>The nodes of a tree.</summary>
    /// <exception cref="ImportException">Its lists do not belong together.</exception>
    public static BoostedNode[] Read(DocumentPlace tree)
    {
        double[] left = tree.Numbers("left_children");
        double[] right = Column(tree, "right_children", left.Length);
        double[] feature = Column(tree, "split_indices", left.Length);
        double[] condition = Column(tree, "split_conditions", left.Length);
        double[] defaults = Column(tree, "default_left", left.Length);
        double[] covers = tree.Has("sum_hessian") ? Column(tree, "sum_hessian", left.Length) : new double[left.Length];
        double[] gains = tree.Has("loss_changes") ? Column(tree, "loss_changes", left.Length) : new double[left.Length];
        if (tree.Has("tree_param") && tree.Child("tree_param").Int("size_leaf_vector", 0) > 1)
        {
            throw tree.Fault("the leaves hold several values; only one can be imported", "Train with multi_strategy one_output_per_tree");
        }

        var nodes = new BoostedNode[left.Length];
        for (int i = 0; i < nodes.Length; i++)
        {
            nodes[i] = Node((left[i], right[i]), feature[i], (float)condition[i], defaults[i] != 0, (float)covers[i], (float)gains[i]);
        }

        return tree.Has("categories_nodes") ? XGBoostCategories.Apply(tree, nodes) : nodes;
    }

    /// <summary>
    /// A node: a leaf where it has no left child; else x below the condition goes left, which is x at or below the float just under it.
    /// </summary>
    public static BoostedNode Node((double Left, double Right) children, double feature, float condition, bool defaultLeft, float cover, float gain) =>
        children.Left < 0
            ? BoostedNode.Leaf(condition, cover)
            : new BoostedNode
            {
                Feature = feature is >= 0 and < int.MaxValue ? (int)feature : int.MaxValue,
                Threshold = MathF.BitDecrement(condition),
                DefaultLeft = defaultLeft,
                Left = Child(children.Left),
                Right = Child(children.Right),
                Cover = cover,
                Gain = gain,
            };

    private static int Child(double child) => child is >= 0 and < int.MaxValue ? (int)child : -1;

    private static double[] Column(DocumentPlace tree, string name, int length)
    {
        double[] values = tree.Numbers(name);
        return values.Length == length ? values : throw tree.Fault($"{name} has {values.Length} entries for {length} nodes");
    }
}
