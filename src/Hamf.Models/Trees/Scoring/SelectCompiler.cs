namespace Hamf.Models.Trees.Scoring;

/// <summary>Lays the splits of an ensemble out as a select network.</summary>
internal sealed class SelectCompiler
{
    private const int RowsSize = SelectNetwork.BlockRows;

    private readonly TreeEnsemble _trees;
    private readonly ChannelMap _map;
    private readonly RankCodes _codes;
    private readonly LeafValues _leaves;
    private readonly int[] _leafOf;
    private readonly List<SelectTest> _tests = [];
    private readonly List<byte> _sets = [];
    private readonly List<double> _tables = [];
    private readonly uint[] _resultOf;
    private readonly int[] _heightOf;

    public SelectCompiler(TreeEnsemble trees, ChannelMap map, RankCodes codes, LeafValues leaves, int[] leafOf)
    {
        (_trees, _map, _codes, _leaves, _leafOf) = (trees, map, codes, leaves, leafOf);
        int nodesMax = 0;
        for (int t = 0; t < trees.TreeCount; t++)
        {
            int tests = 0;
            for (int node = trees.TreeStarts[t]; node < trees.TreeStarts[t + 1]; node++)
            {
                tests += trees.SetStart[node] != TreeEnsemble.NoSet ? 1 : 0;
            }

            TestsMax = Math.Max(TestsMax, tests);
            LeavesMax = Math.Max(LeavesMax, leaves.CountOf(t));
            nodesMax = Math.Max(nodesMax, trees.TreeStarts[t + 1] - trees.TreeStarts[t]);
        }

        SplitsMax = nodesMax / 2;
        _resultOf = new uint[nodesMax];
        _heightOf = new int[nodesMax];
        Trees = new SelectTree[trees.TreeCount];
        Ops = new SelectOp[(trees.NodeCount - trees.TreeCount) / 2];
        Compile();
    }

    public int TestsMax { get; }

    public int LeavesMax { get; }

    public int SplitsMax { get; }

    public SelectTree[] Trees { get; }

    public SelectOp[] Ops { get; }

    public SelectTest[] Tests => [.. _tests];

    public byte[] Sets => [.. _sets];

    public double[] Tables => [.. _tables];

    // The workspace, in columns of one byte per row: number codes, category columns, leaf numbers, results of the splits.
    public uint TestsOffset => (uint)(_map.Numbers.Length * RowsSize);

    public uint LeavesOffset => TestsOffset + (uint)(TestsMax * RowsSize);

    public uint ResultsOffset => LeavesOffset + (uint)(LeavesMax * RowsSize);

    /// <summary>Entries of a tree's value table: whole vectors of the kernel that reads it.</summary>
    public static int TableLength(int leafCount) => leafCount <= 16 ? 16 : leafCount <= 32 ? 32 : leafCount <= 64 ? 64 : 256;

    private void Compile()
    {
        int opCount = 0;
        for (int t = 0; t < _trees.TreeCount; t++)
        {
            int[] splits = SplitsByHeight(t);
            int firstTest = _tests.Count;
            for (int i = 0; i < splits.Length; i++)
            {
                Ops[opCount + i] = CompileSplit(splits[i], _trees.TreeStarts[t], firstTest);
                _resultOf[splits[i] - _trees.TreeStarts[t]] = ResultsOffset + (uint)(i * RowsSize);
            }

            int leafCount = _leaves.CountOf(t);
            Trees[t] = new SelectTree(opCount, splits.Length, firstTest, _tests.Count - firstTest, _resultOf[0], leafCount, _tables.Count);
            AddTable(t, leafCount);
            opCount += splits.Length;
        }
    }

    // Children before parents, and many splits between a child and its parent: reading a result just stored would wait for the store.
    private int[] SplitsByHeight(int tree)
    {
        int start = _trees.TreeStarts[tree];
        var splits = new List<int>();
        for (int node = _trees.TreeStarts[tree + 1] - 1; node >= start; node--)
        {
            if (_trees.Feature[node] == TreeEnsemble.Leaf)
            {
                _heightOf[node - start] = 0;
                _resultOf[node - start] = LeavesOffset + (uint)(_leafOf[node] * RowsSize);
                continue;
            }

            _heightOf[node - start] = 1 + Math.Max(_heightOf[_trees.Left[node] - start], _heightOf[_trees.Right[node] - start]);
            splits.Add(node);
        }

        int[] heights = splits.ConvertAll(node => _heightOf[node - start]).ToArray();
        int[] sorted = [.. splits];
        Array.Sort(heights, sorted);
        return sorted;
    }

    private SelectOp CompileSplit(int node, int treeStart, int firstTest)
    {
        uint left = _resultOf[_trees.Left[node] - treeStart];
        uint right = _resultOf[_trees.Right[node] - treeStart];
        if (_trees.SetStart[node] == TreeEnsemble.NoSet)
        {
            int channel = _map.NumberOf(_trees, node);
            return new SelectOp((uint)(channel * RowsSize), left, right, _codes.RankOf(channel, ChannelMap.ThresholdOf(_trees, node)));
        }

        uint column = TestsOffset + (uint)((_tests.Count - firstTest) * RowsSize);
        int category = _map.CategoryOf(_trees, node);
        _tests.Add(new SelectTest(category, _sets.Count));
        int codes = _map.CodeCount(category);
        var set = new byte[Math.Max(32, (codes + 7) / 8)];
        for (int code = 0; code < codes; code++)
        {
            set[code >> 3] |= (byte)(_map.GoesLeft(_trees, node, code) ? 1 << (code & 7) : 0);
        }

        _sets.AddRange(set);
        return new SelectOp(column, left, right, 0);
    }

    private void AddTable(int tree, int leafCount)
    {
        for (int k = 0; k < _trees.LeafWidth; k++)
        {
            int start = _tables.Count;
            for (int leaf = 0; leaf < leafCount; leaf++)
            {
                _tables.Add(_leaves.Of(tree, leaf)[k]);
            }

            while (_tables.Count < start + TableLength(leafCount))
            {
                _tables.Add(0);
            }
        }
    }
}
