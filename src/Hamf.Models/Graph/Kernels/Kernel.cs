namespace Hamf.Models.Graph.Kernels;

/// <summary>A kernel with its parameters, as libsvm defines them.</summary>
/// <param name="Kind">The function.</param>
/// <param name="Gamma">Factor of the inner product or of the squared distance.</param>
/// <param name="Offset">Added to the inner product; libsvm's coef0.</param>
/// <param name="Degree">The power, 0 or more.</param>
internal sealed record Kernel(KernelKind Kind, double Gamma, double Offset, int Degree)
{
    /// <summary>Whether the kernel looks at the squared distance; else at the inner product.</summary>
    public bool ReadsDistance => Kind == KernelKind.Radial;

    /// <summary>Refuses parameters of no kernel.</summary>
    public void Check()
    {
        PartCheck.Finite([Gamma, Offset], "gamma and coef0");
        if (!Enum.IsDefined(Kind) || Degree < 0)
        {
            throw new ArgumentException($"There is no kernel {Kind} of degree {Degree}.");
        }
    }

    /// <summary>The likeness for an inner product, or for a squared distance.</summary>
    public double Apply(double value) => Kind switch
    {
        KernelKind.Linear => value,
        KernelKind.Polynomial => Power((Gamma * value) + Offset, Degree),
        KernelKind.Radial => Math.Exp(-Gamma * value),
        _ => Math.Tanh((Gamma * value) + Offset),
    };

    // Repeated squaring, as libsvm: the general power function rounds differently.
    private static double Power(double value, int exponent)
    {
        double result = 1;
        for (; exponent > 0; exponent /= 2)
        {
            result *= exponent % 2 == 1 ? value : 1;
            value *= value;
        }

        return result;
    }
}
