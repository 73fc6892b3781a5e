using Dapper;
using Hamf.Adapters.Relational;
using Hamf.TestKit;
using Microsoft.Data.Sqlite;

namespace Hamf.Adapters.Tests.Relational;

public sealed class WalRoomTests : IDisposable
{
    private readonly SqliteHome _home = new();

    private string LogPath => _home.Database.Path + "-wal";

    [Fact]
    public void A_short_log_is_left_alone()
    {
        Write(1, 100);
        Write(2, 100);

        Assert.InRange(new FileInfo(LogPath).Length, 1, WalRoom.SmallSize);
    }

    [Fact]
    public void A_log_that_grows_gets_room_and_loses_nothing_when_the_program_dies()
    {
        for (int i = 0; i < 40; i++)
        {
            Write(i, 20_000);
        }

        using var folder = new TempFolder();
        string copy = folder.File("copy.db");
        File.Copy(_home.Database.Path, copy);
        File.Copy(LogPath, copy + "-wal");
        byte[] log = File.ReadAllBytes(LogPath);
        Assert.True(log.AsSpan(log.Length - (WalRoom.StepSize / 8)).IndexOfAnyExcept((byte)0) < 0, "The log has no room behind its end.");
        using var after = new SqliteConnection($"Data Source={copy};Pooling=False");
        after.Open();
        Assert.Equal("ok", after.ExecuteScalar<string>("pragma integrity_check"));
        Assert.Equal(Enumerable.Range(0, 40).Select(i => (long)i), after.Query<long>("select key_no from metric_keys where key like 'key %' order by key_no"));
    }

    [Fact]
    public void A_log_without_room_is_no_reason_to_fail()
    {
        Write(0, 3_000_000);
        File.SetUnixFileMode(LogPath, UnixFileMode.UserRead);
        Write(1, 10);
        Write(2, 10);

        Assert.Equal(3, _home.Database.Read(c => c.ExecuteScalar<long>("select count(*) from metric_keys")));
    }

    public void Dispose() => _home.Dispose();

    private void Write(long number, int length) => _home.Database.Write(transaction => transaction.Connection!.Execute(
        "insert into metric_keys(key_no, key) values (@number, @key)", new { number, key = $"key {number} {new string('x', length)}" }, transaction));
}
