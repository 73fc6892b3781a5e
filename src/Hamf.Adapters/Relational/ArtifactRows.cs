using System.Data.Common;
using Dapper;
using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Registry.Artifacts;

namespace Hamf.Adapters.Relational;

/// <summary>Rows of the tree of artifact names: what <see cref="ArtifactNames"/> and <see cref="RunStore"/> share.</summary>
internal static class ArtifactRows
{
    private const string Unnamed =
        """
        not exists (select 1 from artifact_files f where f.digest = d.digest)
        and not exists (select 1 from model_versions v where v.bundle_digest = d.digest or v.state_digest = d.digest)
        """;

    /// <summary>The folder of a run's artifacts, with a slash at its end, or null when there is no such run.</summary>
    public static string? FolderOf(DbConnection connection, DbTransaction? transaction, string runId) =>
        connection.ExecuteScalar<string?>(
            "select cast(experiment_id as text) || '/' || run_id || '/artifacts/' from runs where run_id = @runId", new { runId }, transaction);

    /// <summary>A run's artifacts: path inside the run to digest.</summary>
    public static Dictionary<string, string> OfRun(DbConnection connection, string runId)
    {
        string folder = FolderOf(connection, null, runId)!;
        return connection.Query<FileRow>(
                "select path as Path, digest as Digest, size as Size from artifact_files where path >= @From and path < @To", Below(folder))
            .ToDictionary(file => file.Path[folder.Length..], file => file.Digest, StringComparer.Ordinal);
    }

    /// <summary>The range of paths that start with a folder, given with a slash at its end: no path sorts between it and the next character.</summary>
    public static PathRange Below(string folder) => new(folder, folder.Length == 0 ? "\U0010FFFF" : folder[..^1] + (char)('/' + 1));

    /// <summary>Gives a path its content.</summary>
    /// <exception cref="RegistryException">The path is a folder, or goes through a file.</exception>
    public static void Put(DbTransaction transaction, string path, string digest, long size, DateTimeOffset at)
    {
        DbConnection connection = transaction.Connection!;
        Refuse(transaction, path);
        string? before = connection.ExecuteScalar<string?>("select digest from artifact_files where path = @path", new { path }, transaction);
        connection.Execute(
            """
            insert into artifact_files(path, digest, size, created_at_ms) values (@path, @digest, @size, @atMs)
            on conflict (path) do update set digest = excluded.digest, size = excluded.size, created_at_ms = excluded.created_at_ms
            """,
            new { path, digest, size, atMs = at.ToUnixTimeMilliseconds() },
            transaction);
        connection.Execute("delete from artifact_orphans where digest = @digest", new { digest }, transaction);
        if (before is not null && before != digest)
        {
            Orphan(transaction, [before], at);
        }
    }

    /// <summary>Removes a file, or a folder with everything in it.</summary>
    /// <returns>Digests that nothing names any more; they are on the list of orphans.</returns>
    public static IReadOnlyList<string> Remove(DbTransaction transaction, string path, DateTimeOffset at)
    {
        DbConnection connection = transaction.Connection!;
        PathRange below = Below(path.Length == 0 ? path : path + '/');
        var range = new { path, below.From, below.To };
        string[] digests = connection.Query<string>(
            "select distinct digest from artifact_files where path = @path or (path >= @From and path < @To)", range, transaction).ToArray();
        connection.Execute("delete from artifact_files where path = @path or (path >= @From and path < @To)", range, transaction);
        return Orphan(transaction, digests, at);
    }

    /// <summary>Orphans since before a time.</summary>
    public static string[] Orphans(DbConnection connection, DateTimeOffset before) => connection.Query<string>(
        $"select d.digest from artifact_orphans d where d.since_ms <= @beforeMs and {Unnamed}", new { beforeMs = before.ToUnixTimeMilliseconds() }).ToArray();

    private static List<string> Orphan(DbTransaction transaction, IReadOnlyList<string> digests, DateTimeOffset at)
    {
        DbConnection connection = transaction.Connection!;
        List<string> orphans = [];
        foreach (string digest in digests)
        {
            int isOrphan = connection.Execute(
                $"""
                insert into artifact_orphans(digest, since_ms)
                select d.digest, @atMs from (select @digest as digest) d where {Unnamed}
                on conflict (digest) do update set since_ms = excluded.since_ms
                """,
                new { digest, atMs = at.ToUnixTimeMilliseconds() },
                transaction);
            if (isOrphan > 0)
            {
                orphans.Add(digest);
            }
        }

        return orphans;
    }

    // A tree on a disk could not hold a file and a folder of one name either, and whoever copies this one to a disk relies on it.
    private static void Refuse(DbTransaction transaction, string path)
    {
        DbConnection connection = transaction.Connection!;
        for (int slash = path.LastIndexOf('/'); slash > 0; slash = path.LastIndexOf('/', slash - 1))
        {
            string above = path[..slash];
            if (connection.ExecuteScalar<long>("select count(*) from artifact_files where path = @above", new { above }, transaction) > 0)
            {
                throw RegistryException.Invalid($"'{path}' cannot be stored: '{above}' is a file, not a folder.");
            }
        }

        if (connection.Query<string>("select path from artifact_files where path >= @From and path < @To limit 1", Below(path + '/'), transaction).Any())
        {
            throw RegistryException.Invalid($"'{path}' cannot be stored as a file: it is a folder.");
        }
    }

    /// <summary>One row.</summary>
    internal sealed record FileRow(string Path, string Digest, long Size)
    {
        public ArtifactFile ToFile() => new(Path, IsFolder: false, Size, Digest);
    }
}

/// <summary>Paths from one on, up to another without it.</summary>
internal sealed record PathRange(string From, string To);
