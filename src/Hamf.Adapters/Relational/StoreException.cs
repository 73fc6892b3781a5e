namespace Hamf.Adapters.Relational;

/// <summary>The database could not do what was asked; nothing of it has happened.</summary>
/// <param name="message">What happened and what to do.</param>
/// <param name="isTransient">Whether trying again can help without anybody doing something.</param>
/// <param name="inner">The cause.</param>
public sealed class StoreException(string message, bool isTransient, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Whether trying again can help without anybody doing something.</summary>
    public bool IsTransient { get; } = isTransient;
}
