using System.Text;
using Hamf.Pipeline.Governance;
using Microsoft.Extensions.Logging;

namespace Hamf.Server.Tests.Security;

/// <summary>A server that requires keys, with one of each role that is called like it.</summary>
internal sealed class GuardedServer(TestServer server, IReadOnlyDictionary<Role, string> keys) : IAsyncDisposable
{
    private static readonly HamfServerOptions KeysNeeded = new() { RequireKeys = true };

    public TestServer Server => server;

    public IReadOnlyDictionary<Role, string> Keys => keys;

    public static async Task<GuardedServer> StartAsync(ILoggerFactory? loggers = null)
    {
        var keys = new Dictionary<Role, string>();
        TestServer server = await TestServer.StartAsync(
            home =>
            {
                TrainedModels.RegisterCard(home);
                TrainedModels.RegisterCard(home);
                foreach (Role role in Enum.GetValues<Role>())
                {
                    keys[role] = home.Keys.New(role.Word(), role);
                }
            },
            KeysNeeded,
            loggers);
        return new GuardedServer(server, keys);
    }

    public Task<Answer> SendAsync(string method, string path, string? authorization, string? body = null) =>
        SendAsync(method, path, authorization, null, body);

    public Task<Answer> SendAsync(string method, string path, string? authorization, (string Name, string Value) header) =>
        SendAsync(method, path, authorization, [header], null);

    public ValueTask DisposeAsync() => server.DisposeAsync();

    private async Task<Answer> SendAsync(
        string method, string path, string? authorization, IReadOnlyList<(string Name, string Value)>? headers, string? body)
    {
        using HttpRequestMessage request = new(new HttpMethod(method), path);
        if (method == "POST")
        {
            request.Content = new StringContent(body ?? "{}", Encoding.UTF8, "application/json");
        }

        if (authorization is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        }

        foreach ((string name, string value) in headers ?? [])
        {
            request.Headers.Add(name, value);
        }

        return await server.SendAsync(request);
    }
}
