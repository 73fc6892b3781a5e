using Hamf.Models.Data;
using Hamf.Models.Graph;
using Hamf.Models.Trees;

namespace Hamf.Models.Tests.Trees;

public class GbdtChecks : EstimatorChecks
{
    protected override Model Train(FeatureTable table, byte[] labels, int threads) =>
        new GbdtTrainer(new GbdtOptions { Trees = 30, Threads = threads }).Train(table, labels, null, null, null, TestContext.Current.CancellationToken);
}
