using Hamf.Server.Security;
using Microsoft.Extensions.Logging;

namespace Hamf.Server.Tests.Security;

public sealed class FrameworkLogsTests
{
    [Fact]
    public void Requests_are_not_logged_but_warnings_and_our_own_messages_are()
    {
        using ILoggerFactory all = LoggerFactory.Create(b => b.SetMinimumLevel(LogLevel.Trace).AddProvider(new Everything()));
        using FrameworkLogs logs = new(all);

        ILogger framework = logs.CreateLogger("Microsoft.AspNetCore.Hosting.Diagnostics");

        Assert.False(framework.IsEnabled(LogLevel.Information));
        Assert.True(framework.IsEnabled(LogLevel.Warning));
        Assert.True(logs.CreateLogger("Hamf.Server.Security.LoopbackGuard").IsEnabled(LogLevel.Debug));
    }

    private sealed class Everything : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
        }

        public void Dispose()
        {
        }
    }
}
