using System.Globalization;

namespace Hamf.Adapters.Files;

/// <summary>
/// Held by the one server of a home. The operating system releases it when the process ends, however it ends. Other verbs work beside it.
/// </summary>
public sealed class HomeLock : IDisposable
{
    private readonly HomeFolder _home;
    private readonly FileStream _file;

    private HomeLock(HomeFolder home, FileStream file)
    {
        _home = home;
        _file = file;
    }

    /// <summary>Takes the lock.</summary>
    /// <param name="home">The home.</param>
    /// <param name="holder">What others are told about the holder: <c>http://127.0.0.1:5080</c>.</param>
    /// <exception cref="IOException">Another server holds it; the message names it.</exception>
    public static HomeLock Take(HomeFolder home, string holder)
    {
        ArgumentNullException.ThrowIfNull(home);
        FileStream file;
        try
        {
            // Nothing but FileShare.None is an exclusive lock on Unix, so who holds it is told in a file of its own.
            file = new FileStream(home.LockPath, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e)
        {
            throw new IOException(
                $"A server is already running on {home.Path} ({HolderOf(home)}). Stop it, or give this one a home of its own with --home DIR.", e);
        }

        var taken = new HomeLock(home, file);
        try
        {
            taken.Tell(holder);
            return taken;
        }
        catch
        {
            taken.Dispose();
            throw;
        }
    }

    /// <summary>Changes what others are told about the holder, once it knows its port.</summary>
    public void Tell(string holder) =>
        File.WriteAllText(_home.HolderPath, string.Create(CultureInfo.InvariantCulture, $"process {Environment.ProcessId}, {holder}"));

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static string HolderOf(HomeFolder home)
    {
        try
        {
            return File.ReadAllText(home.HolderPath);
        }
        catch (IOException)
        {
            return "it does not say which";
        }
    }
}
