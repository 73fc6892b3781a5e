using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace Hamf.Simulator.Cards;

/// <summary>Payments as JSON, UTF-8.</summary>
public static class CardJson
{
    private const string TimePattern = "yyyy-MM-dd HH:mm:ss";

    private static readonly string[] RawColumns =
    [
        "cc_num", "merchant", "category", "amt", "first", "last", "gender", "street", "city", "state", "zip", "lat", "long", "city_pop", "job",
        "dob", "trans_num", "merch_lat", "merch_long", "is_fraud", "current_time",
    ];

    /// <summary>Writes one flat object with the 22 columns.</summary>
    public static void WriteObject(IBufferWriter<byte> output, CardPayment payment)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(payment);
        using var json = new Utf8JsonWriter(output);
        json.WriteStartObject();
        json.WriteString("trans_date_trans_time", payment.Time.ToString(TimePattern, CultureInfo.InvariantCulture));
        WriteCommon(json, payment, named: true, writeUnixTime: true);
        json.WriteEndObject();
    }

    /// <summary>
    /// Writes the body of a payments API that is polled: <c>{"columns":[...],"index":[...],"data":[[...]]}</c> with 21 raw columns, the last of
    /// which is <c>current_time</c> in milliseconds since 1970.
    /// </summary>
    /// <param name="output">Receives the body.</param>
    /// <param name="payments">The payments, one row each.</param>
    /// <param name="firstIndex">Index of the first row; the others follow.</param>
    /// <param name="doublyEncoded">Whether the body is a JSON string that holds the JSON, as the original API sends it.</param>
    public static void WriteSplit(IBufferWriter<byte> output, IReadOnlyList<CardPayment> payments, long firstIndex, bool doublyEncoded)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(payments);
        if (!doublyEncoded)
        {
            WriteSplit(output, payments, firstIndex);
            return;
        }

        var inner = new ArrayBufferWriter<byte>();
        WriteSplit(inner, payments, firstIndex);
        using var json = new Utf8JsonWriter(output);
        json.WriteStringValue(inner.WrittenSpan);
    }

    private static void WriteSplit(IBufferWriter<byte> output, IReadOnlyList<CardPayment> payments, long firstIndex)
    {
        using var json = new Utf8JsonWriter(output);
        json.WriteStartObject();
        json.WriteStartArray("columns");
        foreach (string column in RawColumns)
        {
            json.WriteStringValue(column);
        }

        json.WriteEndArray();
        json.WriteStartArray("index");
        for (int i = 0; i < payments.Count; i++)
        {
            json.WriteNumberValue(firstIndex + i);
        }

        json.WriteEndArray();
        json.WriteStartArray("data");
        foreach (CardPayment payment in payments)
        {
            json.WriteStartArray();
            WriteCommon(json, payment, named: false, writeUnixTime: false);
            json.WriteNumberValue(payment.Time.ToUnixTimeMilliseconds());
            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>The columns from the card number to the label, with or without their names.</summary>
    private static void WriteCommon(Utf8JsonWriter json, CardPayment payment, bool named, bool writeUnixTime)
    {
        CardHolder holder = payment.Holder;
        Name("cc_num").WriteNumberValue(payment.CardNumber);
        Name("merchant").WriteStringValue(payment.Merchant);
        Name("category").WriteStringValue(payment.Category);
        Name("amt").WriteNumberValue(payment.Amount);
        Name("first").WriteStringValue(holder.First);
        Name("last").WriteStringValue(holder.Last);
        Name("gender").WriteStringValue(holder.Gender);
        Name("street").WriteStringValue(holder.Street);
        Name("city").WriteStringValue(holder.City);
        Name("state").WriteStringValue(holder.State);
        Name("zip").WriteStringValue(holder.Zip);
        Name("lat").WriteNumberValue(holder.Latitude);
        Name("long").WriteNumberValue(holder.Longitude);
        Name("city_pop").WriteNumberValue(holder.CityPopulation);
        Name("job").WriteStringValue(holder.Job);
        Name("dob").WriteStringValue(holder.BirthDate.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        Name("trans_num").WriteStringValue(payment.Id);
        if (writeUnixTime)
        {
            Name("unix_time").WriteNumberValue(payment.Time.ToUnixTimeSeconds());
        }

        Name("merch_lat").WriteNumberValue(payment.MerchantLatitude);
        Name("merch_long").WriteNumberValue(payment.MerchantLongitude);
        Name("is_fraud").WriteNumberValue(payment.IsFraud ? 1 : 0);

        Utf8JsonWriter Name(string name)
        {
            if (named)
            {
                json.WritePropertyName(name);
            }

            return json;
        }
    }
}
