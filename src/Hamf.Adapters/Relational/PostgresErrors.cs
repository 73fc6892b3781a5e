using System.Data.Common;
using System.Net.Sockets;
using Hamf.Pipeline.Registry;
using Npgsql;

namespace Hamf.Adapters.Relational;

/// <summary>What PostgreSQL's errors mean for the caller. The numbers are those of its manual, appendix A.</summary>
internal sealed class PostgresErrors(PostgresOptions options)
{
    /// <summary>Whether the connection that the error came from is gone: the network, or a server that ends it.</summary>
    public static bool IsLost(DbException error) => error switch
    {
        PostgresException e => e.InvariantSeverity is "FATAL" or "PANIC" || e.SqlState.StartsWith("08", StringComparison.Ordinal),
        NpgsqlException e => e.InnerException is IOException or SocketException,
        _ => false,
    };

    /// <summary>A text with half a surrogate pair.</summary>
    public static RegistryException BrokenText() =>
        RegistryException.Invalid("A text holds half of a surrogate pair (U+D800 to U+DFFF), which no database can keep as UTF-8.");

    /// <summary>Others were writing all the time.</summary>
    public StoreException TurnDidNotCome(Exception? inner = null) => new(
        $"{options.Name} is being written by others for longer than {options.WriteWait.TotalSeconds} s.", true, inner);

    /// <summary>The host's name leads nowhere.</summary>
    public StoreException UnknownHost(SocketException inner) => new(
        $"{options.Name} cannot be reached ({inner.Message}). Check that its address is right.", true, inner);

    /// <summary>The connection was lost between sending a commit and its answer.</summary>
    public StoreException OutcomeUnknown(Exception inner) => new(
        $"The connection to {options.Name} was lost during a commit: its outcome is unknown. Look before it is done again, unless doing it twice is harmless.", true, inner);

    /// <summary>An error of a statement or of a connection.</summary>
    public Exception Explain(DbException error) => error switch
    {
        PostgresException e => Explain(e),
        NpgsqlException { InnerException: TimeoutException } e => new StoreException(
            $"{options.Name} did not answer within {options.StatementTimeout.TotalSeconds} s.", true, e),
        NpgsqlException { InnerException: IOException or SocketException } e => new StoreException(
            $"{options.Name} cannot be reached ({e.InnerException!.Message}). Check that the server runs and its address is right.", true, e),
        NpgsqlException e when e.Message.Contains("pool has been exhausted", StringComparison.Ordinal) => new StoreException(
            $"All {options.ConnectionsMax} connections to {options.Name} are in use.", true, e),
        NpgsqlException e when e.Message.Contains("SSL", StringComparison.Ordinal) => new StoreException(
            $"{options.Name} and sslmode={options.TlsMode} do not agree ({e.Message}). Switch TLS on at the server, or take another sslmode.", false, e),
        _ => new StoreException($"{options.Name}: {error.Message}", false, error),
    };

    private Exception Explain(PostgresException e) => e.SqlState switch
    {
        "22021" or "22P05" => RegistryException.Invalid(
            "A text holds a NUL character (U+0000), which the database cannot keep. Send it without."),
        "54000" => RegistryException.Invalid("A text is too long for an index of the database. Shorten it."),
        "55P03" => TurnDidNotCome(e),
        "57014" => new StoreException($"{options.Name} gave a statement up after {options.StatementTimeout.TotalSeconds} s.", true, e),
        "53100" => new StoreException($"There is no room to write to {options.Name}: the server's disk is full. What was not saved is tried again.", true, e),
        "53300" => new StoreException($"{options.Name} has no connection left ({e.MessageText}). Raise the server's max_connections, or lower 'pool' in the address.", true, e),
        "28P01" or "28000" => new StoreException($"{options.Name} does not let this user in ({e.MessageText}). Check user, password and sslmode.", false, e),
        "3D000" => new StoreException($"{options.Name}: there is no such database. Make it with: createdb {options.Database}", false, e),
        "42501" => new StoreException($"{options.Name}: the user may not do this ({e.MessageText}). It needs create and usage on the schema.", false, e),
        _ when IsLost(e) => new StoreException($"{options.Name} ended the connection ({e.MessageText}).", true, e),
        _ => new StoreException($"{options.Name}: {e.MessageText} ({e.SqlState})", e.IsTransient, e),
    };
}
