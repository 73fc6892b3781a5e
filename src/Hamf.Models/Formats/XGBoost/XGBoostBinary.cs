using System.Buffers.Binary;
using System.Text;
using Hamf.Models.Formats.Boosting;

namespace Hamf.Models.Formats.XGBoost;

/// <summary>Reads the binary layout that XGBoost wrote by itself before 1.0 and, with <c>binf</c> before it, up to 2.x. Little-endian.</summary>
internal ref struct XGBoostBinary
{
    private const int HeaderSize = 136;
    private const int ModelSize = 160;
    private const int LinearSize = 136;
    private const int TreeSize = 148;
    private const int NodeSize = 20;
    private const int StatisticsSize = 16;
    private const int LongestName = 64;

    private ReadOnlySpan<byte> _rest;
    private readonly int _size;

    private XGBoostBinary(ReadOnlySpan<byte> content)
    {
        _rest = content;
        _size = content.Length;
    }

    /// <summary>Whether a file without a mark of its own begins like a model: a header, then the names of an objective and a booster.</summary>
    public static bool LooksLike(ReadOnlySpan<byte> content)
    {
        if (content.Length < HeaderSize + 16 || !float.IsFinite(BinaryPrimitives.ReadSingleLittleEndian(content)))
        {
            return false;
        }

        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(content[HeaderSize..]);
        ReadOnlySpan<byte> name = content[(HeaderSize + 8)..];
        return length is > 0 and <= LongestName && (int)length <= name.Length && !name[..(int)length].ContainsAnyExceptInRange((byte)' ', (byte)'~')
            && name[..(int)length].Contains((byte)':');
    }

    /// <summary>The model.</summary>
    /// <param name="content">The file, without <c>binf</c>.</param>
    /// <exception cref="ImportException">It is damaged, or not supported.</exception>
    public static XGBoostModel Read(ReadOnlySpan<byte> content)
    {
        var reader = new XGBoostBinary(content);
        ReadOnlySpan<byte> header = reader.Take(HeaderSize, "the header");
        uint features = BinaryPrimitives.ReadUInt32LittleEndian(header[4..]);
        int classes = Int(header[8..]);
        bool hasAttributes = Int(header[12..]) != 0;
        (int major, int minor) = (Int(header[20..]), Int(header[24..]));
        XGBoostModel model = new()
        {
            Version = (major, minor, 0),
            BaseScore = [Single(header)],
            FeatureCount = features <= int.MaxValue ? (int)features : -1,
            OutputCount = Math.Max(1, classes),
            Objective = reader.Text(),
            Booster = reader.Text(),
            Attributes = new Dictionary<string, string>(),
        };
        if (major >= 1 && Int(header[28..]) > 1)
        {
            throw new ImportException(string.Empty, "the model predicts several targets at once; only one can be imported", "Train one model for each target");
        }

        model = reader.WithBooster(model);
        return hasAttributes ? model with { Attributes = reader.Attributes() } : model;
    }

    private XGBoostModel WithBooster(XGBoostModel model)
    {
        switch (model.Booster)
        {
            case "gbtree":
                return WithTrees(model);
            case "dart":
                model = WithTrees(model);
                return model.Trees.Count > 0 ? model with { TreeWeights = Singles("the weights of the trees") } : model;
            case "gblinear":
                Take(LinearSize, "the parameters of the linear model");
                return model with { LinearWeights = Singles("the weights") };
            default:
                throw new ImportException(string.Empty, $"the booster '{model.Booster}' of XGBoost is not known");
        }
    }

    private XGBoostModel WithTrees(XGBoostModel model)
    {
        ReadOnlySpan<byte> parameters = Take(ModelSize, "the parameters of the trees");
        int count = Int(parameters);
        int parallel = model.Version.Major >= 1 ? Int(parameters[4..]) : 1;
        if (count < 0 || (long)count * (TreeSize + NodeSize + StatisticsSize) > _rest.Length)
        {
            throw Damaged($"it names {count} trees, which do not fit into it");
        }

        var trees = new BoostedNode[count][];
        for (int i = 0; i < count; i++)
        {
            trees[i] = Tree(i);
        }

        ReadOnlySpan<byte> outputs = Take(count * sizeof(int), "the outputs of the trees");
        var joined = new List<(BoostedNode[], int)>(count);
        for (int i = 0; i < count; i++)
        {
            joined.Add((trees[i], Int(outputs[(i * sizeof(int))..])));
        }

        return model with { Trees = joined, ParallelTrees = Math.Max(1, parallel) };
    }

    private BoostedNode[] Tree(int index)
    {
        ReadOnlySpan<byte> parameters = Take(TreeSize, "the parameters of a tree");
        int count = Int(parameters[4..]);
        if (Int(parameters[20..]) > 1)
        {
            throw new ImportException($"tree {index}", "the leaves hold several values; only one can be imported");
        }

        if (count < 1 || (long)count * (NodeSize + StatisticsSize) > _rest.Length)
        {
            throw Damaged($"tree {index} names {count} nodes, which do not fit into it");
        }

        ReadOnlySpan<byte> records = Take(count * NodeSize, "the nodes of a tree");
        ReadOnlySpan<byte> statistics = Take(count * StatisticsSize, "the statistics of a tree");
        var nodes = new BoostedNode[count];
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> record = records.Slice(i * NodeSize, NodeSize);
            ReadOnlySpan<byte> statistic = statistics.Slice(i * StatisticsSize, StatisticsSize);
            uint feature = BinaryPrimitives.ReadUInt32LittleEndian(record[12..]);
            nodes[i] = XGBoostTree.Node(
                (Int(record[4..]), Int(record[8..])), feature & int.MaxValue, Single(record[16..]), feature > int.MaxValue, Single(statistic[4..]), Single(statistic));
        }

        return nodes;
    }

    private Dictionary<string, string> Attributes()
    {
        ulong count = Length(16, "the attributes");
        var attributes = new Dictionary<string, string>(StringComparer.Ordinal);
        for (ulong i = 0; i < count; i++)
        {
            string name = Text();
            attributes[name] = Text();
        }

        return attributes;
    }

    private float[] Singles(string what)
    {
        var values = new float[Length(sizeof(float), what)];
        foreach (ref float value in values.AsSpan())
        {
            value = Single(Take(sizeof(float), what));
        }

        return values;
    }

    private string Text() => Encoding.UTF8.GetString(Take((int)Length(1, "a text"), "a text"));

    // A count of values of at least the given size, which must all be there.
    private ulong Length(int itemSize, string what)
    {
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(Take(8, what));
        return length <= (ulong)(_rest.Length / itemSize) ? length : throw Damaged($"it ends in the middle of {what}");
    }

    private ReadOnlySpan<byte> Take(int count, string what)
    {
        if (count > _rest.Length)
        {
            throw Damaged($"it ends in the middle of {what}");
        }

        ReadOnlySpan<byte> taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }

    private static int Int(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadInt32LittleEndian(bytes);

    private static float Single(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadSingleLittleEndian(bytes);

    private readonly ImportException Damaged(string what) =>
        new(string.Empty, $"the binary model of XGBoost is damaged near byte {_size - _rest.Length}: {what}", "Copy the file again");
}
