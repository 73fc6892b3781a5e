using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Hamf.App.Wiring;

/// <summary>Where log messages go: standard error, one line each, as text or as JSON.</summary>
internal static class ConsoleLog
{
    /// <summary>A factory at the given level.</summary>
    public static ILoggerFactory Create(LogLevel level, bool asJson) => LoggerFactory.Create(logging =>
    {
        logging.SetMinimumLevel(level).AddFilter("Microsoft", LogLevel.Warning);
        logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        if (asJson)
        {
            logging.AddJsonConsole(json => json.UseUtcTimestamp = true);
        }
        else
        {
            logging.AddSimpleConsole(text => (text.SingleLine, text.TimestampFormat, text.ColorBehavior) = (true, "HH:mm:ss ", LoggerColorBehavior.Disabled));
        }
    });
}
