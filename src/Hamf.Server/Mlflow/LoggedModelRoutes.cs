namespace Hamf.Server.Mlflow;

/// <summary>Routes of logged models.</summary>
internal static class LoggedModelRoutes
{
    public static void Map(MlflowRoutes routes, TrackingServices services)
    {
        ArgumentNullException.ThrowIfNull(routes);
        ArgumentNullException.ThrowIfNull(services);
    }
}
