using System.Text.Json.Nodes;

namespace Hamf.System.Tests;

/// <summary>Payments in the forms that tests send.</summary>
internal static class Payments
{
    /// <summary>A CSV row as the JSON object that a client posts: numbers as numbers, the label left out.</summary>
    public static string ToJson(string header, string row)
    {
        string[] names = header.Split(',');
        string[] cells = Split(row);
        var json = new JsonObject();
        for (int i = 1; i < names.Length; i++)
        {
            if (names[i] != "is_fraud")
            {
                json[names[i]] = names[i] is "amt" or "lat" or "long" or "merch_lat" or "merch_long" or "city_pop" or "unix_time" or "cc_num"
                    ? JsonNode.Parse(cells[i])
                    : cells[i];
            }
        }

        return json.ToJsonString();
    }

    /// <summary>The cells of a row; quoted ones may hold commas.</summary>
    public static string[] Split(string row)
    {
        var cells = new List<string>();
        bool isQuoted = false;
        int start = 0;
        for (int i = 0; i <= row.Length; i++)
        {
            if (i < row.Length && row[i] == '"')
            {
                isQuoted = !isQuoted;
            }
            else if (i == row.Length || (row[i] == ',' && !isQuoted))
            {
                cells.Add(row[start..i].Trim('"').Replace("\"\"", "\"", StringComparison.Ordinal));
                start = i + 1;
            }
        }

        return [.. cells];
    }
}
