using System.Text;
using Hamf.Pipeline.Registry;
using Hamf.Server.Mlflow;

namespace Hamf.Mlflow.Tests;

public sealed class PageTokenTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(long.MaxValue)]
    public void A_token_is_read_as_it_was_written(long offset) => Assert.Equal(offset, PageToken.Read(PageToken.Write(offset)));

    [Fact]
    public void No_token_is_the_first_page()
    {
        Assert.Null(PageToken.Write(null));
        Assert.Equal(0, PageToken.Read(null));
        Assert.Equal(0, PageToken.Read(""));
        Assert.Equal("{\"offset\": 7}", Encoding.ASCII.GetString(Convert.FromBase64String(PageToken.Write(7)!)));
    }

    [Theory]
    [InlineData("evilhax")]
    [InlineData("not base64")]
    [InlineData("====")]
    public void Refuses_what_is_no_base64(string token) =>
        Assert.StartsWith("Invalid page token, could not base64-decode", Assert.Throws<RegistryException>(() => PageToken.Read(token)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("not json")]
    [InlineData("{\"offset\": \"a\"}")]
    [InlineData("{\"offset\": -1}")]
    [InlineData("{\"offset\": 1e40}")]
    [InlineData("{\"offsoot\": 7}")]
    [InlineData("\0\u00ff")]
    public void Refuses_what_holds_no_offset(string json)
    {
        string token = Convert.ToBase64String(Encoding.Latin1.GetBytes(json));

        Assert.StartsWith("Invalid page token", Assert.Throws<RegistryException>(() => PageToken.Read(token)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_marked_token_is_read_by_its_own_search_only()
    {
        SearchMark mark = new(["1", "2"], ["name = 'a'"], ["name ASC"]);
        string token = PageToken.Write(long.MaxValue, mark)!;

        Assert.Equal(long.MaxValue, PageToken.Read(token, new SearchMark(["1", "2"], ["name = 'a'"], ["name ASC"])));
        Assert.Equal(0, PageToken.Read(null, mark));
        Assert.Null(PageToken.Write(null, mark));
        Refused("Experiment IDs in the page token do not match", token, new SearchMark(["12"], ["name = 'a'"], ["name ASC"]));
        Refused("Filter string in the page token does not match", token, new SearchMark(["1", "2"], [""], ["name ASC"]));
        Refused("Order by in the page token does not match", token, new SearchMark(["1", "2"], ["name = 'a'"], []));
        Refused("Experiment IDs in the page token do not match", PageToken.Write(7)!, mark);
        Refused("Invalid page token", "evilhax", mark);

        static void Refused(string part, string token, SearchMark mark) =>
            Assert.StartsWith(part, Assert.Throws<RegistryException>(() => PageToken.Read(token, mark)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_a_long_one() => Assert.Throws<RegistryException>(() => PageToken.Read(new string('A', 100_000)));
}
