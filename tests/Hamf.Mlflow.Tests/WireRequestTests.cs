using System.Text;
using Hamf.Pipeline.Registry;
using Hamf.Server.Mlflow;
using Microsoft.AspNetCore.Http;

namespace Hamf.Mlflow.Tests;

/// <summary>Reading fields as protobuf reads JSON.</summary>
public sealed class WireRequestTests
{
    private static readonly (string Word, int Value)[] Views = [("ACTIVE_ONLY", 10), ("DELETED_ONLY", 20), ("ALL", 30)];

    [Theory]
    [InlineData("""{"n": 5}""", 5)]
    [InlineData("""{"n": "5"}""", 5)]
    [InlineData("""{"n": -7}""", -7)]
    [InlineData("""{"n": 3.0}""", 3)]
    [InlineData("""{"n": 1e3}""", 1000)]
    [InlineData("""{"n": 9223372036854775807}""", long.MaxValue)]
    [InlineData("""{"n": "-9223372036854775808"}""", long.MinValue)]
    public async Task Reads_a_whole_number_given_as_number_or_text(string body, long expected)
    {
        using WireRequest request = await ReadAsync(body);

        Assert.Equal(expected, request.OptionalLong("n"));
    }

    [Theory]
    [InlineData("""{"n": 3.5}""", "3.5")]
    [InlineData("""{"n": true}""", "true")]
    [InlineData("""{"n": "foo"}""", "\"foo\"")]
    [InlineData("""{"n": " 5"}""", "\" 5\"")]
    [InlineData("""{"n": ""}""", "\"\"")]
    [InlineData("""{"n": 9223372036854775808}""", "9223372036854775808")]
    [InlineData("""{"n": 1e400}""", "1e400")]
    [InlineData("""{"n": {"b": [2, "x"], "a": 1}}""", """{"a":1,"b":[2,"x"]}""")]
    public async Task Refuses_what_is_no_whole_number_and_shows_it(string body, string shown)
    {
        using WireRequest request = await ReadAsync(body);

        RegistryException refusal = Assert.Throws<RegistryException>(() => request.OptionalLong("n"));
        Assert.Equal($"Invalid value {shown} for parameter 'n' supplied.", refusal.Message);
    }

    [Theory]
    [InlineData("""{"x": 0.5}""", 0.5)]
    [InlineData("""{"x": 0}""", 0)]
    [InlineData("""{"x": "-1.5e3"}""", -1500)]
    [InlineData("""{"x": "NaN"}""", double.NaN)]
    [InlineData("""{"x": "Infinity"}""", double.PositiveInfinity)]
    [InlineData("""{"x": "-Infinity"}""", double.NegativeInfinity)]
    [InlineData("""{"x": NaN}""", double.NaN)]
    [InlineData("""{"x":Infinity}""", double.PositiveInfinity)]
    [InlineData("""{"x": -Infinity , "y": "NaN"}""", double.NegativeInfinity)]
    public async Task Reads_numbers_with_nan_and_infinities_as_text_or_bare(string body, double expected)
    {
        using WireRequest request = await ReadAsync(body);

        Assert.Equal(expected, request.Double("x"));
    }

    [Theory]
    [InlineData("""{"x": true}""")]
    [InlineData("""{"x": "nan"}""")]
    [InlineData("""{"x": "inf"}""")]
    [InlineData("""{"x": 1e400}""")]
    [InlineData("""{"x": "1e400"}""")]
    [InlineData("""{"x": [1]}""")]
    public async Task Refuses_what_is_no_number(string body)
    {
        using WireRequest request = await ReadAsync(body);

        Assert.StartsWith("Invalid value ", Assert.Throws<RegistryException>(() => request.Double("x")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("")]
    [InlineData("""{"name": null}""")]
    [InlineData("""{"name": ""}""")]
    [InlineData("""{"other": "x"}""")]
    public async Task Says_which_field_is_missing(string body)
    {
        using WireRequest request = await ReadAsync(body);

        Assert.Equal("Missing value for required parameter 'name'.", Assert.Throws<RegistryException>(() => request.Text("name")).Message);
    }

    [Theory]
    [InlineData("123", "123")]
    [InlineData("9.0", "9.0")]
    [InlineData("[\"a\"]", "[\"a\"]")]
    [InlineData("false", "false")]
    public async Task Refuses_what_is_no_text(string value, string shown)
    {
        using WireRequest request = await ReadAsync($$"""{"name": {{value}}}""");

        Assert.Equal($"Invalid value {shown} for parameter 'name' supplied.", Assert.Throws<RegistryException>(() => request.Text("name")).Message);
    }

    [Fact]
    public async Task Refuses_a_text_with_nul_which_not_every_database_keeps()
    {
        using WireRequest request = await ReadAsync("""{"name": "a\u0000b"}""");

        Assert.Contains("NUL", Assert.Throws<RegistryException>(() => request.Text("name")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Accepts_names_in_camel_case_and_lets_the_last_of_two_win()
    {
        using WireRequest request = await ReadAsync("""{"runViewType": "ALL", "max_results": 1, "max_results": 2}""");

        Assert.Equal(30, request.OptionalEnum("run_view_type", Views));
        Assert.Equal(2, request.OptionalLong("max_results"));
    }

    [Theory]
    [InlineData("\"DELETED_ONLY\"")]
    [InlineData("2")]
    [InlineData("\"2\"")]
    public async Task Reads_an_enum_by_name_or_number(string value)
    {
        using WireRequest request = await ReadAsync($$"""{"view": {{value}}}""");

        Assert.Equal(20, request.OptionalEnum("view", Views));
    }

    [Theory]
    [InlineData("\"deleted_only\"")]
    [InlineData("0")]
    [InlineData("4")]
    [InlineData("-9223372036854775808")]
    [InlineData("9223372036854775807")]
    [InlineData("[]")]
    [InlineData("1.5")]
    public async Task Refuses_a_word_that_is_none_of_an_enum(string value)
    {
        using WireRequest request = await ReadAsync($$"""{"view": {{value}}}""");

        RegistryException refusal = Assert.Throws<RegistryException>(() => request.OptionalEnum("view", Views));
        Assert.Equal($"Invalid value {value} for parameter 'view' supplied: expected one of ACTIVE_ONLY, DELETED_ONLY, ALL.", refusal.Message);
    }

    [Fact]
    public async Task Reads_pairs_and_names_the_place_of_a_wrong_one()
    {
        using WireRequest request = await ReadAsync("""{"tags": [{"key": "a", "value": "1"}, {"key": "b"}], "bad": [{"key": "a"}, {"key": 5}], "text": "5"}""");

        Assert.Equal([KeyValuePair.Create("a", "1"), KeyValuePair.Create("b", "")], request.Pairs("tags"));
        Assert.Empty(request.Pairs("missing"));
        Assert.Equal("Invalid value 5 for parameter 'bad[1].key' supplied.", Assert.Throws<RegistryException>(() => request.Pairs("bad")).Message);
        Assert.Equal("Invalid value \"5\" for parameter 'text' supplied.", Assert.Throws<RegistryException>(() => request.Pairs("text")).Message);
    }

    [Fact]
    public async Task Reads_a_query()
    {
        using WireRequest request = await ReadQueryAsync("?run_uuid=abc&max_results=5&stages=A&stages=B&flag=True&empty=&view=ALL");

        Assert.Equal("abc", request.RunId);
        Assert.Equal(5, request.OptionalLong("max_results"));
        Assert.Equal(["A", "B"], request.Texts("stages"));
        Assert.True(request.OptionalBool("flag"));
        Assert.Null(request.OptionalLong("empty"));
        Assert.Equal(30, request.OptionalEnum("view", Views));
        Assert.Empty(request.Texts("other"));
    }

    [Theory]
    [InlineData("?flag=yes", "flag")]
    [InlineData("?max=5.5", "max")]
    public async Task Refuses_a_wrong_value_of_a_query(string query, string name)
    {
        using WireRequest request = await ReadQueryAsync(query);

        Action read = name == "flag" ? () => request.OptionalBool(name) : () => request.OptionalLong(name);
        Assert.Contains($"for parameter '{name}' supplied", Assert.Throws<RegistryException>(read).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("""{"a": NaNs}""")]
    [InlineData("""{"a": nan}""")]
    [InlineData("""{"a": NaN""")]
    [InlineData("[1]")]
    [InlineData("\"text\"")]
    [InlineData("5")]
    [InlineData("null")]
    [InlineData("""{"a": "\ud800"}""")]
    [InlineData("""{"a": "\ud800", "b": NaN}""")]
    [InlineData("{\"a\": 1} {}")]
    public async Task Refuses_a_body_that_is_no_object(string body) =>
        await Assert.ThrowsAsync<RegistryException>(async () => await ReadAsync(body));

    [Fact]
    public async Task Refuses_a_body_that_nests_too_deeply() => await Assert.ThrowsAsync<RegistryException>(async () =>
        await ReadAsync(string.Concat(Enumerable.Repeat("{\"a\":", 1000)) + "1" + new string('}', 1000)));

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/json; charset=latin1")]
    [InlineData(null)]
    public async Task Refuses_another_content_type(string? contentType) =>
        await Assert.ThrowsAsync<RegistryException>(async () => await ReadAsync("{}", contentType));

    [Fact]
    public async Task Cuts_a_long_value_in_a_message()
    {
        using WireRequest request = await ReadAsync($$"""{"n": "{{new string('x', 100_000)}}"}""");

        Assert.InRange(Assert.Throws<RegistryException>(() => request.OptionalLong("n")).Message.Length, 1000, 1100);
    }

    private static async Task<WireRequest> ReadAsync(string body, string? contentType = "application/json; charset=utf-8")
    {
        var http = new DefaultHttpContext();
        http.Request.Method = "POST";
        http.Request.ContentType = contentType;
        http.Features.Set<Microsoft.AspNetCore.Http.Features.IHttpRequestBodyDetectionFeature>(new Detection(body.Length > 0));
        http.Request.Body = new MemoryStream(Encoding.UTF8.GetBytes(body));
        return await WireRequest.ReadAsync(http);
    }

    private static async Task<WireRequest> ReadQueryAsync(string query)
    {
        var http = new DefaultHttpContext();
        http.Request.Method = "GET";
        http.Request.QueryString = new QueryString(query);
        return await WireRequest.ReadAsync(http);
    }

    private sealed record Detection(bool CanHaveBody) : Microsoft.AspNetCore.Http.Features.IHttpRequestBodyDetectionFeature;
}
