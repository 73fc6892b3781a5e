using System.Text.Json;
using Hamf.Models.Formats.Pickle;

namespace Hamf.Models.Formats.Importing;

/// <summary>Lists of names and thresholds that were saved as JSON, as the values that a pickle would hold.</summary>
internal static class JsonValues
{
    /// <summary>The value; whatever is no list, object, text or number becomes None. The parser has limited the depth.</summary>
    public static PyValue Read(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                var dictionary = new PyDictionary();
                foreach (JsonProperty property in element.EnumerateObject())
                {
                    dictionary.Add(new PyText(property.Name), Read(property.Value));
                }

                return dictionary;
            case JsonValueKind.Array:
                return new PyList([.. element.EnumerateArray().Select(Read)]);
            case JsonValueKind.String:
                return new PyText(element.GetString()!);
            case JsonValueKind.Number when element.TryGetDouble(out double number):
                return new PyFloat(number);
            default:
                return PyNone.Value;
        }
    }
}
