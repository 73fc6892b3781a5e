using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Hamf.Models.Data;
using Hamf.Models.Formats.Hamf;
using Hamf.Models.Learning;
using Hamf.Models.Trees;
using Hamf.Models.Trees.Explaining;
using Hamf.Models.Trees.Forests;
using Hamf.Models.Trees.Scoring;

namespace Hamf.Bench.Explaining;

/// <summary>
/// Explains rows with SHAP values on one thread, in a batch and row by row: microseconds of processor time per row, median of several rounds.
/// A data set is NAME_train_x.f32 and NAME_test_x.f32 (row-major floats) with NAME_train_y.f32 and NAME_test_y.f32 (0 or 1).
/// </summary>
internal static partial class ExplainVerb
{
    private const int Rounds = 5;
    private const int ThreadCpuClock = 3;

    public const string Usage =
        "  trees-explain --data DIR --set NAME [--model FILE | --algorithm gbdt|forest --trees 500 --leaves 31 --min-rows 20 --min-hessian 1] [--rows 4096] [--single 256] [--lanes 0]"
        + "\n    DIR holds NAME_train_x.f32, NAME_train_y.f32, NAME_test_x.f32 and NAME_test_y.f32: row-major floats, y 0 or 1";

    public static int Run(string[] args)
    {
        var arguments = new Arguments(args);
        string prefix = Path.Combine(arguments.Text("data", "."), arguments.Text("set", "A"));
        TreeModel model = LoadOrTrain(arguments, prefix);
        Console.WriteLine(Measure(model, ReadTable(prefix + "_test", arguments.Number("rows", 4096)).Table, arguments));
        return 0;
    }

    private static TreeModel LoadOrTrain(Arguments arguments, string prefix)
    {
        string path = arguments.Text("model", "");
        if (File.Exists(path))
        {
            return (TreeModel)ModelFile.Read(File.ReadAllBytes(path));
        }

        (FeatureTable table, byte[] labels) = ReadTable(prefix + "_train", int.MaxValue);
        var model = (TreeModel)MakeTrainer(arguments).Train(TrainingSet.Binary(table, labels));
        if (path.Length > 0)
        {
            File.WriteAllBytes(path, ModelFile.Write(model));
        }

        return model;
    }

    private static Trainer MakeTrainer(Arguments arguments) => arguments.Text("algorithm", "gbdt") == "forest"
        ? new ForestTrainer(new ForestOptions { Trees = arguments.Number("trees", 100), MinLeafRows = arguments.Number("min-rows", 1) })
        : new GbdtTrainer(new GbdtOptions
        {
            Trees = arguments.Number("trees", 500),
            Leaves = arguments.Number("leaves", 31),
            MinLeafRows = arguments.Number("min-rows", 20),
            MinLeafHessian = arguments.Number("min-hessian", 1),
            LearningRate = 0.1,
        });

    private static JsonObject Measure(TreeModel model, FeatureTable table, Arguments arguments)
    {
        var shap = new TreeShap(model.Trees, model.Features, arguments.Number("lanes", 0));
        int single = Math.Min(table.RowCount, arguments.Number("single", 256));
        var contributions = new double[table.RowCount * table.Columns.Length];
        var alone = new double[table.Columns.Length];
        var values = new double[table.Columns.Length];
        var batchMicros = new List<double>();
        var singleMicros = new List<double>();
        double worst = 0;
        for (int round = 0; round < Rounds; round++)
        {
            double start = ThreadSeconds();
            shap.ExplainAll(table, contributions, threads: 1);
            batchMicros.Add((ThreadSeconds() - start) / table.RowCount * 1e6);
            start = ThreadSeconds();
            for (int row = 0; row < single; row++)
            {
                table.CopyRow(row, values);
                shap.Explain(values, alone);
            }

            singleMicros.Add((ThreadSeconds() - start) / single * 1e6);
            worst = Math.Max(worst, Difference(model, values, alone, shap.Bases[0]));
        }

        batchMicros.Sort();
        singleMicros.Sort();
        return new JsonObject
        {
            ["trees"] = model.TreeCount,
            ["nodes"] = model.Trees.NodeCount,
            ["points"] = new PathTable(model.Trees).MaxPoints,
            ["rows"] = table.RowCount,
            ["batch_us_per_row"] = Math.Round(batchMicros[Rounds / 2], 2),
            ["single_us"] = Math.Round(singleMicros[Rounds / 2], 2),
            ["worst_difference_to_raw_output"] = worst,
        };
    }

    private static double Difference(TreeModel model, double[] values, double[] contributions, double mean)
    {
        double output = 0;
        PlainScorer.Score(model.Trees, model.Features, values, new Span<double>(ref output));
        return Math.Abs(output - mean - contributions.Sum());
    }

    private static (FeatureTable Table, byte[] Labels) ReadTable(string prefix, int maxRows)
    {
        ReadOnlySpan<float> targets = MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(prefix + "_y.f32"));
        ReadOnlySpan<float> inputs = MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(prefix + "_x.f32"));
        int width = inputs.Length / targets.Length;
        int rows = Math.Min(maxRows, targets.Length);
        var columns = new double[width][];
        for (int f = 0; f < width; f++)
        {
            columns[f] = new double[rows];
            for (int row = 0; row < rows; row++)
            {
                columns[f][row] = inputs[(row * width) + f];
            }
        }

        var labels = new byte[rows];
        for (int row = 0; row < rows; row++)
        {
            labels[row] = (byte)targets[row];
        }

        FeatureInfo[] features = columns.Select((_, f) => FeatureInfo.Numeric(f.ToString(CultureInfo.InvariantCulture))).ToArray();
        return (new FeatureTable(features, columns, rows), labels);
    }

    // Other work on the machine's cores hardly shows in the time that this thread alone was given.
    private static double ThreadSeconds() =>
        ClockGetTime(ThreadCpuClock, out TimeSpec time) == 0
            ? time.Seconds + (time.Nanoseconds * 1e-9)
            : throw new PlatformNotSupportedException("The clock of a thread's processor time cannot be read.");

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int ClockGetTime(int clock, out TimeSpec time);

    private struct TimeSpec
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
