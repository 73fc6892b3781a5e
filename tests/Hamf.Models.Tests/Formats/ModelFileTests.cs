using System.Security.Cryptography;
using Hamf.Models.Data;
using Hamf.Models.Learning;
using Hamf.Models.Formats.Hamf;
using Hamf.Models.Graph;
using Hamf.Models.Linear;
using Hamf.Models.Tests.Trees;
using Hamf.Models.Trees;
using Hamf.TestKit;

namespace Hamf.Models.Tests.Formats;

public class ModelFileTests
{
    // golden-trees.hamf was written once by version 1 of the format from the model of Golden().
    [Fact]
    public void Reads_a_file_of_version_1()
    {
        byte[] golden = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Formats", "golden-trees.hamf"));

        Assert.Equal(ModelFile.Write(Golden()), ModelFile.Write(ModelFile.Read(golden)));
        Assert.Equal(Golden().Score([1, 2, 1, 5, 0]), ModelFile.Read(golden).Score([1, 2, 1, 5, 0]));
    }

    [Fact]
    public void Refuses_every_truncation()
    {
        byte[] file = ModelFile.Write(Golden());

        for (int length = 0; length < file.Length; length++)
        {
            byte[] cut = file[..length];
            Assert.Throws<InvalidDataException>(() => ModelFile.Read(cut));
        }
    }

    [Fact]
    public void Refuses_every_flipped_bit()
    {
        byte[] file = ModelFile.Write(Golden());

        for (int bit = 0; bit < file.Length * 8; bit++)
        {
            byte[] flipped = file.ToArray();
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Throws<InvalidDataException>(() => ModelFile.Read(flipped));
        }
    }

    // Whoever can write a file can also write its checksum: what passes must still score without harm.
    [Fact]
    public void Damage_with_a_right_checksum_is_refused_or_harmless() => Seeds.ForEach(300, random =>
    {
        Model model = random.Next(2) == 0 ? Golden() : Logistic();
        byte[] body = ModelFile.Write(model)[..^32];
        for (int i = random.Next(1, 4); i > 0; i--)
        {
            body[random.Next(12, body.Length)] = (byte)random.Next(256);
        }

        if (random.Next(4) == 0)
        {
            body = body[..random.Next(12, body.Length)];
        }

        byte[] file = [.. body, .. SHA256.HashData(body)];
        try
        {
            Model read = ModelFile.Read(file);
            var values = new double[read.Features.Count];
            Array.Fill(values, 1e300);
            Assert.InRange(read.Score(values), 0, 1);
            read.Explain(values, new double[values.Length]);
        }
        catch (InvalidDataException)
        {
            // Refusing is the expected answer.
        }
    });

    [Fact]
    public void A_newer_version_is_named()
    {
        byte[] file = ModelFile.Write(Golden());
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

    private static TreeModel Golden() =>
        new("gbdt", RandomTrees.Features, RandomTrees.Build(new Random(42), 4, 6), TreeLink.Logistic, [0.5, 0.25, 0.25, 0, 0]);

    private static LogisticModel Logistic()
    {
        (FeatureTable table, byte[] labels) = Rows.Mixed(200, 1);
        return (LogisticModel)new LogisticTrainer(new LogisticOptions()).Train(TrainingSet.Binary(table, labels), cancellation: TestContext.Current.CancellationToken);
    }
}
