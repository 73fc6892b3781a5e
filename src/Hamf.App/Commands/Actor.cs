namespace Hamf.App.Commands;

/// <summary>Who runs the command line, for histories.</summary>
internal static class Actor
{
    /// <summary>The user's name on this machine.</summary>
    public static string Name => $"cli:{Environment.UserName}";
}
