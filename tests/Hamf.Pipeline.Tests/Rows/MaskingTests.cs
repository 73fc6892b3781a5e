using Hamf.Pipeline.Rows;

namespace Hamf.Pipeline.Tests.Rows;

public sealed class MaskingTests
{
    [Theory]
    [InlineData("4523761049755000017", "452376*********0017")]
    [InlineData("4111 1111 1111 1111", "411111******1111")]
    [InlineData("4111-1111-1111-1", "411111***1111")]
    [InlineData("123456789012", "12***")]
    [InlineData("Jessica", "Je***")]
    [InlineData("Jo", "**")]
    [InlineData("F", "*")]
    [InlineData("", "")]
    [InlineData("a😀b", "a***")]
    public void Hides_personal_values(string value, string expected)
    {
        Assert.Equal(expected, Masking.Mask(value));
    }

    [Fact]
    public void Cuts_what_is_shown_and_leaves_no_half_character()
    {
        string shown = Masking.Shown(new string('x', 62) + "😀😀", personal: false);

        Assert.Equal(new string('x', 62) + "…", shown);
        Assert.Equal(64, Masking.Shown(new string('x', 65), personal: false).Length);
        Assert.Equal(new string('x', 64), Masking.Shown(new string('x', 64), personal: false));
    }

    [Fact]
    public void Shows_bytes_that_are_not_utf8()
    {
        Assert.Equal("a\ufffd", Masking.Shown([(byte)'a', 0xFF], personal: false));
    }
}
