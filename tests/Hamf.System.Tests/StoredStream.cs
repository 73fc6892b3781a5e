using Microsoft.Data.Sqlite;

namespace Hamf.System.Tests;

/// <summary>What a home has stored of the stream, read from its file and not through the program.</summary>
internal static class StoredStream
{
    /// <summary>Every stored score by event id, its bits included, in the order of ids. An id that is stored twice comes twice.</summary>
    public static List<(string EventId, long ScoreBits, long Decision)> Scores(string home) => Read(
        home,
        "select event_id, score, decision from scores order by event_id",
        row => (row.GetString(0), BitConverter.DoubleToInt64Bits(row.GetDouble(1)), row.GetInt64(2)));

    /// <summary>The events that alerts were raised on, in the order of ids.</summary>
    public static List<string> AlertedEvents(string home) =>
        Read(home, "select event_id from alerts order by event_id", row => row.GetString(0));

    private static List<T> Read<T>(string home, string sql, Func<SqliteDataReader, T> read)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(home, "hamf.db")};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        using SqliteDataReader reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
        {
            rows.Add(read(reader));
        }

        return rows;
    }
}
