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
        FileStream? file = null;
        try
        {
            // Others may read who holds it, nobody may open it for writing.
            file = new FileStream(home.LockPath, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
            file.SetLength(0);
            file.Write(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"process {Environment.ProcessId}, {holder}")));
            file.Flush(flushToDisk: true);
            return new HomeLock(file);
        }
        catch (IOException e) when (file is null)
        {
            throw new IOException(
                $"A server is already running on {home.Path} ({Holder(home)}). Stop it, or give this one a home of its own with --home DIR.", e);
        }
        catch
        {
            file?.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static string Holder(HomeFolder home)
    {
        try
        {
            using var reader = new StreamReader(new FileStream(home.LockPath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
            return reader.ReadToEnd();
        }
        catch (IOException)
        {
            return "it does not say which";
        }
    }
}
