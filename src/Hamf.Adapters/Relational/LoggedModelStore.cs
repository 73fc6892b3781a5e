using System.Data.Common;
using Dapper;
using Hamf.Adapters.Relational.Tracking;
using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Registry.Tracking;

namespace Hamf.Adapters.Relational;

/// <summary>Logged models in the relational database. Thread-safe.</summary>
public sealed class LoggedModelStore : ILoggedModelStore
{
    private readonly Database _database;
    private readonly LoggedModelRows _rows;

    /// <summary>A store on a database.</summary>
    public LoggedModelStore(Database database)
    {
        _database = database;
        _rows = new LoggedModelRows(database, new ExperimentRows(database));
    }

    /// <inheritdoc/>
    public LoggedModel Create(NewLoggedModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return _database.Write(transaction => LoggedModelReader.Find(transaction.Connection!, _rows.Create(transaction, model), transaction));
    }

    /// <inheritdoc/>
    public LoggedModel? Find(string modelId) => _database.Read(connection =>
        connection.QuerySingleOrDefault<long?>("select model_no from logged_models where model_id = @modelId and deleted_at_ms is null", new { modelId })
            is { } number ? LoggedModelReader.Find(connection, number) : null);

    /// <inheritdoc/>
    public LoggedModel Finalize(string modelId, LoggedModelStatus status) =>
        Change(modelId, (transaction, number) => _rows.SetStatus(transaction, number, status));

    /// <inheritdoc/>
    public void Delete(string modelId) => _database.Write(transaction =>
    {
        _rows.Delete(transaction, _rows.Require(transaction, modelId));
        return 0;
    });

    /// <inheritdoc/>
    public LoggedModel SetTags(string modelId, IReadOnlyList<KeyValuePair<string, string>> tags) =>
        Change(modelId, (transaction, number) => _rows.SetTags(transaction, number, tags));

    /// <inheritdoc/>
    public void DeleteTag(string modelId, string key) =>
        Change(modelId, (transaction, number) => _rows.DeleteTag(transaction, number, modelId, key));

    /// <inheritdoc/>
    public void LogParams(string modelId, IReadOnlyList<KeyValuePair<string, string>> parameters) =>
        Change(modelId, (transaction, number) => _rows.AddParams(transaction, number, modelId, parameters));

    /// <inheritdoc/>
    public Page<LoggedModel> Search(LoggedModelSearch search)
    {
        ArgumentNullException.ThrowIfNull(search);
        return _database.Read(connection =>
        {
            Page<long> found = LoggedModelFinder.Find(connection, _database.Dialect, search);
            return new Page<LoggedModel>(LoggedModelReader.Read(connection, found.Items), found.NextOffset);
        });
    }

    private LoggedModel Change(string modelId, Action<DbTransaction, long> work) => _database.Write(transaction =>
    {
        long number = _rows.Require(transaction, modelId);
        work(transaction, number);
        return LoggedModelReader.Find(transaction.Connection!, number, transaction);
    });
}
