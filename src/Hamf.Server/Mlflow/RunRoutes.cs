namespace Hamf.Server.Mlflow;

/// <summary>Routes of runs and metrics.</summary>
internal static class RunRoutes
{
    public static void Map(MlflowRoutes routes, TrackingServices services)
    {
        ArgumentNullException.ThrowIfNull(routes);
        ArgumentNullException.ThrowIfNull(services);
    }
}
