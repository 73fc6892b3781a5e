using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;

namespace Hamf.Adapters.Relational;

/// <summary>
/// A command of a session that works with the statement the session has prepared for its text before, and gives it back at the end. To prepare one
/// costs more than to run it, where a row is looked up or written.
/// </summary>
internal sealed class SessionCommand(SqliteSession session) : DbCommand
{
    private string _text = string.Empty;
    private DbTransaction? _transaction;
    private SqliteCommand? _taken;

    /// <inheritdoc/>
    [AllowNull]
    public override string CommandText
    {
        get => _text;
        set
        {
            _text = value ?? string.Empty;

            // Whoever adds parameters first works with a statement of its own.
            if (_taken is not null)
            {
                _taken.CommandText = _text;
            }
        }
    }

    /// <inheritdoc/>
    public override int CommandTimeout
    {
        get => Taken.CommandTimeout;
        set => Taken.CommandTimeout = value;
    }

    /// <inheritdoc/>
    public override CommandType CommandType
    {
        get => Taken.CommandType;
        set => Taken.CommandType = value;
    }

    /// <inheritdoc/>
    public override bool DesignTimeVisible { get; set; }

    /// <inheritdoc/>
    public override UpdateRowSource UpdatedRowSource { get; set; }

    /// <inheritdoc/>
    protected override DbConnection? DbConnection
    {
        get => session;
        set
        {
            if (value != session)
            {
                throw new NotSupportedException("A command of a session stays with it.");
            }
        }
    }

    /// <inheritdoc/>
    protected override DbParameterCollection DbParameterCollection => Taken.Parameters;

    /// <inheritdoc/>
    protected override DbTransaction? DbTransaction
    {
        get => _transaction;
        set
        {
            // It often comes before the text, which says what to take.
            _transaction = value;
            if (_taken is not null)
            {
                _taken.Transaction = (SqliteTransaction?)value;
            }
        }
    }

    private SqliteCommand Taken
    {
        get
        {
            if (_taken is null)
            {
                _taken = session.Take(_text);
                _taken.Transaction = (SqliteTransaction?)_transaction;
            }

            return _taken;
        }
    }

    /// <inheritdoc/>
    public override void Cancel() => Taken.Cancel();

    /// <inheritdoc/>
    public override int ExecuteNonQuery() => Taken.ExecuteNonQuery();

    /// <inheritdoc/>
    public override object? ExecuteScalar() => Taken.ExecuteScalar();

    /// <inheritdoc/>
    public override void Prepare() => Taken.Prepare();

    /// <inheritdoc/>
    protected override DbParameter CreateDbParameter() => Taken.CreateParameter();

    /// <inheritdoc/>
    protected override DbDataReader ExecuteDbDataReader(CommandBehavior behavior) => Taken.ExecuteReader(behavior);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && _taken is not null)
        {
            session.GiveBack(_taken);
            _taken = null;
        }

        base.Dispose(disposing);
    }
}
