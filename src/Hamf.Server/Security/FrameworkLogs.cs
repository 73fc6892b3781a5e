using Microsoft.Extensions.Logging;

namespace Hamf.Server.Security;

/// <summary>
/// Passes on what the web framework logs from warnings upwards, and everything else untouched. Its messages about each request would cost
/// more than scoring one, and they carry addresses, which hold event ids.
/// </summary>
internal sealed class FrameworkLogs(ILoggerFactory inner) : ILoggerFactory
{
    private const string Framework = "Microsoft.";

    public ILogger CreateLogger(string categoryName)
    {
        ILogger logger = inner.CreateLogger(categoryName);
        return categoryName.StartsWith(Framework, StringComparison.Ordinal) ? new FromWarnings(logger) : logger;
    }

    public void AddProvider(ILoggerProvider provider) => inner.AddProvider(provider);

    /// <summary>Leaves the factory to its owner.</summary>
    public void Dispose()
    {
    }

    private sealed class FromWarnings(ILogger inner) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning && inner.IsEnabled(logLevel);

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                inner.Log(logLevel, eventId, state, exception, formatter);
            }
        }
    }
}
