using Hamf.System.Tests;
using Hamf.TestKit;

[assembly: AssemblyFixture(typeof(TrainedHome))]

namespace Hamf.System.Tests;

/// <summary>A home with one small detector, made once by the program itself. Tests work on copies of it.</summary>
public sealed class TrainedHome : IAsyncLifetime
{
    /// <summary>The detector's name.</summary>
    public const string Detector = "cards";

    private const int LearnedDays = 10;
    private const int AllDays = 15;

    private readonly TempFolder _folder = new();

    /// <summary>The labelled payments that it was trained on: CSV, in the order of time.</summary>
    public string Data => _folder.File("payments.csv");

    /// <summary>The payments of the days after: what the detector has not seen.</summary>
    public string LiveData => _folder.File("live.csv");

    /// <summary>The detector's folder.</summary>
    public string DetectorFolder => _folder.File(Detector);

    /// <summary>What training said.</summary>
    internal HamfResult Training { get; private set; } = null!;

    private string Home => _folder.File("home");

    public async ValueTask InitializeAsync()
    {
        await SimulateAsync(LearnedDays, Data);
        await SimulateAsync(AllDays, _folder.File("all.csv"));
        string[] all = File.ReadAllLines(_folder.File("all.csv"));
        File.WriteAllLines(LiveData, [all[0], .. all[File.ReadLines(Data).Count()..]]);
        (await HamfProcess.RunAsync(
            _folder.Path, "init", "--data", Data, "--label", "is_fraud", "--time", "trans_date_trans_time", "--key", "trans_num", "--entity", "cc_num", "--out",
            Detector)).Ended(0);
        Training = (await HamfProcess.RunAsync(_folder.Path, "train", Detector, "--data", Data, "--home", Home, "--json")).Ended(0);
    }

    /// <summary>Copies the home, which may then be changed, and returns its path.</summary>
    public string CopyTo(TempFolder folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        string target = folder.File("home");
        foreach (string file in Directory.EnumerateFiles(Home, "*", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(target, Path.GetRelativePath(Home, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        return target;
    }

    /// <summary>What makes the payments: a few card holders with much fraud; more days of the same seed go on where fewer end.</summary>
    private async Task SimulateAsync(int days, string path) => (await HamfProcess.RunAsync(
        _folder.Path, "simulate", "--days", $"{days}", "--per-day", "400", "--customers", "120", "--fraud-rate", "0.03", "--seed", "7", "--out", path)).Ended(0);

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
