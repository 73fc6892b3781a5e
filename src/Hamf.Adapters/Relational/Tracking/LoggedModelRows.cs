using System.Data.Common;
using System.Globalization;
using Dapper;
using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Registry.Artifacts;
using Hamf.Pipeline.Registry.Tracking;

namespace Hamf.Adapters.Relational.Tracking;

/// <summary>The rows of logged models, their parameters and tags.</summary>
internal sealed class LoggedModelRows(Database database, ExperimentRows experiments)
{
    private long Now => database.Time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Adds a pending model and returns its number.</summary>
    public long Create(DbTransaction transaction, NewLoggedModel model)
    {
        Experiment experiment = experiments.RequireActive(transaction, model.ExperimentId);
        string modelId = model.ModelId ?? string.Create(CultureInfo.InvariantCulture, $"m-{Guid.NewGuid():N}");
        long number = transaction.Connection!.ExecuteScalar<long>(
            """
            insert into logged_models(model_id, experiment_id, name, artifact_uri, status, model_type, source_run_id, created_at_ms, updated_at_ms)
            values (@modelId, @ExperimentId, @name, @uri, @status, @ModelType, @SourceRunId, @created, @now) returning model_no
            """,
            new
            {
                modelId,
                model.ExperimentId,
                name = model.Name ?? RunNames.Next(),
                uri = ArtifactUri.Below(experiment.ArtifactLocation, $"models/{modelId}/artifacts"),
                status = ModelStatuses.Stored(LoggedModelStatus.Pending),
                model.ModelType,
                model.SourceRunId,
                created = model.CreatedMs ?? Now,
                now = Now,
            },
            transaction);
        AddParams(transaction, number, modelId, model.Params);
        SetTags(transaction, number, model.Tags);
        return number;
    }

    /// <summary>The number of a model that is not deleted, held until the transaction ends; refused when there is none.</summary>
    public long Require(DbTransaction transaction, string modelId) => transaction.Connection!.QuerySingleOrDefault<long?>(
        "select model_no from logged_models where model_id = @modelId and deleted_at_ms is null" + database.Dialect.RowLock, new { modelId }, transaction)
        ?? throw RegistryException.Missing($"Logged model with ID '{modelId}' not found.");

    public void SetStatus(DbTransaction transaction, long number, LoggedModelStatus status) => transaction.Connection!.Execute(
        "update logged_models set status = @stored, updated_at_ms = @now where model_no = @number",
        new { stored = ModelStatuses.Stored(status), now = Now, number },
        transaction);

    public void Delete(DbTransaction transaction, long number) => transaction.Connection!.Execute(
        "update logged_models set deleted_at_ms = @now, updated_at_ms = @now where model_no = @number", new { now = Now, number }, transaction);

    /// <summary>Sets tags; the last of a key wins.</summary>
    public void SetTags(DbTransaction transaction, long number, IReadOnlyList<KeyValuePair<string, string>> tags)
    {
        if (tags.Count > 0)
        {
            database.Insert(transaction, PairColumns.Of(
                "logged_model_tags", "model_no", number, PairColumns.LastOfEach(tags), "(model_no, key) do update set value = excluded.value"));
            Touch(transaction, number);
        }
    }

    /// <summary>Deletes a tag that must be there.</summary>
    public void DeleteTag(DbTransaction transaction, long number, string modelId, string key)
    {
        if (transaction.Connection!.Execute(
            "delete from logged_model_tags where model_no = @number and key = @key", new { number, key }, transaction) == 0)
        {
            throw RegistryException.Missing($"No tag with key '{key}' found for model with ID '{modelId}'.");
        }

        Touch(transaction, number);
    }

    /// <summary>Adds parameters. One that is there with the same value stays; one with another value refuses them all.</summary>
    public void AddParams(DbTransaction transaction, long number, string modelId, IReadOnlyList<KeyValuePair<string, string>> parameters)
    {
        if (parameters.Count == 0)
        {
            return;
        }

        SortedDictionary<string, string> given = PairColumns.LastOfEach(parameters);
        if (given.Count < parameters.Count)
        {
            throw RegistryException.Invalid("Duplicate parameter keys have been submitted. Send each once.");
        }

        if (database.Insert(transaction, PairColumns.Of("logged_model_params", "model_no", number, given, "(model_no, key) do nothing")) < given.Count)
        {
            RefuseChanges(transaction, number, modelId, given);
        }

        Touch(transaction, number);
    }

    private static void RefuseChanges(DbTransaction transaction, long number, string modelId, SortedDictionary<string, string> given)
    {
        foreach ((string key, string known) in transaction.Connection!.Query<(string, string)>(
            "select key, value from logged_model_params where model_no = @number order by key", new { number }, transaction))
        {
            if (given.TryGetValue(key, out string? value) && value != known)
            {
                throw RegistryException.Invalid(
                    $"Changing param values is not allowed. Param with key='{key}' of logged model {modelId} is '{known}' and cannot become '{value}'. Nothing was logged.");
            }
        }
    }

    private void Touch(DbTransaction transaction, long number) => transaction.Connection!.Execute(
        "update logged_models set updated_at_ms = @now where model_no = @number", new { now = Now, number }, transaction);
}
