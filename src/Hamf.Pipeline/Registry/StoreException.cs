namespace Hamf.Pipeline.Registry;

/// <summary>
/// The database could not do what was asked; nothing of it has happened, unless the message says that a commit's outcome is unknown. What is
/// repeated after such a failure must be harmless when it was stored the first time.
/// </summary>
/// <param name="message">What happened and what to do; never a password.</param>
/// <param name="isTransient">Whether trying again can help without anybody doing something.</param>
/// <param name="inner">The cause.</param>
public sealed class StoreException(string message, bool isTransient, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Whether trying again can help without anybody doing something.</summary>
    public bool IsTransient { get; } = isTransient;
}
