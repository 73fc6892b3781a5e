using System.Buffers;
using System.IO.Compression;
using Hamf.Simulator.Cards;

namespace Hamf.App.Simulation;

/// <summary>Writes simulated payments to a file: CSV or JSON lines, with gzip where the name ends in .gz.</summary>
internal static class PaymentFile
{
    private const int FlushBytes = 1 << 16;

    /// <summary>Creates a file for writing, compressed where its name says so.</summary>
    public static Stream Create(string path)
    {
        FileStream file = File.Create(path);
        return path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(file, CompressionLevel.Fastest) : file;
    }

    /// <summary>Writes all payments.</summary>
    /// <returns>How many there were, and how many of them frauds.</returns>
    public static (long Rows, long Frauds) Write(string path, IEnumerable<CardPayment> payments, bool asJson, CancellationToken cancellation)
    {
        long rows = 0, frauds = 0;
        var buffer = new ArrayBufferWriter<byte>(2 * FlushBytes);
        using Stream file = Create(path);
        if (!asJson)
        {
            CardCsv.WriteHeader(buffer);
        }

        foreach (CardPayment payment in payments)
        {
            if (asJson)
            {
                CardJson.WriteObject(buffer, payment);
                buffer.Write("\n"u8);
            }
            else
            {
                CardCsv.WriteLine(buffer, payment, rows);
            }

            rows++;
            frauds += payment.IsFraud ? 1 : 0;
            if (buffer.WrittenCount > FlushBytes)
            {
                cancellation.ThrowIfCancellationRequested();
                file.Write(buffer.WrittenSpan);
                buffer.ResetWrittenCount();
            }
        }

        file.Write(buffer.WrittenSpan);
        return (rows, frauds);
    }
}
