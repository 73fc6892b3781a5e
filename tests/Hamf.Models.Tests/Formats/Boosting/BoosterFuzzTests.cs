using Hamf.Models.Formats;
using Hamf.Models.Formats.Boosting;
using Hamf.Models.Tests.Formats.Pickle;
using Hamf.TestKit;

namespace Hamf.Models.Tests.Formats.Boosting;

/// <summary>Damaged variants of each library's own files give a model or a refusal, without much memory. The benchmark's verb fuzz-import draws more.</summary>
public sealed class BoosterFuzzTests
{
    private const long AllocatedMax = 64L << 20;

    [Theory]
    [InlineData("xgboost", ".json", ".ubj", ".bin")]
    [InlineData("lightgbm", ".txt")]
    [InlineData("catboost", ".cbm", ".json")]
    public void Damaged_files_are_read_or_refused(string folder, params string[] endings)
    {
        byte[][] files = [.. Directory.GetFiles(ImportedModels.PathOf(folder)).Where(path => endings.Any(path.EndsWith)).Order(StringComparer.Ordinal).Select(File.ReadAllBytes)];

        Seeds.ForEach(1500, random =>
        {
            byte[] variant = PickleVariants.Draw(random, files);
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                _ = BoosterFile.Read(variant);
            }
            catch (ImportException)
            {
                // A refusal is what most variants deserve.
            }

            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, AllocatedMax + (10L * variant.Length));
        });
    }

    [Fact]
    public void File_of_something_else_does_not_look_like_a_model()
    {
        Assert.False(BoosterFile.LooksLike("{\"a\": 1}"u8));
        Assert.False(BoosterFile.LooksLike("amount,count\n1,2\n"u8));
        Assert.False(BoosterFile.LooksLike(new byte[300]));
        Assert.False(BoosterFile.LooksLike([]));
    }
}
