using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Hamf.Simulator.Cards;

namespace Hamf.Simulator.Tests.Cards;

public sealed class CardWriterTests
{
    private static readonly CardPayment Payment = new()
    {
        Time = new DateTimeOffset(2020, 6, 21, 0, 1, 56, TimeSpan.Zero),
        CardNumber = 4523761049755000017,
        Merchant = "Effertz, Welch and Schowalter",
        Category = "entertainment",
        Amount = 72.2,
        Holder = new CardHolder(
            "Jessica", "Valdez", "F", "606 Michelle Pike", "Haddonfield", "NJ", "08033", 39.8954, -75.0417, 16261, "Designer, textile", new DateOnly(1950, 12, 13)),
        Id = "0913be0c440e29af9c736ac9ba4ded27",
        MerchantLatitude = 40.136863,
        MerchantLongitude = -74.288897,
        IsFraud = true,
    };

    [Fact]
    public void Writes_the_lines_of_the_public_data()
    {
        var output = new ArrayBufferWriter<byte>();

        CardCsv.WriteHeader(output);
        CardCsv.WriteLine(output, Payment, 7);

        Assert.Equal(
            ",trans_date_trans_time,cc_num,merchant,category,amt,first,last,gender,street,city,state,zip,lat,long,city_pop,job,dob,trans_num,unix_time,merch_lat,merch_long,is_fraud\n"
            + "7,2020-06-21 00:01:56,4523761049755000017,\"Effertz, Welch and Schowalter\",entertainment,72.2,Jessica,Valdez,F,606 Michelle Pike,Haddonfield,NJ,08033,"
            + "39.8954,-75.0417,16261,\"Designer, textile\",1950-12-13,0913be0c440e29af9c736ac9ba4ded27,1592697716,40.136863,-74.288897,1\n",
            Encoding.UTF8.GetString(output.WrittenSpan));
    }

    [Fact]
    public void Writes_a_flat_object_with_the_same_columns_in_the_same_order()
    {
        var output = new ArrayBufferWriter<byte>();

        CardJson.WriteObject(output, Payment);

        using JsonDocument json = JsonDocument.Parse(output.WrittenMemory);
        Assert.Equal(CardCsv.Header.Split(',').Skip(1), json.RootElement.EnumerateObject().Select(p => p.Name));
        Assert.Equal(4523761049755000017, json.RootElement.GetProperty("cc_num").GetInt64());
        Assert.Equal("08033", json.RootElement.GetProperty("zip").GetString());
        Assert.Equal(1, json.RootElement.GetProperty("is_fraud").GetInt32());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Writes_the_split_body_of_the_polled_api(bool doublyEncoded)
    {
        var output = new ArrayBufferWriter<byte>();

        CardJson.WriteSplit(output, [Payment, Payment with { Amount = 5 }], 301199, doublyEncoded);

        string text = Encoding.UTF8.GetString(output.WrittenSpan);
        using JsonDocument json = JsonDocument.Parse(doublyEncoded ? JsonSerializer.Deserialize<string>(text)! : text);
        string[] columns = [.. json.RootElement.GetProperty("columns").EnumerateArray().Select(c => c.GetString()!)];
        JsonElement[] row = [.. json.RootElement.GetProperty("data")[0].EnumerateArray()];
        Assert.Equal(21, columns.Length);
        Assert.Equal(21, row.Length);
        Assert.Equal(("cc_num", "current_time"), (columns[0], columns[^1]));
        Assert.Equal(1592697716000, row[^1].GetInt64());
        Assert.Equal([301199, 301200], json.RootElement.GetProperty("index").EnumerateArray().Select(i => i.GetInt32()));
        Assert.Equal(5, json.RootElement.GetProperty("data")[1][3].GetDouble());
    }

    [Fact]
    public void Lines_have_23_fields_whatever_the_text()
    {
        var output = new ArrayBufferWriter<byte>();
        foreach (CardPayment payment in new CardSimulator(new CardOptions { Days = 1 }).Run())
        {
            output.ResetWrittenCount();
            CardCsv.WriteLine(output, payment, 0);
            string line = Encoding.UTF8.GetString(output.WrittenSpan);
            int commas = 0;
            bool quoted = false;
            foreach (char c in line)
            {
                quoted ^= c == '"';
                commas += c == ',' && !quoted ? 1 : 0;
            }

            Assert.Equal(22, commas);
            Assert.Contains(payment.CardNumber.ToString(CultureInfo.InvariantCulture), line, StringComparison.Ordinal);
        }
    }
}
