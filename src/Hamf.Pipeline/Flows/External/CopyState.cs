namespace Hamf.Pipeline.Flows.External;

/// <summary>
/// How far the copy of a run or a logged model is, kept as a tag of the copy: begun, or whole, which is the last that is written. What has no such tag
/// was made here.
/// </summary>
internal static class CopyState
{
    private const string Tag = "hamf.import";
    private const string BegunWord = "begun";
    private const string WholeWord = "whole";

    /// <summary>The tag of a copy that is whole.</summary>
    public static KeyValuePair<string, string> Whole => KeyValuePair.Create(Tag, WholeWord);

    /// <summary>The first tags of a copy.</summary>
    /// <param name="server">Where it comes from.</param>
    public static KeyValuePair<string, string>[] Begun(string server) => [KeyValuePair.Create(Tag, BegunWord), KeyValuePair.Create(ServerImport.SourceTag, server)];

    /// <summary>Whether these are the tags of a copy that is not whole.</summary>
    public static bool IsBegun(IReadOnlyList<KeyValuePair<string, string>> tags) => tags.Any(t => t is { Key: Tag, Value: BegunWord });

    /// <summary>Tags as they are there, without those that say how far a copy is; the server may hold copies itself.</summary>
    public static KeyValuePair<string, string>[] Without(IEnumerable<KeyValuePair<string, string>> tags) => [.. tags.Where(t => t.Key is not (Tag or ServerImport.SourceTag))];
}
