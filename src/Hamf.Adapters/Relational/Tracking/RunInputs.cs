using System.Data.Common;
using Dapper;
using Hamf.Pipeline.Registry.Tracking;

namespace Hamf.Adapters.Relational.Tracking;

/// <summary>Datasets and logged models that runs have read or made.</summary>
internal static class RunInputs
{
    public const string Read = "in";
    public const string Made = "out";

    /// <summary>Adds datasets. A dataset of the same name and digest stays as it is known, and so does one that the run has read already.</summary>
    public static void AddDatasets(Database database, DbTransaction transaction, RunKey run, IReadOnlyList<DatasetInput> inputs)
    {
        foreach (DatasetInput input in inputs)
        {
            long number = DatasetNumber(transaction, run, input);
            bool isNew = transaction.Connection!.Execute(
                "insert into run_datasets(run_no, dataset_no) values (@RunNo, @number) on conflict (run_no, dataset_no) do nothing",
                new { run.RunNo, number },
                transaction) > 0;
            if (isNew && input.Tags.Count > 0)
            {
                AddTags(database, transaction, run.RunNo, number, PairColumns.LastOfEach(input.Tags));
            }
        }
    }

    /// <summary>Adds links to logged models; of one that is there the step changes.</summary>
    public static void AddModels(DbTransaction transaction, RunKey run, string direction, IReadOnlyList<ModelLink> models) =>
        transaction.Connection!.Execute(
            """
            insert into run_models(run_no, direction, model_id, step) values (@RunNo, @direction, @ModelId, @Step)
            on conflict (run_no, direction, model_id) do update set step = excluded.step
            """,
            models.Select(m => new { run.RunNo, direction, m.ModelId, m.Step }),
            transaction);

    private static long DatasetNumber(DbTransaction transaction, RunKey run, DatasetInput input)
    {
        transaction.Connection!.Execute(
            """
            insert into datasets(experiment_id, name, digest, source_type, source, dataset_schema, dataset_profile)
            values (@ExperimentId, @Name, @Digest, @SourceType, @Source, @Schema, @Profile) on conflict (experiment_id, name, digest) do nothing
            """,
            new { run.ExperimentId, input.Name, input.Digest, input.SourceType, input.Source, input.Schema, input.Profile },
            transaction);
        return transaction.Connection!.ExecuteScalar<long>(
            "select dataset_no from datasets where experiment_id = @ExperimentId and name = @Name and digest = @Digest",
            new { run.ExperimentId, input.Name, input.Digest },
            transaction);
    }

    private static void AddTags(
        Database database, DbTransaction transaction, long runNo, long datasetNo, SortedDictionary<string, string> tags)
    {
        BulkInsert pairs = PairColumns.Of("run_dataset_tags", "run_no", runNo, tags, string.Empty);
        var datasets = new long[tags.Count];
        Array.Fill(datasets, datasetNo);
        database.Insert(transaction, pairs with { Columns = [.. pairs.Columns, new LongColumn("dataset_no", datasets)] });
    }
}
