using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Hamf.Server.Tests.Security;

/// <summary>Every line that is logged, of any level.</summary>
internal sealed class LogLines(ConcurrentQueue<string> log) : ILoggerProvider, ILogger
{
    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        log.Enqueue(formatter(state, exception) + exception);

    public void Dispose()
    {
    }
}
