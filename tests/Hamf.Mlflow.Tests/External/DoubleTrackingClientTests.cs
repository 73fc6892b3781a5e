using Hamf.Adapters.Mlflow;
using Hamf.TestKit.Mlflow;

namespace Hamf.Mlflow.Tests.External;

/// <summary>The port on the double as the real server should be.</summary>
public sealed class DoubleTrackingClientTests : DoubleTrackingClientSuite
{
    protected override MlflowDefects Defects => MlflowDefects.None;
}

/// <summary>The port on the double with the defects of MLflow 3.</summary>
public sealed class DefectiveTrackingClientTests : DoubleTrackingClientSuite
{
    protected override MlflowDefects Defects =>
        MlflowDefects.AliasesStay | MlflowDefects.NanOnlyOnce | MlflowDefects.EndlessHistory | MlflowDefects.MissingFileIsFailure
        | MlflowDefects.NoRanges | MlflowDefects.BareNanIsZero | MlflowDefects.UnknownStatusIgnored;
}

/// <summary>The port on the double with the defects of MLflow 2.</summary>
public sealed class OldTrackingClientTests : DoubleTrackingClientSuite
{
    protected override MlflowDefects Defects => MlflowDefects.AliasesStay | MlflowDefects.NanOnlyOnce | MlflowDefects.NoLoggedModels | MlflowDefects.UnknownStatusIgnored;
}

/// <summary>The port on the double while every seventh request meets some fault.</summary>
public sealed class FaultyTrackingClientTests : DoubleTrackingClientSuite
{
    protected override MlflowDefects Defects => MlflowDefects.NanOnlyOnce | MlflowDefects.MissingFileIsFailure;

    protected override MlflowFault FaultOf(int number) => number % 7 == 0 ? (MlflowFault)(1 + (number / 7 % 5)) : MlflowFault.None;
}

/// <summary>The port on a double.</summary>
public abstract class DoubleTrackingClientSuite : TrackingClientSuite, IAsyncLifetime
{
    private MlflowDouble? _server;

    protected abstract MlflowDefects Defects { get; }

    protected override MlflowOptions Options => new() { Server = _server!.Url, RetryDelay = TimeSpan.FromMilliseconds(1), Timeout = TimeSpan.FromSeconds(20) };

    protected virtual MlflowFault FaultOf(int number) => MlflowFault.None;

    public async ValueTask InitializeAsync()
    {
        _server = await MlflowDouble.StartAsync();
        _server.Defects = Defects;
        _server.FaultOf = (number, _) => FaultOf(number);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _server!.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
