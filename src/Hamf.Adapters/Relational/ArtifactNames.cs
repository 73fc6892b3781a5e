using System.Data.Common;
using Dapper;
using Hamf.Pipeline.Registry.Artifacts;

namespace Hamf.Adapters.Relational;

/// <summary>The tree of artifact names in the relational database. Thread-safe.</summary>
public sealed class ArtifactNames(Database database) : IArtifactNames
{
    // So many rows are read before a folder in between is jumped over.
    private const int Step = 100;

    private const string Select = "select path as Path, digest as Digest, size as Size from artifact_files";

    /// <inheritdoc/>
    public void Put(string path, string digest, long size) => database.Write(transaction =>
    {
        ArtifactRows.Put(transaction, path, digest, size, database.Time.GetUtcNow());
        return 0;
    });

    /// <inheritdoc/>
    public ArtifactFile? Find(string path) => database.Read(connection =>
        connection.QueryFirstOrDefault<ArtifactRows.FileRow>($"{Select} where path = @path", new { path })?.ToFile());

    /// <inheritdoc/>
    public IReadOnlyList<ArtifactFile> List(string folder) => database.Read(connection =>
    {
        string prefix = Prefix(folder);
        PathRange range = ArtifactRows.Below(prefix);
        var files = new List<ArtifactFile>();
        for (string? from = range.From; from is not null;)
        {
            from = Read(connection, prefix, range with { From = from }, files);
        }

        files.Sort(static (a, b) => string.CompareOrdinal(a.Path, b.Path));
        return files;
    });

    /// <inheritdoc/>
    public IReadOnlyList<ArtifactFile> ListAll(string folder) => database.Read(connection => connection
        .Query<ArtifactRows.FileRow>($"{Select} where path >= @From and path < @To order by path", ArtifactRows.Below(Prefix(folder)))
        .Select(row => row.ToFile())
        .ToArray());

    /// <inheritdoc/>
    public IReadOnlyList<string> Remove(string path) => database.Write(transaction => ArtifactRows.Remove(transaction, path, database.Time.GetUtcNow()));

    /// <inheritdoc/>
    public IReadOnlyList<string> Orphans(DateTimeOffset before) => database.Read(connection => ArtifactRows.Orphans(connection, before));

    /// <inheritdoc/>
    public void Forget(string digest) => database.Write(transaction =>
        transaction.Connection!.Execute("delete from artifact_orphans where digest = @digest", new { digest }, transaction));

    private static string Prefix(string folder) => folder.Length == 0 ? string.Empty : folder + '/';

    // Adds what the next rows show of the folder. A folder inside it is known from its first file; the rest of its files are jumped over, so that
    // what is deep below costs nothing.
    private static string? Read(DbConnection connection, string prefix, PathRange range, List<ArtifactFile> into)
    {
        ArtifactRows.FileRow[] rows = connection.Query<ArtifactRows.FileRow>(
            $"{Select} where path >= @From and path < @To order by path limit {Step}", range).ToArray();
        string? folder = null;
        foreach (ArtifactRows.FileRow row in rows.Where(row => folder is null || !row.Path.StartsWith(folder, StringComparison.Ordinal)))
        {
            int slash = row.Path.IndexOf('/', prefix.Length);
            folder = slash < 0 ? null : row.Path[..(slash + 1)];
            into.Add(folder is null ? row.ToFile() : new ArtifactFile(row.Path[..slash], IsFolder: true, 0, string.Empty));
        }

        return rows.Length < Step ? null : folder is null ? rows[^1].Path + '\u0001' : ArtifactRows.Below(folder).To;
    }
}
