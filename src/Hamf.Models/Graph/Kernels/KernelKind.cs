namespace Hamf.Models.Graph.Kernels;

/// <summary>The likeness of two rows. The numbers stand in model files.</summary>
internal enum KernelKind
{
    /// <summary>The inner product.</summary>
    Linear = 0,

    /// <summary>A power of the inner product.</summary>
    Polynomial = 1,

    /// <summary>A normal curve over the distance.</summary>
    Radial = 2,

    /// <summary>The hyperbolic tangent of the inner product.</summary>
    Sigmoid = 3,
}
