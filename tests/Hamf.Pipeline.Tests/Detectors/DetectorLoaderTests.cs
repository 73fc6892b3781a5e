using Hamf.Pipeline.Detectors;
using Hamf.Pipeline.Flows;

namespace Hamf.Pipeline.Tests.Detectors;

public sealed class DetectorLoaderTests
{
    [Fact]
    public void Lists_faults_of_the_file_and_of_expressions_by_line()
    {
        DetectorReading reading = DetectorLoader.Parse("""
            name: s
            events:
              columns:
                t: time time
                amt: number
                note: txt
                y: integer label
            features:
              a: log(amount)
              b: log(amt) +
              c: amt
            training: {trees: none}
            """, "d.yaml");

        Assert.Null(reading.Detector);
        Assert.Equal([6, 9, 10, 12], reading.Problems.Select(p => p.Line));
        Assert.All(reading.Problems, p => Assert.Equal("d.yaml", p.File));
    }
}
