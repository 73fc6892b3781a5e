using Hamf.Models.Formats;
using Hamf.Models.Formats.Pickle;

namespace Hamf.Models.Tests.Formats.Pickle;

public sealed class PyArrayValuesTests
{
    private static readonly PyDictionary Arrays = (PyDictionary)PickleFile.Read(Fixture.Read("aligned.joblib"), new PickleLimits());

    [Theory]
    [InlineData("f8 columns", new[] { 0, 1 / 3.0, 2 / 3.0, 1, 4 / 3.0, 5 / 3.0, 2, 7 / 3.0, 8 / 3.0, 3, 10 / 3.0, 11 / 3.0 })]
    [InlineData("f4", new[] { 1.5, -2 })]
    [InlineData("f2", new[] { 0.5 })]
    [InlineData("big endian", new double[] { 1, 2, 3, 4 })]
    [InlineData("i1", new double[] { -1, 1 })]
    [InlineData("u8", new[] { 18446744073709551615.0 })]
    [InlineData("b1", new double[] { 1, 0 })]
    [InlineData("single", new double[] { 7 })]
    [InlineData("empty", new double[0])]
    public void Numbers_of_every_type_become_doubles_row_by_row(string name, double[] expected) =>
        Assert.Equal(expected, PyArrayValues.Doubles(Array(name), name));

    [Fact]
    public void Three_axes_are_read_row_by_row_in_either_order() =>
        Assert.Equal(PyArrayValues.Doubles(Array("three axes"), ""), PyArrayValues.Doubles(Array("three axes columns"), ""));

    [Theory]
    [InlineData("U", new[] { "a", "größer", "" })]
    [InlineData("S", new[] { "ab", "c" })]
    public void Texts_lose_what_fills_them_up(string name, string[] expected) => Assert.Equal(expected, PyArrayValues.Texts(Array(name), name));

    [Theory]
    [InlineData("U")]
    [InlineData("objects")]
    [InlineData("records")]
    public void What_is_no_number_is_refused(string name) =>
        Assert.Contains("numbers were expected", Assert.Throws<ImportException>(() => PyArrayValues.Doubles(Array(name), name)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("f8")]
    [InlineData("objects")]
    public void What_is_no_text_is_refused(string name) =>
        Assert.Contains("texts were expected", Assert.Throws<ImportException>(() => PyArrayValues.Texts(Array(name), name)).Message, StringComparison.Ordinal);

    [Fact]
    public void Numbers_of_80_bits_are_refused()
    {
        PyArray array = new(new PyArrayType('f', 16, IsBigEndian: false, []), [1], isColumnMajor: false, new byte[16]);

        Assert.Contains("f16 are not supported", Assert.Throws<ImportException>(() => PyArrayValues.Doubles(array, "x")).Message, StringComparison.Ordinal);
    }

    private static PyArray Array(string name) => Assert.IsType<PyArray>(Arrays[name]);
}
