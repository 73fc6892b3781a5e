using Hamf.Models.Graph;

namespace Hamf.Models.Tests.Formats.Sklearn;

public sealed class TreeClassesTests
{
    private const double Tolerance = 1e-12;

    public static TheoryData<string> Fixtures() =>
        [.. Directory.GetFiles(ImportedModels.PathOf("trees"), "*.pkl").Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Fixtures))]
    public void Trees_predict_what_scikit_learn_predicts(string name)
    {
        var estimator = (Estimator)ImportedModels.Part($"trees/{name}.pkl");

        ImportedModels.Agree(ImportedModels.Model(estimator), $"trees/{name.Split('.')[0]}.csv.gz", Tolerance);
    }
}
