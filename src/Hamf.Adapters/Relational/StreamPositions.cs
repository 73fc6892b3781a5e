using System.Data.Common;
using Dapper;

namespace Hamf.Adapters.Relational;

/// <summary>How far a consumer has read a topic, kept beside its rows so that both change together.</summary>
internal static class StreamPositions
{
    public static long Of(DbConnection connection, string consumer, string topic) => connection.ExecuteScalar<long?>(
        "select next_offset from stream_positions where consumer = @consumer and topic = @topic", new { consumer, topic }) ?? 0;

    public static void Move(DbTransaction transaction, string consumer, string topic, long nextOffset) => transaction.Connection!.Execute(
        """
        insert into stream_positions(consumer, topic, next_offset) values (@consumer, @topic, @nextOffset)
        on conflict (consumer, topic) do update set next_offset = excluded.next_offset
        """,
        new { consumer, topic, nextOffset },
        transaction);
}
