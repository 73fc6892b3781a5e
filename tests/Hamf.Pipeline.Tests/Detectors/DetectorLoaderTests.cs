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

    [Fact]
    public void Says_of_expressions_over_a_faulty_column_what_is_wrong_whatever_the_column_is()
    {
        DetectorReading reading = DetectorLoader.Parse("""
            name: s
            events:
              columns:
                t: {type: time, role: tme}
                bad: nmber
                amt: number
                y: integer label
            features:
              of_bad: log(bad)
              in_window: sum(bad) over 1h by bad
              without_roles: count() over 1h
              wrong: lgo(bad) + length(amt)
              wrong_window: sum(nothing) over 1h by bad
              unfinished: (bad
            """, "d.yaml");

        Assert.Equal([4, 5, 12, 12, 13, 14], reading.Problems.Select(p => p.Line));
    }

    [Fact]
    public void A_problem_of_the_whole_file_shows_no_line()
    {
        DetectorReading reading = DetectorLoader.Load("/nowhere/detector.yaml");

        Assert.StartsWith("/nowhere/detector.yaml: there is no such file", Assert.Single(reading.Problems).ToString(), StringComparison.Ordinal);
    }
}
