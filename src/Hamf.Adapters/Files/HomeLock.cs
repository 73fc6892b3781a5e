using System.Globalization;
using System.Text;

namespace Hamf.Adapters.Files;

/// <summary>
/// Held by the one server of a home. The operating system releases it when the process ends, however it ends. Other verbs work beside it.
/// </summary>
public sealed class HomeLock : IDisposable
{
    private readonly FileStream _file;

    private HomeLock(FileStream file) => _file = file;

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
            // Only None locks out others on Unix; hence who holds it is told in a file of its own, which all can read.
            file = new FileStream(home.LockPath, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e)
        {
            throw new IOException(
                $"A server is already running on {home.Path} ({Holder(home)}). Stop it, or give this one a home of its own with --home DIR.", e);
        }

        try
        {
            byte[] text = Encoding.UTF8.GetBytes(string.Create(
                CultureInfo.InvariantCulture, $"process {Environment.ProcessId} on {Environment.MachineName}, {holder}"));
            DurableFile.Write(HolderPath(home), stream => stream.Write(text));
            return new HomeLock(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static string HolderPath(HomeFolder home) => home.LockPath + ".holder";

    private static string Holder(HomeFolder home)
    {
        try
        {
            return File.ReadAllText(HolderPath(home));
        }
        catch (IOException)
        {
            return "it does not say which";
        }
    }
}
