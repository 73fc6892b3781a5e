using System.Globalization;

namespace Hamf.Adapters.Relational;

/// <summary>
/// Reads the address of a PostgreSQL database: <c>postgres://user:password@host:port/database?sslmode=require&amp;schema=hamf</c>, the form that
/// libpq, Heroku and most hosts give. No message holds any part of the address that could be a password.
/// </summary>
public static class PostgresUrl
{
    private const string Form = "postgres://USER:PASSWORD@HOST:PORT/DATABASE?sslmode=require&schema=hamf";

    private static readonly string[] Schemes = ["postgres://", "postgresql://"];

    /// <summary>Whether a text is the address of a PostgreSQL database.</summary>
    public static bool IsOne(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Schemes.Any(scheme => text.StartsWith(scheme, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Reads an address.</summary>
    /// <exception cref="FormatException">It cannot be read or used; the message says what to write.</exception>
    public static PostgresOptions Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string scheme = Schemes.FirstOrDefault(s => text.StartsWith(s, StringComparison.OrdinalIgnoreCase))
            ?? throw Bad("it does not begin with postgres:// or postgresql://");
        string rest = text[scheme.Length..];
        (string beforeQuery, string query) = Cut(rest, '?');

        // Passwords are pasted with their @ and / as they are: the last @ ends them. One that holds ? or % must be written with percent signs.
        int at = beforeQuery.LastIndexOf('@');
        (string user, string? password) = Credentials(at < 0 ? "" : beforeQuery[..at]);
        (string address, string database) = Cut(beforeQuery[(at + 1)..], '/');
        Dictionary<string, string> settings = Settings(query);
        (string host, int port) = Address(address, settings);
        user = settings.Remove("user", out string? named) ? named : user;
        password = settings.Remove("password", out string? other) ? other : password;
        if (user.Length == 0)
        {
            throw Bad("it names no user");
        }

        var options = new PostgresOptions
        {
            Host = host,
            Port = port,
            User = user,
            Password = password,
            Database = settings.Remove("dbname", out string? name) ? name : database.Length == 0 ? user : Decode(database, "the database"),
            Schema = settings.Remove("schema", out string? schema) ? schema : "public",
            TlsMode = settings.Remove("sslmode", out string? mode) ? mode : "prefer",
            RootCertificatePath = settings.Remove("sslrootcert", out string? path) ? path : null,
        };
        options = Limits(options, settings);
        if (settings.Count > 0)
        {
            throw Bad($"'{settings.Keys.First()}' is no setting of it; there are connect_timeout, dbname, host, password, pool, port, schema, sslmode, sslrootcert, statement_timeout and user");
        }

        return options.Problems() is { Count: > 0 } problems ? throw Bad(string.Join(' ', problems).TrimEnd('.')) : options;
    }

    private static PostgresOptions Limits(PostgresOptions options, Dictionary<string, string> settings) => options with
    {
        ConnectTimeout = Seconds("connect_timeout", options.ConnectTimeout, settings),
        StatementTimeout = Seconds("statement_timeout", options.StatementTimeout, settings),
        ConnectionsMax = settings.Remove("pool", out string? most) ? Number(most, "pool") : options.ConnectionsMax,
    };

    private static TimeSpan Seconds(string key, TimeSpan otherwise, Dictionary<string, string> settings) =>
        settings.Remove(key, out string? text) ? TimeSpan.FromSeconds(Number(text, key)) : otherwise;

    private static (string User, string? Password) Credentials(string text)
    {
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon < 0
            ? (Decode(text, "the user"), null)
            : (Decode(text[..colon], "the user"), Decode(text[(colon + 1)..], "the password"));
    }

    // [::1]:5432, host:5432, host, %2Fvar%2Frun%2Fpostgresql, or nothing where the settings name the host.
    private static (string Host, int Port) Address(string text, Dictionary<string, string> settings)
    {
        int bracket = text.StartsWith('[') ? text.IndexOf(']', StringComparison.Ordinal) : -1;
        int colon = text.IndexOf(':', bracket + 1);
        string host = Decode(colon < 0 ? text : text[..colon], "the host").Trim('[', ']');
        if (host.Contains(':', StringComparison.Ordinal) && bracket < 0)
        {
            throw Bad("the host holds a colon; an IPv6 address stands in square brackets");
        }

        int port = colon < 0 ? 5432 : Number(text[(colon + 1)..], "the port");
        return (
            settings.Remove("host", out string? named) ? named : host.Length == 0 ? throw Bad("it names no host") : host,
            settings.Remove("port", out string? other) ? Number(other, "port") : port);
    }

    private static Dictionary<string, string> Settings(string query)
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string pair in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            (string key, string value) = Cut(pair, '=');
            if (!settings.TryAdd(key, Decode(value, $"the value of '{key}'")))
            {
                throw Bad($"'{key}' is there twice");
            }
        }

        return settings;
    }

    private static int Number(string text, string what) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? number
            : throw Bad($"{what} must be a whole number; a password that holds ? or % must be written with percent signs (%3F %25)");

    private static string Decode(string text, string what)
    {
        for (int i = text.IndexOf('%', StringComparison.Ordinal); i >= 0; i = text.IndexOf('%', i + 1))
        {
            if (i + 2 >= text.Length || !char.IsAsciiHexDigit(text[i + 1]) || !char.IsAsciiHexDigit(text[i + 2]))
            {
                throw Bad($"{what} holds a percent sign that is not followed by two hexadecimal digits; a percent sign itself is written %25");
            }
        }

        return Uri.UnescapeDataString(text);
    }

    private static (string Before, string After) Cut(string text, char at)
    {
        int i = text.IndexOf(at, StringComparison.Ordinal);
        return i < 0 ? (text, "") : (text[..i], text[(i + 1)..]);
    }

    private static FormatException Bad(string problem) => new($"The address of the PostgreSQL database cannot be used: {problem}. It looks like {Form}.");
}
