using Hamf.Models.Graph.Onnx;

namespace Hamf.Models.Formats.Onnx;

/// <summary>A named input or output of an ONNX graph.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">What a tensor holds; null for a sequence or map.</param>
/// <param name="Shape">Length of each axis, -1 where it is open; null where the file does not tell.</param>
internal sealed record OnnxValue(string Name, ElementType? Type, int[]? Shape);
