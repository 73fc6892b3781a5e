using System.Text;
using System.Text.RegularExpressions;
using Hamf.Pipeline.Detectors;
using Hamf.Pipeline.Features;
using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Registry.Packaging;
using Hamf.Pipeline.Scoring;

namespace Hamf.Pipeline.Flows.Importing;

/// <summary>A model folder that Hamf has written itself, here or in another home: its bundle and its detector are taken as they are.</summary>
internal static partial class OwnPackage
{
    /// <summary>Opens it.</summary>
    /// <param name="folder">The folder with bundle and detector.</param>
    /// <param name="name">The name it is registered under; the detector takes it, for a version may be copied from one name to another.</param>
    /// <exception cref="InvalidDataException">It is damaged, or the detector does not fit the model.</exception>
    public static (byte[] Bundle, string Detector) Open(ModelFolder folder, string name)
    {
        byte[] bundle = Content(folder, folder.Choice.File);
        string yaml = NameLine().Replace(Encoding.UTF8.GetString(Content(folder, ModelPackage.DetectorName)), $"name: {name}", 1);
        DetectorReading reading = DetectorFile.Parse(yaml, $"detector of {name}");
        if (reading.Detector is not { } detector || detector.Name != name)
        {
            throw new InvalidDataException(reading.Problems.Count > 0
                ? $"Its detector cannot be read: {reading.Problems[0].Message}"
                : $"Its detector cannot take the name '{name}': use letters, digits, - and _.");
        }

        Scorer.CheckFit(name, FeatureSet.Compile(detector), ModelBundle.FromBytes(bundle).Model.Features);
        return (bundle, yaml);
    }

    private static byte[] Content(ModelFolder folder, string name) => folder.Files.First(file => file.Name == name).Content.ToArray();

    [GeneratedRegex(@"^name:[^\r\n]*", RegexOptions.Multiline)]
    private static partial Regex NameLine();
}
