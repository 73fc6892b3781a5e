using System.Text.Json;

namespace Hamf.Server.Mlflow;

/// <summary>Reads the parameters or the tags of a batch.</summary>
internal static class BatchPairReader
{
    /// <summary>Reads the list that follows the reader's property name.</summary>
    /// <param name="json">The reader.</param>
    /// <param name="list">The list's name.</param>
    /// <param name="max">Most pairs.</param>
    /// <param name="check">Checks a pair, given what stands before its fields' names, key and value.</param>
    public static List<KeyValuePair<string, string>> Read(
        ref Utf8JsonReader json, string list, int max, Func<string, string, string, KeyValuePair<string, string>> check)
    {
        List<KeyValuePair<string, string>> pairs = [];
        if (!BatchValues.StartArray(ref json, list))
        {
            return pairs;
        }

        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (pairs.Count == max)
            {
                throw BatchValues.TooMany(list, max);
            }

            var place = new BatchPlace(list, pairs.Count);
            (string key, string value) = ReadOne(ref json, place);
            pairs.Add(check(place.Prefix, key, value));
        }

        return pairs;
    }

    private static (string Key, string Value) ReadOne(ref Utf8JsonReader json, BatchPlace place)
    {
        BatchValues.RequireObject(ref json, place);
        string? key = null;
        string? value = null;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("key"u8))
            {
                key = BatchValues.Text(ref json, place, "key");
            }
            else if (json.ValueTextEquals("value"u8))
            {
                value = BatchValues.Text(ref json, place, "value");
            }
            else
            {
                json.Skip();
            }
        }

        return (key ?? "", value ?? "");
    }
}
