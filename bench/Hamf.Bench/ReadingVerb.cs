using System.Buffers;
using System.Diagnostics;
using System.Text.Json.Nodes;
using Hamf.Pipeline.Detectors;
using Hamf.Pipeline.Intake;
using Hamf.Pipeline.Rows;
using Hamf.Simulator.Cards;

namespace Hamf.Bench;

/// <summary>Reads a CSV file of 22 columns into validated rows on one thread: rows per second, best and median of several passes.</summary>
internal static class ReadingVerb
{
    private const int Passes = 7;

    public const string Usage = "  reading --detector DIR [--data FILE | --rows 200000]";

    public static int Run(string[] args)
    {
        var arguments = new Arguments(args);
        string data = arguments.Text("data", "");
        Detector detector = DetectorFile.Load(arguments.Text("detector", "samples/card-fraud")).Detector
            ?? throw new ArgumentException("--detector: the detector has problems; 'hamf check' lists them");
        Console.WriteLine(Measure(detector, data.Length == 0 ? null : data, arguments.Number("rows", 200_000)));
        return 0;
    }

    private static JsonObject Measure(Detector detector, string? dataPath, int rows)
    {
        string path = dataPath ?? Simulate(rows);
        try
        {
            var seconds = new List<double>();
            long accepted = 0;
            for (int pass = 0; pass < Passes; pass++)
            {
                long start = Stopwatch.GetTimestamp();
                using RowFile file = RowFile.Open(path, detector.Events, new RowFileOptions());
                var batch = new RowBatch(detector.Events);
                while (file.Read(batch, CancellationToken.None))
                {
                }

                accepted = file.AcceptedCount;
                seconds.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
            }

            double first = seconds[0];
            seconds.Sort();
            return new JsonObject
            {
                ["rows"] = accepted,
                ["columns"] = detector.Events.Columns.Count,
                ["rows_per_s_first_pass"] = Math.Round(accepted / first),
                ["rows_per_s_median"] = Math.Round(accepted / seconds[Passes / 2]),
                ["rows_per_s_best"] = Math.Round(accepted / seconds[0]),
            };
        }
        finally
        {
            if (dataPath is null)
            {
                File.Delete(path);
            }
        }
    }

    private static string Simulate(int rows)
    {
        string path = Path.GetTempFileName();
        using FileStream file = File.Create(path);
        var buffer = new ArrayBufferWriter<byte>();
        CardCsv.WriteHeader(buffer);
        long index = 0;
        foreach (CardPayment payment in new CardSimulator(new CardOptions { Days = 10_000, EventsPerDay = 20_000 }).Run().Take(rows))
        {
            CardCsv.WriteLine(buffer, payment, index++);
            if (buffer.WrittenCount > 1 << 16)
            {
                file.Write(buffer.WrittenSpan);
                buffer.ResetWrittenCount();
            }
        }

        file.Write(buffer.WrittenSpan);
        return path;
    }
}
