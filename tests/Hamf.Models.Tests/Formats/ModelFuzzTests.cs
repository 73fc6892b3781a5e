using Hamf.Models.Formats.Hamf;
using Hamf.Models.Graph;
using Hamf.TestKit;

namespace Hamf.Models.Tests.Formats;

/// <summary>
/// Damage with a right checksum, so that the structure checks are what refuses: what passes must score and explain without harm, and
/// reading must not allocate much more than the file holds.
/// </summary>
public class ModelFuzzTests
{
    // A numeric feature of 9 bytes becomes an object with a name and a list; what a scorer builds for trees is of the same order.
    private const int AllocationFactor = 40;
    private const int AllocationBase = 1 << 18;

    // Magic and version stay: other tests damage them.
    private const int BodyStart = 12;

    private static readonly byte[][] Bodies =
        [.. GoldenModels.Names.Select(name => ModelFile.Write(GoldenModels.Make(name))[..^32]), FirstBody()];

    [Fact]
    public void Flipped_bits_are_refused_or_harmless() => Fuzz(600, (random, body) =>
    {
        for (int i = random.Next(1, 5); i > 0; i--)
        {
            body[random.Next(BodyStart, body.Length)] ^= (byte)(1 << random.Next(8));
        }

        return body;
    });

    [Fact]
    public void Odd_numbers_are_refused_or_harmless() => Fuzz(600, (random, body) =>
    {
        byte[][] odd =
        [
            BitConverter.GetBytes(double.NaN), BitConverter.GetBytes(double.PositiveInfinity), BitConverter.GetBytes(-1e308),
            BitConverter.GetBytes(int.MaxValue), BitConverter.GetBytes(int.MinValue), BitConverter.GetBytes(-1), [0, 0, 0, 0], [255],
        ];
        byte[] number = odd[random.Next(odd.Length)];
        number.CopyTo(body, random.Next(BodyStart, body.Length - number.Length));
        return body;
    });

    [Fact]
    public void Cut_bodies_are_refused_or_harmless() => Fuzz(300, (random, body) => body[..random.Next(BodyStart, body.Length)]);

    [Fact]
    public void Splices_are_refused_or_harmless() => Fuzz(600, (random, body) =>
    {
        byte[] other = Bodies[random.Next(Bodies.Length)];
        int from = random.Next(BodyStart, other.Length);
        byte[] piece = other[from..random.Next(from, Math.Min(other.Length, from + 64))];
        int at = random.Next(BodyStart, body.Length);
        int end = random.Next(at, Math.Min(body.Length, at + 64));
        return [.. body[..at], .. piece, .. body[end..]];
    });

    private static void Fuzz(int count, Func<Random, byte[], byte[]> damage) => Seeds.ForEach(count, random =>
    {
        byte[] body = Bodies[random.Next(Bodies.Length)].ToArray();
        byte[] file = SectionBytes.Sign(damage(random, body));
        long before = GC.GetAllocatedBytesForCurrentThread();
        Model model;
        try
        {
            model = ModelFile.Read(file);
        }
        catch (InvalidDataException)
        {
            AssertFrugal(before, file.Length);
            return;
        }

        AssertFrugal(before, file.Length);
        AssertHarmless(model);
    });

    private static void AssertFrugal(long before, int size) =>
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, AllocationBase + ((long)AllocationFactor * size));

    private static void AssertHarmless(Model model)
    {
        var values = new double[model.Features.Count];
        var outputs = new double[model.OutputCount];
        foreach (double value in new[] { 0, 1, -1, 1e300, double.NegativeInfinity, double.PositiveInfinity, double.NaN })
        {
            Array.Fill(values, value);
            model.Score(values, outputs);
            Assert.All(outputs, output => Assert.True(
                model.Output == OutputKind.Value ? double.IsFinite(output) : output is >= -1e-6 and <= 1 + 1e-6, $"output {output}"));
            if (outputs.Length == 1)
            {
                model.Explain(values, new double[values.Length]);
            }
        }
    }

    private static byte[] FirstBody() =>
        File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Formats", "golden-v1-logistic.hamf"))[..^32];
}
