namespace Hamf.Models.Tests.Formats.Pickle;

/// <summary>A file made to do harm or damaged.</summary>
/// <param name="Name">What is wrong with it.</param>
/// <param name="Reason">What the refusal has to say.</param>
/// <param name="Content">The file.</param>
/// <param name="Companions">Files beside it.</param>
internal sealed record HostileFile(string Name, string Reason, byte[] Content, Dictionary<string, ReadOnlyMemory<byte>>? Companions = null);
