namespace Hamf.Server.Mlflow;

/// <summary>Routes of registered models.</summary>
internal static class RegisteredModelRoutes
{
    public static void Map(MlflowRoutes routes, TrackingServices services)
    {
        ArgumentNullException.ThrowIfNull(routes);
        ArgumentNullException.ThrowIfNull(services);
    }
}
