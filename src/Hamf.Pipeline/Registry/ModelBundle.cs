using Hamf.Models.Graph;

namespace Hamf.Pipeline.Registry;

/// <summary>What a model version scores with: the model and its threshold. One artifact.</summary>
/// <param name="Model">The model; its features carry the learned categories.</param>
/// <param name="Threshold">A score at or above it is a positive decision.</param>
public sealed record ModelBundle(Model Model, double Threshold)
{
    /// <summary>Writes the bundle as an artifact.</summary>
    public byte[] ToBytes() => throw new NotImplementedException();

    /// <summary>Reads an artifact written by <see cref="ToBytes"/>.</summary>
    /// <exception cref="InvalidDataException">Damaged, or written by a newer version.</exception>
    public static ModelBundle FromBytes(byte[] content) => throw new NotImplementedException();
}
