using Hamf.TestKit;

namespace Hamf.Models.Tests.Formats.Pickle;

/// <summary>Thousands of damaged variants give a value or a refusal, without much memory. The benchmark's verb fuzz-import draws as many as one likes.</summary>
public sealed class PickleFuzzTests
{
    private const long AllocatedMax = 64L << 20;

    [Fact]
    public void Damaged_files_are_read_or_refused()
    {
        byte[][] files = [.. PickleVariants.Sources(Fixture.Folder).Select(File.ReadAllBytes)];

        Seeds.ForEach(4000, random =>
        {
            byte[] variant = PickleVariants.Draw(random, files);
            long before = GC.GetAllocatedBytesForCurrentThread();

            PickleVariants.IsRead(variant, TestContext.Current.CancellationToken);

            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, AllocatedMax + (10L * variant.Length));
        });
    }
}
