namespace Hamf.Models.Graph.Onnx;

/// <summary>What a node computes: its outputs from its inputs, null where an optional one is left out.</summary>
/// <exception cref="RowRefusedException">The values do not fit the operator.</exception>
internal delegate Tensor[] Kernel(Tensor?[] inputs, RowBudget budget);

/// <summary>Makes the kernel of a node once its settings are checked.</summary>
internal delegate Kernel KernelMaker(NodeSettings settings);
