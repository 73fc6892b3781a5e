using Hamf.Adapters.Mlflow;
using Hamf.Pipeline.Registry;

namespace Hamf.Adapters.Tests.Mlflow;

/// <summary>Clients that lose no time between their attempts.</summary>
internal static class MlflowClients
{
    public static MlflowClient New(Uri server, Func<MlflowOptions, MlflowOptions>? change = null)
    {
        var options = new MlflowOptions { Server = server, RetryDelay = TimeSpan.FromMilliseconds(1) };
        return new MlflowClient(change?.Invoke(options) ?? options);
    }

    public static ModelUri Parsed(string text) => ModelUri.TryParse(text, out ModelUri uri) ? uri : throw new FormatException(text);
}
