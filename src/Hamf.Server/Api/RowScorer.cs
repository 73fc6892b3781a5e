using System.Diagnostics;
using System.Text.Json;
using Hamf.Models.Graph;
using Hamf.Pipeline.Flows.Streaming;
using Hamf.Pipeline.Rows;
using Hamf.Pipeline.Scoring;

namespace Hamf.Server.Api;

/// <summary>Reads one JSON object as an event and scores it, whatever becomes of the champion meanwhile.</summary>
internal static class RowScorer
{
    private const int MaxSwaps = 8;

    /// <summary>Scores the object.</summary>
    /// <returns>The score, or null when <paramref name="rejects"/> has grown.</returns>
    /// <exception cref="JsonException">The bytes are not one JSON object.</exception>
    public static ScoredRow? Score(
        DetectorChoice detectors, LiveDetector detector, ReadOnlySpan<byte> json, long number, RejectList rejects, bool explains)
    {
        for (int swaps = 0; ; swaps++)
        {
            RowReader reader = detectors.ReaderOf(detector);
            Row row = reader.Rent();
            try
            {
                return reader.TryRead(json, row, number, rejects) ? Score(detector, row, explains) : null;
            }
            catch (RowRefusedException e)
            {
                rejects.Add(RefusedRow.At(number, e));
                return null;
            }
            catch (ChampionSwappedException) when (swaps < MaxSwaps)
            {
                // Read again by the new champion's schema.
            }
            finally
            {
                reader.Return(row);
            }
        }
    }

    // Every champion brings its own schema object. A row that was read by one and scored by the next would be scored by wrong columns;
    // a schema that is the same object before and after is proof that it was not.
    private static ScoredRow Score(LiveDetector detector, Row row, bool explains)
    {
        Prediction prediction;
        try
        {
            prediction = detector.Predict(row, explains);
        }
        catch (Exception) when (!ReferenceEquals(detector.Schema, row.Schema))
        {
            throw new ChampionSwappedException();
        }

        if (!ReferenceEquals(detector.Schema, row.Schema))
        {
            throw new ChampionSwappedException();
        }

        Debug.Assert(prediction.Score is >= 0 and <= 1, "A score is a probability.");
        return new ScoredRow(row.Key, prediction);
    }

    private sealed class ChampionSwappedException : Exception;
}
