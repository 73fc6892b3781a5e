using System.Text;
using Hamf.Pipeline.Detectors;
using Hamf.Pipeline.Features;
using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Registry.Packaging;
using Hamf.Pipeline.Scoring;

namespace Hamf.Pipeline.Flows.Importing;

/// <summary>A model folder that Hamf has written itself, here or in another home: its bundle and its detector are taken as they are.</summary>
internal static class OwnPackage
{
    /// <summary>Opens it.</summary>
    /// <param name="folder">The folder with bundle and detector.</param>
    /// <param name="name">What it is registered under, for messages; the detector's own name may be another.</param>
    /// <exception cref="InvalidDataException">It is damaged, or the detector does not fit the model.</exception>
    public static (byte[] Bundle, string Detector) Open(ModelFolder folder, string name)
    {
        byte[] bundle = Content(folder, folder.Choice.File);
        string yaml = Encoding.UTF8.GetString(Content(folder, ModelPackage.DetectorName));
        DetectorReading reading = DetectorFile.Parse(yaml, $"detector of {name}");
        Detector detector = reading.Detector ?? throw new InvalidDataException($"Its detector cannot be read: {reading.Problems[0].Message}");
        Scorer.CheckFit(name, FeatureSet.Compile(detector), ModelBundle.FromBytes(bundle).Model.Features);
        return (bundle, yaml);
    }

    private static byte[] Content(ModelFolder folder, string name) => folder.Files.First(file => file.Name == name).Content.ToArray();
}
