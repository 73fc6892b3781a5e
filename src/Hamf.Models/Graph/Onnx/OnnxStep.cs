namespace Hamf.Models.Graph.Onnx;

/// <summary>A node that is ready to run.</summary>
/// <param name="Kernel">What it computes.</param>
/// <param name="Place">The node for an error.</param>
/// <param name="Inputs">Slot of each input; -1 where an optional one is left out.</param>
/// <param name="Outputs">Slot of each output.</param>
internal sealed record OnnxStep(Kernel Kernel, string Place, int[] Inputs, int[] Outputs)
{
    /// <summary>Runs the node on the values in the slots.</summary>
    /// <exception cref="RowRefusedException">The values do not fit.</exception>
    public void Run(IList<Tensor?> slots, RowBudget budget)
    {
        try
        {
            Tensor[] results = Kernel(Array.ConvertAll(Inputs, slot => slot < 0 ? null : slots[slot]), budget);
            for (int i = 0; i < Outputs.Length; i++)
            {
                slots[Outputs[i]] = i < results.Length ? results[i] : throw new RowRefusedException($"it has no output {i}");
            }
        }
        catch (RowRefusedException e)
        {
            throw new RowRefusedException($"at {Place}: {e.Message.TrimEnd('.')}");
        }
    }
}
