using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json;
using Hamf.Server.Tests.Memory;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;

namespace Hamf.Server.Tests;

/// <summary>A real server on a free port, with a client. Whatever it logs as an error fails the test that asks for it.</summary>
internal sealed class TestServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ErrorLog _log;

    private TestServer(WebApplication app, MemoryHome home, ErrorLog log)
    {
        (_app, Home, _log) = (app, home, log);
        Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
        {
            BaseAddress = new Uri(app.Urls.Single().Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal)),
            Timeout = TimeSpan.FromSeconds(60),
        };
    }

    public MemoryHome Home { get; }

    public HttpClient Client { get; }

    /// <summary>Errors the server has logged.</summary>
    public IReadOnlyCollection<string> Errors => _log.Errors;

    /// <summary>The built application, to look at its endpoints.</summary>
    public WebApplication App => _app;

    /// <summary>A server with the card-fraud champion.</summary>
    public static Task<TestServer> WithCardAsync(HamfServerOptions? options = null) =>
        StartAsync(home => TrainedModels.RegisterCard(home), options);

    public static async Task<TestServer> StartAsync(
        Action<MemoryHome>? arrange = null, HamfServerOptions? options = null, ILoggerFactory? loggers = null)
    {
        MemoryHome home = new();
        arrange?.Invoke(home);
        Assert.Empty(await home.Live.RefreshAsync(CancellationToken.None));
        ErrorLog log = new();
        loggers ??= LoggerFactory.Create(b => b.AddProvider(log));
        WebApplication app = HamfServer.Build((options ?? new HamfServerOptions()) with { Port = 0 }, home.Services(loggers));
        await app.StartAsync();
        return new TestServer(app, home, log);
    }

    public async Task<Answer> GetAsync(string path, string? accept = null)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, path);
        if (accept is not null)
        {
            request.Headers.Accept.ParseAdd(accept);
        }

        return await SendAsync(request);
    }

    public async Task<Answer> PostAsync(string path, string json, params (string Name, string Value)[] headers)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, path) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        foreach ((string name, string value) in headers)
        {
            request.Headers.Add(name, value);
        }

        return await SendAsync(request);
    }

    public async Task<Answer> SendAsync(HttpRequestMessage request)
    {
        using HttpResponseMessage response = await Client.SendAsync(request);
        Dictionary<string, string> headers = response.Headers.Concat(response.Content.Headers)
            .ToDictionary(h => h.Key, h => string.Join(", ", h.Value), StringComparer.OrdinalIgnoreCase);
        return new Answer(response.StatusCode, await response.Content.ReadAsStringAsync(), headers);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        foreach (string error in Errors.Take(3))
        {
            TestContext.Current.TestOutputHelper?.WriteLine(error);
        }
    }

    private sealed class ErrorLog : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Errors { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

        public void Log<TState>(LogLevel level, EventId id, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (level >= LogLevel.Error)
            {
                Errors.Enqueue(formatter(state, exception) + " " + exception);
            }
        }

        public void Dispose()
        {
        }
    }
}

/// <summary>What the server answered.</summary>
internal sealed record Answer(HttpStatusCode Status, string Text, IReadOnlyDictionary<string, string> Headers)
{
    public string? ContentType => Headers.GetValueOrDefault("Content-Type");

    /// <summary>The body as JSON, checked to be valid.</summary>
    public JsonElement Json => JsonDocument.Parse(Text).RootElement;

    /// <summary>Asserts success and returns the body.</summary>
    public JsonElement Ok(HttpStatusCode status = HttpStatusCode.OK)
    {
        Assert.True(Status == status, $"{(int)Status}: {Text}");
        Assert.Equal("application/json", ContentType);
        return Json;
    }

    /// <summary>Asserts problem details of that status and code, and returns them.</summary>
    public JsonElement Problem(int status, string code)
    {
        Assert.True((int)Status == status, $"{(int)Status}: {Text}");
        Assert.Equal("application/problem+json", ContentType);
        Assert.Equal(code, Json.GetProperty("code").GetString());
        Assert.Equal(status, Json.GetProperty("status").GetInt32());
        Assert.EndsWith(Json.GetProperty("detail").GetString()!, Json.GetProperty("error").GetString(), StringComparison.Ordinal);
        return Json;
    }
}
