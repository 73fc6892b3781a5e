namespace Hamf.Models.Graph.Onnx;

/// <summary>When a value goes the true way; the numbers are those of TreeEnsemble, version 5.</summary>
internal enum TreeMode
{
    AtMost,
    Below,
    AtLeast,
    Above,
    Equal,
    NotEqual,
    Member,
    Leaf,
}
