using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Hamf.Server.Tests.Pages;

public sealed partial class ThirdPartyTests
{
    [Fact]
    public async Task The_charts_library_is_the_one_whose_origin_is_written_down()
    {
        await using TestServer server = await TestServer.StartAsync();
        string origin = File.ReadAllText(Path.Combine(Repository.Root, "third_party", "uplot", "ORIGIN.md"));
        MatchCollection files = Digests().Matches(origin);

        Assert.Equal(2, files.Count);
        foreach (Match file in files)
        {
            string served = (await server.GetAsync("/assets/" + file.Groups[1].Value)).Text;
            Assert.Equal(file.Groups[2].Value, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(served))));
        }
    }

    [GeneratedRegex(@"\| (uPlot\S+) \| ([0-9a-f]{64}) \|")]
    private static partial Regex Digests();
}
