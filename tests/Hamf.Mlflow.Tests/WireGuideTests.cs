using System.Text;
using System.Text.RegularExpressions;
using Hamf.TestKit;

namespace Hamf.Mlflow.Tests;

/// <summary>Runs every call of docs/guides/mlflow.md in its order and compares each answer with the one that is printed.</summary>
public sealed partial class WireGuideTests
{
    [Fact]
    public async Task Every_call_of_the_guide_answers_as_printed()
    {
        await using MlflowServer server = new();
        await server.InitializeAsync();
        string guide = await File.ReadAllTextAsync(Path.Combine(RealPart.RepositoryRoot, "docs", "guides", "mlflow.md"), TestContext.Current.CancellationToken);
        string run = "";
        int calls = 0;
        foreach (Match call in Calls().Matches(guide))
        {
            using HttpRequestMessage request = new(new HttpMethod(call.Groups["method"].Value), call.Groups["path"].Value.Replace("RUN", run, StringComparison.Ordinal));
            if (call.Groups["body"].Value is { Length: > 0 } body)
            {
                request.Content = new StringContent(body.Replace("RUN", run, StringComparison.Ordinal), Encoding.UTF8, "application/json");
            }

            using HttpResponseMessage response = await server.Client.SendAsync(request, TestContext.Current.CancellationToken);
            string answer = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            run = run.Length == 0 && Id().Match(answer) is { Success: true } id ? id.Value : run;

            Assert.Equal(
                $"{call.Groups["status"].Value} {call.Groups["answer"].Value}",
                $"{(int)response.StatusCode} {(run.Length == 0 ? answer : answer.Replace(run, "RUN", StringComparison.Ordinal))}");
            calls++;
        }

        Assert.Equal(guide.Split("```http").Length - 1, calls);
    }

    [GeneratedRegex("```http\n(?<method>[A-Z]+) (?<path>[^\n]+)\n(?<body>[^`]*?)\n?```\n```json (?<status>[0-9]+)\n(?<answer>[^\n]*)\n```")]
    private static partial Regex Calls();

    [GeneratedRegex("[0-9a-f]{32}")]
    private static partial Regex Id();
}
