using System.Data.Common;
using Dapper;
using Hamf.Pipeline.Registry.Tracking;

namespace Hamf.Adapters.Relational.Tracking;

/// <summary>Reads whole logged models, many at once.</summary>
internal static class LoggedModelReader
{
    // Every point of a model may be many; a list of models shows the latest of each metric.
    private const string EveryPoint = "1 = 1";
    private const string LatestPoint = "p.nth = 1";

    /// <summary>The models of these numbers, in that order, with the latest point of each run, metric and dataset.</summary>
    public static IReadOnlyList<LoggedModel> Read(DbConnection connection, IReadOnlyList<long> numbers) =>
        [.. numbers.Chunk(RunReader.PartLength).SelectMany(part => ReadPart(connection, part, LatestPoint))];

    /// <summary>The model of a number with every point of its metrics.</summary>
    public static LoggedModel Find(DbConnection connection, long number, DbTransaction? transaction = null) =>
        ReadPart(connection, [number], EveryPoint, transaction).Single();

    private static LoggedModel[] ReadPart(DbConnection connection, long[] part, string points, DbTransaction? transaction = null)
    {
        // Numbers only, so that nothing in the statements comes from a caller.
        string list = string.Join(',', part);
        Dictionary<long, ModelRow> rows = connection.Query<ModelRow>(
            $"""
            select model_no as Number, model_id as ModelId, experiment_id as ExperimentId, name as Name, artifact_uri as ArtifactUri, status as Status,
                model_type as ModelType, source_run_id as SourceRunId, created_at_ms as CreatedMs, updated_at_ms as UpdatedMs
            from logged_models where model_no in ({list})
            """,
            transaction: transaction).ToDictionary(row => row.Number);
        ILookup<long, KeyValuePair<string, string>> parameters = Pairs(connection, "logged_model_params", list, transaction);
        ILookup<long, KeyValuePair<string, string>> tags = Pairs(connection, "logged_model_tags", list, transaction);
        ILookup<string, (string, MetricPoint)> metrics = Metrics(connection, list, points, transaction);
        return [.. part.Where(rows.ContainsKey).Select(number => Complete(rows[number], parameters[number], tags[number], metrics[rows[number].ModelId]))];
    }

    private static LoggedModel Complete(
        ModelRow row, IEnumerable<KeyValuePair<string, string>> parameters, IEnumerable<KeyValuePair<string, string>> tags,
        IEnumerable<(string, MetricPoint)> metrics) => new()
        {
            ModelId = row.ModelId,
            ExperimentId = row.ExperimentId,
            Name = row.Name,
            ArtifactUri = row.ArtifactUri,
            Status = ModelStatuses.Read(row.Status),
            ModelType = row.ModelType,
            SourceRunId = row.SourceRunId,
            CreatedMs = row.CreatedMs,
            UpdatedMs = row.UpdatedMs,
            Params = [.. parameters],
            Tags = [.. tags],
            Metrics = [.. metrics],
        };

    private static ILookup<long, KeyValuePair<string, string>> Pairs(DbConnection connection, string table, string list, DbTransaction? transaction) =>
        connection.Query<(long Number, string Key, string Value)>(
            $"select model_no, key, value from {table} where model_no in ({list}) order by model_no, key", transaction: transaction)
            .ToLookup(p => p.Number, p => KeyValuePair.Create(p.Key, p.Value));

    private static ILookup<string, (string RunId, MetricPoint Point)> Metrics(
        DbConnection connection, string list, string points, DbTransaction? transaction) => connection.Query<PointRow>(
            $"""
            select p.model_id as ModelId, r.run_id as RunId, k.key as Key, p.value as Value, p.is_nan as IsNan, p.timestamp_ms as TimestampMs,
                p.step as Step, p.dataset_name as DatasetName, p.dataset_digest as DatasetDigest
            from (
                select v.*, row_number() over (
                    partition by v.model_id, v.run_no, v.key_no, v.dataset_name, v.dataset_digest
                    order by v.step desc, v.timestamp_ms desc, v.is_nan, v.value desc) as nth
                from model_metrics v where v.model_id in (select model_id from logged_models where model_no in ({list}))
            ) p
            join runs r on r.run_no = p.run_no join metric_keys k on k.key_no = p.key_no
            where {points}
            order by k.key, p.timestamp_ms, p.step, r.run_id, p.dataset_name, p.dataset_digest
            """,
            transaction: transaction).ToLookup(row => row.ModelId, row => (row.RunId, Point(row)));

    private static MetricPoint Point(PointRow row) => new(row.Key, StoredNumber.Read(row.Value, row.IsNan), row.TimestampMs, row.Step)
    {
        ModelId = row.ModelId,
        DatasetName = row.DatasetName.Length == 0 ? null : row.DatasetName,
        DatasetDigest = row.DatasetDigest.Length == 0 ? null : row.DatasetDigest,
    };

    private sealed record ModelRow(
        long Number, string ModelId, long ExperimentId, string Name, string ArtifactUri, string Status,
        string? ModelType, string? SourceRunId, long CreatedMs, long UpdatedMs);

    private sealed record PointRow(
        string ModelId, string RunId, string Key, double Value, long IsNan, long TimestampMs, long Step, string DatasetName, string DatasetDigest);
}
