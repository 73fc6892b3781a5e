namespace Hamf.Models.Graph.Onnx;

/// <summary>The reader of ONNX programs.</summary>
internal static class OnnxParts
{
    public static IEnumerable<KeyValuePair<string, PartRead>> All => [new(OnnxProgram.KindName, OnnxProgram.Read)];
}
