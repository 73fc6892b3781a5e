namespace Hamf.Pipeline.Rows;

/// <summary>What a row may hold at most, whatever it comes from. Anything larger is a reject or a fault, never an allocation.</summary>
public static class RowLimits
{
    /// <summary>Longest value, in bytes of UTF-8. <value>65,536</value></summary>
    public const int FieldBytesMax = 64 * 1024;

    /// <summary>Longest line of a file, and longest CSV record over several lines, in bytes of UTF-8. <value>1,048,576</value></summary>
    public const int LineBytesMax = 1024 * 1024;

    /// <summary>Most columns of a file or of a split body. <value>4,096</value></summary>
    public const int ColumnsMax = 4096;

    /// <summary>Longest value shown in a reject, in characters. <value>64</value></summary>
    public const int ShownCharactersMax = 64;
}
