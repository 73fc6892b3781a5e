using System.Data.Common;
using Dapper;

namespace Hamf.Adapters.Relational;

/// <summary>
/// How far a consumer has read a topic, kept beside its rows so that both change together. Topics are those of a home's event log: where homes
/// share a database each has positions of its own.
/// </summary>
internal static class StreamPositions
{
    public static long Of(Database database, string consumer, string topic) => database.Read(connection => connection.ExecuteScalar<long?>(
        "select next_offset from stream_positions where consumer = @reader and topic = @topic", new { reader = Reader(database, consumer), topic }) ?? 0);

    public static void Move(Database database, DbTransaction transaction, string consumer, string topic, long nextOffset) => transaction.Connection!.Execute(
        """
        insert into stream_positions(consumer, topic, next_offset) values (@reader, @topic, @nextOffset)
        on conflict (consumer, topic) do update set next_offset = excluded.next_offset
        """,
        new { reader = Reader(database, consumer), topic, nextOffset },
        transaction);

    private static string Reader(Database database, string consumer) => database.HomeId.Length == 0 ? consumer : $"{consumer}@{database.HomeId}";
}
