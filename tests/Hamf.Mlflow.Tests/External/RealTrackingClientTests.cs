using Hamf.Adapters.Mlflow;

namespace Hamf.Mlflow.Tests.External;

/// <summary>
/// The port on a real MLflow at <c>HAMF_TEST_MLFLOW=http://...</c>, started with <c>--serve-artifacts</c>. Where it is not set <c>./test</c> leaves them out,
/// under continuous integration too: an MLflow server is Python with some hundred packages, which this project does not install.
/// </summary>
[Trait("needs", "mlflow")]
public sealed class RealTrackingClientTests : TrackingClientSuite
{
    protected override MlflowOptions Options
    {
        get
        {
            string? address = Environment.GetEnvironmentVariable("HAMF_TEST_MLFLOW");
            Assert.SkipWhen(string.IsNullOrEmpty(address), "HAMF_TEST_MLFLOW names no MLflow server; start one with: mlflow server --serve-artifacts");
            return MlflowOptions.FromAddress(address!, Environment.GetEnvironmentVariable, "HAMF_TEST_MLFLOW", out string? problem) ?? throw new ArgumentException(problem);
        }
    }
}
