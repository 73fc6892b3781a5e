using Hamf.Models.Formats.Hamf;
using Hamf.Models.Graph;

namespace Hamf.Models.Tests.Formats;

public class ModelFileTests
{
    public static TheoryData<string> Names => [.. GoldenModels.Names];

    // golden-trees.hamf was written once by version 1 of the format from the model of GoldenModels.Trees.
    [Fact]
    public void Reads_trees_of_version_1()
    {
        Model read = ModelFile.Read(Golden("golden-trees"));

        Assert.Equal(ModelFile.Write(GoldenModels.Trees), ModelFile.Write(read));
        Assert.Equal(GoldenModels.Trees.Score([1, 2, 1, 5, 0]), read.Score([1, 2, 1, 5, 0]));
    }

    // golden-v1-logistic.hamf was written once by version 1 (commit 783be79): logistic regression, l2 1, of Rows.Mixed(200, 1), and these scores.
    [Theory]
    [InlineData(1.5, 40, 3, 0.5, 0.3262178041680498)]
    [InlineData(3, double.NaN, double.NaN, 0.1, 0.7302616826517567)]
    [InlineData(0.2, 1e300, 8, 0.9, 1)]
    public void Reads_logistic_regression_of_version_1(double amount, double age, double kind, double noise, double score) =>
        Assert.Equal(score, ModelFile.Read(Golden("golden-v1-logistic")).Score([amount, age, kind, noise]), 15);

    [Theory]
    [MemberData(nameof(Names))]
    public void Writes_and_reads_the_bytes_of_version_2(string name)
    {
        byte[] golden = Golden($"golden-v2-{name}");
        Model model = GoldenModels.Make(name);

        Assert.Equal(golden, ModelFile.Write(model));
        Model read = ModelFile.Read(golden);
        Assert.Equal(golden, ModelFile.Write(read));
        Assert.Equal((model.Algorithm, model.Output, model.OutputCount), (read.Algorithm, read.Output, read.OutputCount));
        Assert.Equal(Outputs(model), Outputs(read));
    }

    [Fact]
    public void Writing_to_a_stream_gives_the_same_bytes()
    {
        using var stream = new MemoryStream();

        ModelFile.Write(GoldenModels.Trees, stream);

        Assert.Equal(ModelFile.Write(GoldenModels.Trees), stream.ToArray());
    }

    [Theory]
    [InlineData("trees", 0)]
    [InlineData("isotonic", 3_000_000)]
    public void Opens_small_files_and_maps_big_ones(string name, int padding)
    {
        byte[] file = SectionBytes.Insert(ModelFile.Write(GoldenModels.Make(name)), 0, SectionBytes.Make("note", new byte[padding]));
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, file);

            Assert.Equal(ModelFile.Write(GoldenModels.Make(name)), ModelFile.Write(ModelFile.Open(path)));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Refuses_every_truncation(string name)
    {
        byte[] file = ModelFile.Write(GoldenModels.Make(name));

        for (int length = 0; length < file.Length; length++)
        {
            byte[] cut = file[..length];
            Assert.Throws<InvalidDataException>(() => ModelFile.Read(cut));
        }
    }

    [Fact]
    public void Refuses_every_flipped_bit()
    {
        byte[] file = ModelFile.Write(GoldenModels.Make("isotonic"));

        for (int bit = 0; bit < file.Length * 8; bit++)
        {
            byte[] flipped = file.ToArray();
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Throws<InvalidDataException>(() => ModelFile.Read(flipped));
        }
    }

    [Fact]
    public void A_newer_version_is_named()
    {
        byte[] file = ModelFile.Write(GoldenModels.Trees);
        file[8] = 9;

        InvalidDataException refused = Assert.Throws<InvalidDataException>(() => ModelFile.Read(file));

        Assert.Contains("version 9", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Something_else_is_no_model() =>
        Assert.Contains(
            "not a Hamf model",
            Assert.Throws<InvalidDataException>(() => ModelFile.Read("name,amount"u8)).Message,
            StringComparison.Ordinal);

    private static byte[] Golden(string name) => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Formats", $"{name}.hamf"));

    private static double[] Outputs(Model model)
    {
        var outputs = new double[model.OutputCount];
        model.Score(Enumerable.Repeat(1.0, model.Features.Count).ToArray(), outputs);
        return outputs;
    }
}
