using Hamf.Models.Formats.Hamf;
using Hamf.Models.Graph;

namespace Hamf.Models.Tests.Formats;

public class ModelSectionTests
{
    private static byte[] File => ModelFile.Write(GoldenModels.Make("sigmoid"));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_section_of_a_newer_writer_that_is_optional_is_passed_over(int index)
    {
        byte[] extended = SectionBytes.Insert(File, index, SectionBytes.Make("note", [1, 2, 3]));

        Model model = ModelFile.Read(extended);

        Assert.Equal(File, ModelFile.Write(model));
    }

    [Fact]
    public void A_section_of_a_newer_writer_that_is_needed_is_named() =>
        AssertRefused(SectionBytes.Insert(File, 1, SectionBytes.Make("NEWX", [1])), "needs section NEWX", "Use a newer Hamf");

    [Fact]
    public void A_section_twice_or_out_of_place_is_refused()
    {
        List<byte[]> sections = SectionBytes.Split(File);

        AssertRefused(SectionBytes.Insert(File, 0, sections[0]), "FEAT is repeated");
        AssertRefused(SectionBytes.Insert(File, 3, sections[2]), "TREE is repeated");
        AssertRefused(SectionBytes.Insert(File, 3, sections[1]), "CURV is repeated or out of place");
        AssertRefused(SectionBytes.Join(File, [sections[1], sections[0], sections[2]]), "CURV is repeated or out of place");
        AssertRefused(SectionBytes.Join(File, [sections[2], sections[0]]), "TREE is repeated or out of place");
    }

    [Fact]
    public void A_file_without_a_model_is_refused()
    {
        AssertRefused(SectionBytes.Join(File, SectionBytes.Split(File).Take(2)), "holds no model");
        AssertRefused(SectionBytes.Join(File, []), "holds no model");
    }

    // However many curves a file stacks, reading them takes no stack and ends.
    [Fact]
    public void Curves_over_curves_have_a_limit()
    {
        List<byte[]> sections = SectionBytes.Split(File);
        byte[] Stacked(int curves) =>
            SectionBytes.Join(File, [sections[0], .. Enumerable.Repeat(sections[1], curves), sections[2]]);

        Assert.Equal("gbdt+sigmoid+sigmoid+sigmoid+sigmoid", ModelFile.Read(Stacked(4)).Algorithm);
        AssertRefused(Stacked(5), "CURV is repeated or out of place");
    }

    [Fact]
    public void A_curve_over_several_outputs_is_refused()
    {
        List<byte[]> classes = SectionBytes.Split(ModelFile.Write(GoldenModels.Make("classes")));

        AssertRefused(SectionBytes.Join(File, [classes[0], SectionBytes.Split(File)[1], classes[1]]), "only one probability can be calibrated");
    }

    [Fact]
    public void A_section_that_is_longer_than_its_content_or_than_the_file_is_refused()
    {
        List<byte[]> sections = SectionBytes.Split(File);
        byte[] padded = [.. sections[2], 0];
        padded[4]++;
        byte[] endless = [.. sections[2]];
        endless[11] = 0x7f;

        AssertRefused(SectionBytes.Join(File, [sections[0], padded]), "goes on after the model");
        AssertRefused(SectionBytes.Join(File, [sections[0], endless]), "ends in the middle of a section");
    }

    private static void AssertRefused(byte[] file, params string[] words)
    {
        InvalidDataException refused = Assert.Throws<InvalidDataException>(() => ModelFile.Read(file));

        Assert.All(words, word => Assert.Contains(word, refused.Message, StringComparison.Ordinal));
    }
}
