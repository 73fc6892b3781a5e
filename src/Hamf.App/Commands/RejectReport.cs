namespace Hamf.App.Commands;

/// <summary>Tells about rejected rows and turns too many of them into the exit code.</summary>
internal static class RejectReport
{
    /// <summary>Prints how many rows were rejected and where they are listed.</summary>
    /// <returns>The exit code.</returns>
    public static int Tell(long rejects, string? rejectsPath, bool tooMany, Terminal terminal)
    {
        if (rejects > 0)
        {
            string where = rejectsPath is null ? "" : $", listed with line, field and rule in {rejectsPath}";
            terminal.Warn($"{rejects:N0} rows rejected{where}");
        }

        if (tooMany)
        {
            Console.Error.WriteLine("hamf: more rows were rejected than the detector allows (max_reject_share)");
            return ExitCode.DataRejected;
        }

        return ExitCode.Done;
    }
}
