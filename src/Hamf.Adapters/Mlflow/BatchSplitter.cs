using Hamf.Pipeline.Registry.Tracking;

namespace Hamf.Adapters.Mlflow;

/// <summary>Divides what is to be logged into calls that every server takes, and cuts values that are too long for it.</summary>
internal static class BatchSplitter
{
    /// <summary>Most metrics of a call, and most of everything together.</summary>
    private const int MetricsMax = 1000;

    /// <summary>Most parameters, and most tags, of a call.</summary>
    private const int TextsMax = 100;

    /// <summary>Longest value of a parameter that 2.x and 3.x keep; 3.x cuts there by itself, 2.x refuses.</summary>
    private const int ParamLengthMax = 6000;

    /// <summary>Longest value of a tag.</summary>
    private const int TagLengthMax = 8000;

    /// <summary>A body may have 1 MB; a character takes up to six bytes in it when it is escaped.</summary>
    private const int TextLengthMax = 150_000;

    /// <summary>The calls to make, in order; none for an empty batch. Points that are there twice are sent once.</summary>
    public static IEnumerable<RunBatch> Split(RunBatch batch)
    {
        foreach (KeyValuePair<string, string>[] texts in Texts(batch.Params, ParamLengthMax))
        {
            yield return new RunBatch([], texts, []);
        }

        foreach (KeyValuePair<string, string>[] texts in Texts(batch.Tags.Reverse().DistinctBy(t => t.Key).Reverse(), TagLengthMax))
        {
            yield return new RunBatch([], [], texts);
        }

        foreach (MetricPoint[] points in batch.Metrics.Distinct().Chunk(MetricsMax))
        {
            yield return new RunBatch(points, [], []);
        }
    }

    private static IEnumerable<KeyValuePair<string, string>[]> Texts(IEnumerable<KeyValuePair<string, string>> pairs, int longest)
    {
        var call = new List<KeyValuePair<string, string>>();
        int length = 0;
        foreach ((string key, string value) in pairs)
        {
            string cut = Cut(value, longest);
            if (call.Count == TextsMax || length + cut.Length + key.Length > TextLengthMax)
            {
                yield return [.. call];
                call.Clear();
                length = 0;
            }

            call.Add(KeyValuePair.Create(key, cut));
            length += cut.Length + key.Length;
        }

        if (call.Count > 0)
        {
            yield return [.. call];
        }
    }

    // Never between the two halves of a character.
    private static string Cut(string value, int longest) =>
        value.Length <= longest ? value : value[..(char.IsHighSurrogate(value[longest - 1]) ? longest - 1 : longest)];
}
