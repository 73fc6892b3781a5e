using System.Globalization;
using System.Text;

namespace Hamf.Server.Tests;

/// <summary>A card-fraud and a phishing detector with small made-up data: enough to train on in a second.</summary>
internal static class CardData
{
    public const string CardYaml = """
        name: card-fraud
        events:
          columns:
            trans_date_trans_time: {type: time, role: time}
            cc_num: {type: integer, role: entity, personal: true}
            merchant: text
            category: text
            amt: {type: number, unit: USD, min: 0}
            first: {type: text, role: ignore, personal: true}
            last: {type: text, role: ignore, personal: true}
            gender: text
            street: {type: text, role: ignore, personal: true}
            city: text
            state: text
            zip: text
            lat: {type: number, range: [-90, 90]}
            long: {type: number, range: [-180, 180]}
            city_pop: integer
            job: text
            dob: {type: date, role: ignore, personal: true}
            trans_num: text key
            unix_time: {type: integer, role: ignore}
            merch_lat: number
            merch_long: number
            is_fraud: {type: integer, role: label, nullable: true}
        features:
          amt:
          category:
          hour: hour(trans_date_trans_time)
          lat:
          city_pop:
        training: {algorithm: logistic, seed: 3}
        """;

    public const string UrlYaml = """
        name: phishing
        events:
          columns:
            url: text
            phishing: {type: text, role: label, positive: phishing, nullable: true}
        features:
          length: length(url)
          dashes: count_chars(url, "-")
        training: {algorithm: logistic, seed: 3}
        """;

    public static readonly string[] Columns =
    [
        "trans_date_trans_time", "cc_num", "merchant", "category", "amt", "first", "last", "gender", "street", "city", "state", "zip", "lat",
        "long", "city_pop", "job", "dob", "trans_num", "unix_time", "merch_lat", "merch_long", "is_fraud",
    ];

    /// <summary>A CSV of payments in which large online purchases are mostly fraud.</summary>
    public static string Payments(int rows)
    {
        Random random = new(7);
        StringBuilder csv = new(string.Join(',', Columns) + "\n");
        for (int i = 0; i < rows; i++)
        {
            bool fraud = random.NextDouble() < 0.1;
            bool looksIt = random.NextDouble() < 0.93 ? fraud : !fraud;
            double amount = looksIt ? 400 + (random.NextDouble() * 800) : random.NextDouble() * 150;
            csv.AppendLine(string.Join(',', Cells(i, amount, looksIt ? "shopping_net" : "grocery_pos", fraud ? "1" : "0")));
        }

        return csv.ToString();
    }

    /// <summary>A CSV of URLs in which the long ones with dashes are mostly phishing.</summary>
    public static string Urls(int rows)
    {
        Random random = new(9);
        StringBuilder csv = new("url,phishing\n");
        for (int i = 0; i < rows; i++)
        {
            bool phishing = random.NextDouble() < 0.3;
            bool looksIt = random.NextDouble() < 0.9 ? phishing : !phishing;
            string host = looksIt ? $"secure-login-{new string('u', random.Next(1, 60))}-{i}.account-check.example" : $"shop{new string('s', random.Next(1, 60))}{i}.example";
            csv.AppendLine(CultureInfo.InvariantCulture, $"http://{host}/,{(phishing ? "phishing" : "legit")}");
        }

        return csv.ToString();
    }

    /// <summary>A payment as a flat JSON object.</summary>
    public static string Payment(string id, double amount = 12.5, string category = "grocery_pos") =>
        "{" + string.Join(',', Columns.Zip(Cells(0, amount, category, "0"), (name, value) => $"\"{name}\":{JsonValue(name, value)}"))
            .Replace("\"id-0\"", $"\"{id}\"", StringComparison.Ordinal) + "}";

    /// <summary>The cells of a payment, as JSON, in the order of <see cref="Columns"/>.</summary>
    public static string PaymentCells(string id, double amount = 12.5, string category = "grocery_pos") =>
        "[" + string.Join(',', Columns.Zip(Cells(0, amount, category, "0"), JsonValue)).Replace("\"id-0\"", $"\"{id}\"", StringComparison.Ordinal) + "]";

    private static string[] Cells(int i, double amount, string category, string fraud)
    {
        CultureInfo plain = CultureInfo.InvariantCulture;
        string time = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddMinutes(i * 7).ToString("yyyy-MM-dd HH:mm:ss", plain);
        return
        [
            time, (4111111111110000 + (i % 97)).ToString(plain), "m" + (i % 13), category, amount.ToString("F2", plain), "Jeff", "Elliott", "M",
            "351 Darlene Green", "Columbia", "SC", "02909", "33.9659", "-80.9355", "333497", "Engineer", "1968-03-19", "id-" + i,
            "1782044065000", "33.98", "-81.2", fraud,
        ];
    }

    private static string JsonValue(string name, string value) =>
        name is "cc_num" or "amt" or "lat" or "long" or "city_pop" or "unix_time" or "merch_lat" or "merch_long" or "is_fraud"
            ? value
            : $"\"{value}\"";
}
