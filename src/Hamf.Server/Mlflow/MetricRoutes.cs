namespace Hamf.Server.Mlflow;

/// <summary>Routes of metric histories.</summary>
internal static class MetricRoutes
{
    public static void Map(MlflowRoutes routes, TrackingServices services)
    {
        ArgumentNullException.ThrowIfNull(routes);
        ArgumentNullException.ThrowIfNull(services);
    }
}
