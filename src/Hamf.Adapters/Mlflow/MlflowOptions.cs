namespace Hamf.Adapters.Mlflow;

/// <summary>How to reach an MLflow server.</summary>
public sealed record MlflowOptions
{
    /// <summary>The server's address, without credentials; it may have a path.</summary>
    public required Uri Server { get; init; }

    /// <summary>A token, sent as bearer; used where there is no user. <value>null</value></summary>
    public string? Token { get; init; }

    /// <summary>The user of basic authentication. <value>null</value></summary>
    public string? User { get; init; }

    /// <summary>The user's password. <value>null</value></summary>
    public string? Password { get; init; }

    /// <summary>Whether a certificate that cannot be verified is accepted. <value>false</value></summary>
    public bool IsTlsInsecure { get; init; }

    /// <summary>The experiment of all runs, or null for one per detector. <value>null</value></summary>
    public string? Experiment { get; init; }

    /// <summary>Longest time for one call, and for a transfer to make progress. <value>30 s</value></summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often a call that failed for a moment is tried again. <value>4</value></summary>
    public int RetriesMax { get; init; } = 4;

    /// <summary>The first pause before that; each is twice the one before, give or take. <value>0.5 s</value></summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(0.5);

    /// <summary>Longest pause, also where the server asks for more. <value>20 s</value></summary>
    public TimeSpan RetryDelayMax { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Largest answer that is read as a whole, in bytes; files are not. <value>64 MiB</value></summary>
    public long ReplySizeMax { get; init; } = 64L << 20;

    /// <summary>Most files of one folder. <value>20,000</value></summary>
    public int FilesMax { get; init; } = 20_000;

    /// <summary>Options from the environment, by the names that MLflow's own clients read.</summary>
    /// <param name="variable">Reads an environment variable; null where it is not set.</param>
    /// <param name="problem">What is wrong, in a sentence; null when nothing is.</param>
    /// <returns>Null when no server over HTTP is configured, or something is wrong.</returns>
    public static MlflowOptions? FromEnvironment(Func<string, string?> variable, out string? problem)
    {
        ArgumentNullException.ThrowIfNull(variable);
        problem = null;
        string? text = variable("MLFLOW_TRACKING_URI");

        // Folders and databases are stores that MLflow's own client opens by itself; they are no server.
        return text is not null && text.StartsWith("http", StringComparison.OrdinalIgnoreCase)
            ? FromAddress(text, variable, "MLFLOW_TRACKING_URI", out problem)
            : null;
    }

    /// <summary>Options of a server whose address is given, with everything else from the environment.</summary>
    /// <param name="address">The address; credentials in it are used and kept out of <see cref="Server"/>.</param>
    /// <param name="variable">Reads an environment variable; null where it is not set.</param>
    /// <param name="called">What the address is called in messages.</param>
    /// <param name="problem">What is wrong, in a sentence; null when nothing is.</param>
    public static MlflowOptions? FromAddress(string address, Func<string, string?> variable, string called, out string? problem)
    {
        ArgumentNullException.ThrowIfNull(variable);
        problem = null;
        if (!Uri.TryCreate(address, UriKind.Absolute, out Uri? url) || url.Scheme is not ("http" or "https") || url.Query.Length + url.Fragment.Length > 0)
        {
            problem = $"{called} is not the address of an MLflow server, such as https://mlflow.example.com, without query and fragment";
            return null;
        }

        string[] inUrl = url.UserInfo.Split(':', 2);
        return new MlflowOptions
        {
            Server = new UriBuilder(url) { UserName = string.Empty, Password = string.Empty, Path = url.AbsolutePath.TrimEnd('/') + "/" }.Uri,
            User = inUrl[0].Length > 0 ? Uri.UnescapeDataString(inUrl[0]) : Given("MLFLOW_TRACKING_USERNAME"),
            Password = inUrl.Length == 2 ? Uri.UnescapeDataString(inUrl[1]) : Given("MLFLOW_TRACKING_PASSWORD"),
            Token = Given("MLFLOW_TRACKING_TOKEN"),
            IsTlsInsecure = Given("MLFLOW_TRACKING_INSECURE_TLS") is "1" or "true" or "True" or "TRUE",
            Experiment = Given("MLFLOW_EXPERIMENT_NAME"),
        };

        string? Given(string name) => variable(name) is { Length: > 0 } value ? value : null;
    }

    /// <summary>The address only: the rest may be secret.</summary>
    public override string ToString() => Server.ToString();
}
