using System.Data.Common;
using Dapper;
using Hamf.Pipeline.Registry.Tracking;

namespace Hamf.Adapters.Relational.Tracking;

/// <summary>The datasets and logged models of some runs, as read.</summary>
internal sealed class RunInputsReader
{
    private readonly ILookup<long, DatasetInput> _datasets;
    private readonly ILookup<(long RunNo, string Direction), ModelLink> _models;

    private RunInputsReader(ILookup<long, DatasetInput> datasets, ILookup<(long RunNo, string Direction), ModelLink> models) =>
        (_datasets, _models) = (datasets, models);

    /// <summary>Reads those of runs that have any; asks nothing where no run has.</summary>
    public static RunInputsReader Read(DbConnection connection, IReadOnlyList<long> linked)
    {
        RunInputsReader[] parts = [.. linked.Chunk(RunReader.PartLength).Select(part => ReadPart(connection, string.Join(',', part)))];
        return parts is [RunInputsReader only] ? only : new RunInputsReader(
            parts.SelectMany(p => p._datasets).SelectMany(g => g, (g, input) => (g.Key, input)).ToLookup(d => d.Key, d => d.input),
            parts.SelectMany(p => p._models).SelectMany(g => g, (g, link) => (g.Key, link)).ToLookup(m => m.Key, m => m.link));
    }

    public IReadOnlyList<DatasetInput> Datasets(long runNo) => [.. _datasets[runNo]];

    public IReadOnlyList<ModelLink> Models(long runNo, string direction) => [.. _models[(runNo, direction)]];

    private static RunInputsReader ReadPart(DbConnection connection, string runNumbers)
    {
        ILookup<(long, long), KeyValuePair<string, string>> tags = connection.Query<(long RunNo, long DatasetNo, string Key, string Value)>(
            $"select run_no, dataset_no, key, value from run_dataset_tags where run_no in ({runNumbers}) order by run_no, dataset_no, key")
            .ToLookup(t => (t.RunNo, t.DatasetNo), t => KeyValuePair.Create(t.Key, t.Value));
        ILookup<long, DatasetInput> datasets = connection.Query<DatasetRow>(
            $"""
            select r.run_no as RunNo, r.dataset_no as DatasetNo, d.name as Name, d.digest as Digest, d.source_type as SourceType, d.source as Source,
                d.dataset_schema as "Schema", d.dataset_profile as Profile
            from run_datasets r join datasets d on d.dataset_no = r.dataset_no where r.run_no in ({runNumbers}) order by r.run_no, r.dataset_no
            """)
            .ToLookup(row => row.RunNo, row => Complete(row, [.. tags[(row.RunNo, row.DatasetNo)]]));
        ILookup<(long, string), ModelLink> models = connection.Query<(long RunNo, string Direction, string ModelId, long Step)>(
            $"select run_no, direction, model_id, step from run_models where run_no in ({runNumbers}) order by run_no, direction, step, model_id")
            .ToLookup(m => (m.RunNo, m.Direction), m => new ModelLink(m.ModelId, m.Step));
        return new RunInputsReader(datasets, models);
    }

    private static DatasetInput Complete(DatasetRow row, IReadOnlyList<KeyValuePair<string, string>> tags) => new()
    {
        Name = row.Name,
        Digest = row.Digest,
        SourceType = row.SourceType,
        Source = row.Source,
        Schema = row.Schema,
        Profile = row.Profile,
        Tags = tags,
    };

    private sealed record DatasetRow(
        long RunNo, long DatasetNo, string Name, string Digest, string SourceType, string Source, string? Schema, string? Profile);
}
