using Hamf.Models.Data;
using Hamf.Models.Graph;
using Hamf.Models.Linear;

namespace Hamf.Models.Tests.Linear;

public class LogisticChecks : EstimatorChecks
{
    protected override Model Train(FeatureTable table, byte[] labels, int threads) =>
        new LogisticTrainer(1).Train(table, labels, TestContext.Current.CancellationToken);
}
