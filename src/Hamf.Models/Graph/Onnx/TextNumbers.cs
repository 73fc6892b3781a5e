using System.Globalization;

namespace Hamf.Models.Graph.Onnx;

/// <summary>Numbers as texts and back.</summary>
internal static class TextNumbers
{
    /// <summary>The tensor with elements of another type.</summary>
    public static Tensor Cast(Tensor input, ElementType type)
    {
        if (type == input.Type)
        {
            return input;
        }

        if (type == ElementType.Text)
        {
            return new Tensor(input.Shape, Array.ConvertAll(input.Numbers, value => Print(value, input.Type)));
        }

        return new Tensor(type, input.Shape, input.IsText
            ? Array.ConvertAll(input.Texts, text => Tensor.Round(type, Parse(text)))
            : Array.ConvertAll(input.Numbers, value => Tensor.Round(type, value)));
    }

    /// <summary>A number of that type as a text.</summary>
    public static string Print(double value, ElementType type) =>
        type == ElementType.Single ? ((float)value).ToString("R", CultureInfo.InvariantCulture) : value.ToString("R", CultureInfo.InvariantCulture);

    private static double Parse(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
        ? value
        : throw new RowRefusedException("a text that is not a number is to be read as one");
}
