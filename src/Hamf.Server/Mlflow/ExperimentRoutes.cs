namespace Hamf.Server.Mlflow;

/// <summary>Routes of experiments.</summary>
internal static class ExperimentRoutes
{
    public static void Map(MlflowRoutes routes, TrackingServices services)
    {
        ArgumentNullException.ThrowIfNull(routes);
        ArgumentNullException.ThrowIfNull(services);
    }
}
