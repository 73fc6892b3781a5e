using System.Buffers;
using System.Text.Json;

namespace Hamf.Simulator.Tests;

public sealed class PaymentFormatTests
{
    private static readonly CardPayment Payment =
        new PaymentSimulator(new SimulationOptions { Customers = 50, PaymentsPerDay = 100, Days = 1 }).Payments().First();

    [Fact]
    public void Api_body_has_the_21_columns_and_one_row()
    {
        JsonElement body = JsonDocument.Parse(ApiBody(asString: false)).RootElement;

        Assert.Equal(21, body.GetProperty("columns").GetArrayLength());
        Assert.Equal(21, body.GetProperty("data")[0].GetArrayLength());
        Assert.Equal(7, body.GetProperty("index")[0].GetInt32());
        Assert.Equal(Payment.Customer.CardNumber, body.GetProperty("data")[0][0].GetInt64());
    }

    [Fact]
    public void Api_body_can_be_a_string_that_holds_the_json()
    {
        JsonElement outer = JsonDocument.Parse(ApiBody(asString: true)).RootElement;

        Assert.Equal(ApiBody(asString: false), System.Text.Encoding.UTF8.GetBytes(outer.GetString()!));
    }

    [Fact]
    public void Flat_object_carries_the_truth_only_when_asked()
    {
        var with = new ArrayBufferWriter<byte>();
        PaymentFormat.WriteJson(with, Payment, withTruth: true);
        var without = new ArrayBufferWriter<byte>();
        PaymentFormat.WriteJson(without, Payment, withTruth: false);

        Assert.Equal(22, JsonDocument.Parse(with.WrittenMemory).RootElement.EnumerateObject().Count());
        Assert.False(JsonDocument.Parse(without.WrittenMemory).RootElement.TryGetProperty("is_fraud", out _));
    }

    [Fact]
    public void Csv_header_names_22_columns_after_the_row_number() =>
        Assert.Equal(22, PaymentFormat.CsvHeader.Split(',').Skip(1).Count());

    private static byte[] ApiBody(bool asString)
    {
        var buffer = new ArrayBufferWriter<byte>();
        PaymentFormat.WriteApiBody(buffer, Payment, 7, asString);
        return buffer.WrittenSpan.ToArray();
    }
}
