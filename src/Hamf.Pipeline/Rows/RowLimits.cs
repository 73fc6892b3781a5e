using System.Text.Json;

namespace Hamf.Pipeline.Rows;

/// <summary>What a row may hold at most, whatever it comes from. Anything larger is a reject or a fault, never an allocation.</summary>
public static class RowLimits
{
    /// <summary>Longest value, in bytes of UTF-8. <value>65,536</value></summary>
    public const int FieldBytesMax = 64 * 1024;

    /// <summary>
    /// Longest line of a file, longest CSV record over several lines, and longest record of a topic, in bytes of UTF-8.
    /// <value>1,048,576</value>
    /// </summary>
    public const int LineBytesMax = 1024 * 1024;

    /// <summary>Most columns of a file or of a split body. <value>4,096</value></summary>
    public const int ColumnsMax = 4096;

    /// <summary>Largest body of a request, which may hold many events, in bytes. <value>10 MiB</value></summary>
    public const int RequestBytesMax = 10 * 1024 * 1024;

    /// <summary>Most events of a body. <value>10,000</value></summary>
    public const int EventsMax = 10_000;

    /// <summary>Deepest nesting of objects and arrays of a JSON body, members that nobody reads included. <value>16</value></summary>
    public const int DepthMax = 16;

    /// <summary>Longest value shown in a reject, in characters. <value>64</value></summary>
    public const int ShownCharactersMax = 64;

    /// <summary>How JSON that comes from outside is read.</summary>
    public static JsonReaderOptions JsonOptions { get; } = new() { MaxDepth = DepthMax };
}
