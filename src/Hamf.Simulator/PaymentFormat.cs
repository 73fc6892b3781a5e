using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Hamf.Simulator;

/// <summary>Payments as text, in the forms that card systems send. Thread-safe.</summary>
public static class PaymentFormat
{
    private static readonly JsonWriterOptions JsonOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly string[] RawColumns =
    [
        "cc_num", "merchant", "category", "amt", "first", "last", "gender", "street", "city", "state", "zip", "lat", "long", "city_pop",
        "job", "dob", "trans_num", "merch_lat", "merch_long", "is_fraud", "current_time",
    ];

    /// <summary>The header of <see cref="WriteCsv"/>: an unnamed row number, then the 22 columns.</summary>
    public const string CsvHeader =
        ",trans_date_trans_time,cc_num,merchant,category,amt,first,last,gender,street,city,state,zip,lat,long,city_pop,job,dob,"
        + "trans_num,unix_time,merch_lat,merch_long,is_fraud";

    /// <summary>Writes one line with its line end.</summary>
    public static void WriteCsv(TextWriter target, CardPayment payment, long rowNumber)
    {
        Customer c = payment.Customer;
        target.Write(string.Create(
            CultureInfo.InvariantCulture,
            $"{rowNumber},{payment.Time:yyyy-MM-dd HH:mm:ss},{c.CardNumber},{Quoted(payment.Merchant.Name)},{payment.Merchant.Category},"));
        target.Write(string.Create(
            CultureInfo.InvariantCulture,
            $"{payment.AmountCents / 100m:F2},{c.First},{c.Last},{c.Gender},{c.Street},{c.Home.City},{c.Home.State},{c.Home.Zip},"));
        target.Write(string.Create(
            CultureInfo.InvariantCulture,
            $"{c.Home.Lat},{c.Home.Long},{c.Home.Population},{Quoted(c.Job)},{c.BirthDate:yyyy-MM-dd},{payment.TransNum},"));
        target.Write(string.Create(
            CultureInfo.InvariantCulture,
            $"{UnixSeconds(payment)},{payment.MerchLat},{payment.MerchLong},{(payment.IsFraud ? 1 : 0)}\n"));
    }

    /// <summary>Writes a flat JSON object with the 22 columns as members, without a line end.</summary>
    /// <param name="target">Receives UTF-8.</param>
    /// <param name="payment">The payment.</param>
    /// <param name="withTruth">Whether <c>is_fraud</c> is among them.</param>
    public static void WriteJson(IBufferWriter<byte> target, CardPayment payment, bool withTruth)
    {
        using var json = new Utf8JsonWriter(target, JsonOptions);
        json.WriteStartObject();
        json.WriteString("trans_date_trans_time", payment.Time.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture));
        foreach (string column in RawColumns)
        {
            if (column is "is_fraud" or "current_time")
            {
                continue;
            }

            json.WritePropertyName(column);
            WriteValue(json, payment, column);
        }

        json.WriteNumber("unix_time", UnixSeconds(payment));
        if (withTruth)
        {
            json.WriteNumber("is_fraud", payment.IsFraud ? 1 : 0);
        }

        json.WriteEndObject();
    }

    /// <summary>Writes the body of a payments API: <c>{"columns":[21],"index":[n],"data":[[...]]}</c> with <c>current_time</c> in milliseconds.</summary>
    /// <param name="target">Receives UTF-8.</param>
    /// <param name="payment">The payment.</param>
    /// <param name="index">The number in <c>index</c>.</param>
    /// <param name="asString">Whether the body is a JSON string that holds the JSON, as some APIs send it.</param>
    public static void WriteApiBody(IBufferWriter<byte> target, CardPayment payment, long index, bool asString)
    {
        if (asString)
        {
            var inner = new ArrayBufferWriter<byte>();
            WriteApiBody(inner, payment, index, asString: false);
            using var outer = new Utf8JsonWriter(target, JsonOptions);
            outer.WriteStringValue(inner.WrittenSpan);
            return;
        }

        using var json = new Utf8JsonWriter(target, JsonOptions);
        json.WriteStartObject();
        json.WriteStartArray("columns");
        foreach (string column in RawColumns)
        {
            json.WriteStringValue(column);
        }

        json.WriteEndArray();
        json.WriteStartArray("index");
        json.WriteNumberValue(index);
        json.WriteEndArray();
        json.WriteStartArray("data");
        json.WriteStartArray();
        foreach (string column in RawColumns)
        {
            WriteValue(json, payment, column);
        }

        json.WriteEndArray();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter json, CardPayment payment, string column)
    {
        Customer c = payment.Customer;
        switch (column)
        {
            case "cc_num": json.WriteNumberValue(c.CardNumber); break;
            case "merchant": json.WriteStringValue(payment.Merchant.Name); break;
            case "category": json.WriteStringValue(payment.Merchant.Category); break;
            case "amt": json.WriteNumberValue(payment.AmountCents / 100m); break;
            case "first": json.WriteStringValue(c.First); break;
            case "last": json.WriteStringValue(c.Last); break;
            case "gender": json.WriteStringValue(c.Gender == 'F' ? "F" : "M"); break;
            case "street": json.WriteStringValue(c.Street); break;
            case "city": json.WriteStringValue(c.Home.City); break;
            case "state": json.WriteStringValue(c.Home.State); break;
            case "zip": json.WriteStringValue(c.Home.Zip); break;
            case "lat": json.WriteNumberValue(c.Home.Lat); break;
            case "long": json.WriteNumberValue(c.Home.Long); break;
            case "city_pop": json.WriteNumberValue(c.Home.Population); break;
            case "job": json.WriteStringValue(c.Job); break;
            case "dob": json.WriteStringValue(c.BirthDate.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)); break;
            case "trans_num": json.WriteStringValue(payment.TransNum); break;
            case "merch_lat": json.WriteNumberValue(payment.MerchLat); break;
            case "merch_long": json.WriteNumberValue(payment.MerchLong); break;
            case "is_fraud": json.WriteNumberValue(payment.IsFraud ? 1 : 0); break;
            case "current_time": json.WriteNumberValue(UnixSeconds(payment) * 1000); break;
        }
    }

    private static long UnixSeconds(CardPayment payment) => new DateTimeOffset(payment.Time, TimeSpan.Zero).ToUnixTimeSeconds();

    private static string Quoted(string text) => text.Contains(',', StringComparison.Ordinal) ? $"\"{text}\"" : text;
}
