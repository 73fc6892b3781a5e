using System.Buffers.Text;
using System.Security.Cryptography;

namespace Hamf.Server.Security;

/// <summary>Browsers that have signed in with a key. Kept in memory: a restart asks for the key again. Bounded. Thread-safe.</summary>
internal sealed class Sessions(TimeProvider time)
{
    /// <summary>The name of the cookie.</summary>
    public const string Cookie = "hamf_session";

    private const int SessionsMax = 1000;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Session> _all = new(StringComparer.Ordinal);

    /// <summary>How long one lasts.</summary>
    public static TimeSpan Lifetime { get; } = TimeSpan.FromHours(12);

    /// <summary>Opens a session.</summary>
    /// <param name="prefix">The prefix of the key it was opened with.</param>
    /// <returns>Its id, random and secret.</returns>
    public string Open(string prefix)
    {
        string id = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        DateTimeOffset now = time.GetUtcNow();
        lock (_lock)
        {
            if (_all.Count >= SessionsMax)
            {
                Remove(now);
            }

            _all.Add(id, new Session(prefix, now + Lifetime));
        }

        return id;
    }

    /// <summary>The prefix of the key that a session was opened with, or null when there is no such session (any more).</summary>
    public string? KeyOf(string id)
    {
        lock (_lock)
        {
            return _all.TryGetValue(id, out Session? session) && time.GetUtcNow() < session.Ends ? session.Prefix : null;
        }
    }

    /// <summary>Ends a session.</summary>
    public void Close(string id)
    {
        lock (_lock)
        {
            _all.Remove(id);
        }
    }

    private void Remove(DateTimeOffset now)
    {
        string[] ended = [.. _all.Where(s => s.Value.Ends <= now).Select(s => s.Key)];
        foreach (string id in ended.Length > 0 ? ended : [_all.MinBy(s => s.Value.Ends).Key])
        {
            _all.Remove(id);
        }
    }

    private sealed record Session(string Prefix, DateTimeOffset Ends);
}
