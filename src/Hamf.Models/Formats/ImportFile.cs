namespace Hamf.Models.Formats;

/// <summary>One file of a set that is imported together.</summary>
/// <param name="Name">Its name, for messages and for files that name each other; what it holds is decided by its content.</param>
/// <param name="Content">All of its bytes; the imported model keeps none of them.</param>
public sealed record ImportFile(string Name, ReadOnlyMemory<byte> Content);
