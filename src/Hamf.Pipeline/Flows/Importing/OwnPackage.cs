using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Registry.Packaging;

namespace Hamf.Pipeline.Flows.Importing;

/// <summary>A model folder that Hamf has written itself, here or in another home: its bundle is taken as it is, its detector as far as it may be.</summary>
/// <param name="Bundle">The bundle.</param>
/// <param name="Given">The detector's text as it was given.</param>
/// <param name="Detector">The detector.</param>
internal sealed record OwnPackage(byte[] Bundle, string Given, PackagedDetector Detector)
{
    /// <summary>Opens it.</summary>
    /// <param name="folder">The folder with bundle and detector.</param>
    /// <exception cref="InvalidDataException">It is damaged, or the detector does not fit the model.</exception>
    public static OwnPackage Open(ModelFolder folder)
    {
        byte[] bundle = Content(folder, folder.Choice.File).ToArray();
        ReadOnlyMemory<byte> detector = Content(folder, ModelPackage.DetectorName);
        PackagedDetector packaged = PackagedDetector.Read(detector, ModelBundle.FromBytes(bundle).Model.Features);
        return new OwnPackage(bundle, System.Text.Encoding.UTF8.GetString(detector.Span), packaged);
    }

    private static ReadOnlyMemory<byte> Content(ModelFolder folder, string name) => folder.Files.First(file => file.Name == name).Content;
}
