using System.Text.RegularExpressions;

namespace Hamf.Adapters.Relational;

/// <summary>Settings of a <see cref="PostgresDatabase"/>; <see cref="PostgresUrl"/> reads most of them from an address.</summary>
public sealed partial record PostgresOptions
{
    /// <summary>The server's name or address, or the folder of its Unix socket.</summary>
    public required string Host { get; init; }

    /// <summary>The server's port.</summary>
    /// <value>Default 5432.</value>
    public int Port { get; init; } = 5432;

    /// <summary>The database.</summary>
    public required string Database { get; init; }

    /// <summary>Who connects.</summary>
    public required string User { get; init; }

    /// <summary>The password; null where the server asks for none, or where the user's password file has it.</summary>
    public string? Password { get; init; }

    /// <summary>The schema that holds Hamf's tables; made when it is not there.</summary>
    /// <value>Default <c>public</c>; a plain lower-case name.</value>
    public string Schema { get; init; } = "public";

    /// <summary>Whether and how the connection is encrypted, in libpq's words.</summary>
    /// <value>Default <c>prefer</c>; disable, allow, prefer, require, verify-ca or verify-full.</value>
    public string TlsMode { get; init; } = "prefer";

    /// <summary>The file with the certificates of the authorities that are trusted; null for those of the system.</summary>
    public string? RootCertificatePath { get; init; }

    /// <summary>How long to wait for a connection.</summary>
    /// <value>Default 10 seconds; 1 second to 10 minutes.</value>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a statement may take, and how long a transaction may stand still.</summary>
    /// <value>Default 60 seconds; 1 second to 1 hour.</value>
    public TimeSpan StatementTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long to wait for others that are writing, in this process and in others.</summary>
    /// <value>Default 30 seconds; 1 ms to 10 minutes.</value>
    public TimeSpan WriteWait { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How many connections this process holds at most.</summary>
    /// <value>Default 20; 2 to 1000.</value>
    public int ConnectionsMax { get; init; } = 20;

    /// <summary>Where it is, for people: without the password.</summary>
    public string Name => FormattableString.Invariant($"postgres://{User}@{Host}:{Port}/{Database}") + (Schema == "public" ? "" : $" (schema {Schema})");

    /// <summary>All problems of these settings, as sentences; empty when they can be used.</summary>
    public IReadOnlyList<string> Problems()
    {
        var problems = new List<string>();
        Need(!string.IsNullOrWhiteSpace(Host), "PostgreSQL needs the name of its host.");
        Need(Port is >= 1 and <= 65535, $"The port must be 1 to 65535, but is {Port}.");
        Need(!string.IsNullOrWhiteSpace(Database), "PostgreSQL needs the name of a database.");
        Need(!string.IsNullOrWhiteSpace(User), "PostgreSQL needs the name of a user.");
        Need(SchemaName().IsMatch(Schema), $"The schema must be a name of lower-case letters, digits and underlines, but is '{Schema}'.");
        Need(
            TlsMode is "disable" or "allow" or "prefer" or "require" or "verify-ca" or "verify-full",
            $"sslmode must be disable, allow, prefer, require, verify-ca or verify-full, but is '{TlsMode}'.");
        Need(IsBetween(ConnectTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10)), $"The connect timeout must be 1 second to 10 minutes, but is {ConnectTimeout}.");
        Need(IsBetween(StatementTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1)), $"The statement timeout must be 1 second to 1 hour, but is {StatementTimeout}.");
        Need(IsBetween(WriteWait, TimeSpan.FromMilliseconds(1), TimeSpan.FromMinutes(10)), $"The wait for writers must be 1 ms to 10 minutes, but is {WriteWait}.");
        Need(ConnectionsMax is >= 2 and <= 1000, $"The number of connections must be 2 to 1000, but is {ConnectionsMax}.");
        return problems;

        void Need(bool holds, string problem)
        {
            if (!holds)
            {
                problems.Add(problem);
            }
        }
    }

    /// <summary>The same as <see cref="Name"/>: settings that end up in a log must not show the password.</summary>
    public override string ToString() => Name;

    private static bool IsBetween(TimeSpan value, TimeSpan least, TimeSpan most) => value >= least && value <= most;

    [GeneratedRegex(@"\A[a-z_][a-z0-9_]{0,62}\z")]
    private static partial Regex SchemaName();
}
