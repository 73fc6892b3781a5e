using Hamf.Models.Calibration;
using Hamf.Models.Data;
using Hamf.Models.Graph;
using Hamf.Models.Linear;
using Hamf.Models.Trees;

namespace Hamf.Models.Formats.Hamf;

/// <summary>What stands between the version and the checksum of a model file.</summary>
internal static class ModelBody
{
    /// <summary>Most curves over each other.</summary>
    public const int MaxCurves = 4;

    private const byte FirstLogistic = 1;
    private const byte FirstTrees = 2;

    /// <summary>Writes the sections of version 2.</summary>
    public static void Write(ModelWriter writer, Model model)
    {
        writer.Section(SectionName.Features, section => FeaturesForm.Write(section, model.Features));
        Model inner = model;
        while (inner is CalibratedModel calibrated)
        {
            writer.Section(SectionName.Curve, section => CurveForm.Write(section, calibrated.Curve));
            inner = calibrated.Inner;
        }

        switch (inner)
        {
            case AdditiveModel additive:
                writer.Section(SectionName.Additive, section => AdditiveForm.Write(section, additive));
                break;
            case TreeModel trees:
                writer.Section(SectionName.Trees, section => TreeForm.Write(section, trees));
                break;
            case GraphModel graph:
                writer.Section(SectionName.Graph, section => GraphForm.Write(section, graph));
                break;
            default:
                throw new ArgumentException($"A model of kind '{inner.Algorithm}' cannot be written.", nameof(model));
        }
    }

    /// <summary>Reads the sections of version 2: features, curves from the outermost in, one model; unknown optional ones anywhere.</summary>
    public static Model Read(ref ModelReader reader)
    {
        FeatureInfo[]? features = null;
        var curves = new Stack<CalibrationCurve>();
        Model? model = null;
        while (!reader.IsAtEnd)
        {
            (uint name, int length) = reader.SectionHead();
            var section = new ModelReader(reader.Bytes(length));
            switch (name)
            {
                case SectionName.Features when features is null:
                    features = FeaturesForm.Read(ref section);
                    break;
                case SectionName.Curve when features is not null && model is null && curves.Count < MaxCurves:
                    curves.Push(CurveForm.Read(ref section));
                    break;
                case SectionName.Additive when features is not null && model is null:
                    model = AdditiveForm.Read(ref section, features);
                    break;
                case SectionName.Trees when features is not null && model is null:
                    model = TreeForm.Read(ref section, features, 2);
                    break;
                case SectionName.Graph when features is not null && model is null:
                    model = GraphForm.Read(ref section, features);
                    break;
                default:
                    PassOver(name);
                    continue;
            }

            CheckEnd(section.IsAtEnd);
        }

        return Wrap(model ?? throw ModelFault.Damaged("it holds no model"), curves);
    }

    /// <summary>Reads the body of version 1, which had no sections.</summary>
    public static Model ReadFirst(ref ModelReader reader)
    {
        byte kind = reader.Byte();
        FeatureInfo[] features = FeaturesForm.Read(ref reader);
        Model model = kind switch
        {
            FirstLogistic => AdditiveForm.ReadFirst(ref reader, features),
            FirstTrees => TreeForm.Read(ref reader, features, 1),
            _ => throw ModelFault.Damaged($"there is no kind {kind}"),
        };
        CheckEnd(reader.IsAtEnd);
        return model;
    }

    private static void CheckEnd(bool isAtEnd)
    {
        if (!isAtEnd)
        {
            throw ModelFault.Damaged("it goes on after the model");
        }
    }

    private static void PassOver(uint name)
    {
        if (name is SectionName.Features or SectionName.Curve or SectionName.Additive or SectionName.Trees or SectionName.Graph)
        {
            throw ModelFault.Damaged($"section {SectionName.Text(name)} is repeated or out of place");
        }

        if (!SectionName.IsOptional(name))
        {
            throw ModelFault.TooNew($"needs section {SectionName.Text(name)}, which this program does not know");
        }
    }

    private static Model Wrap(Model model, Stack<CalibrationCurve> curves)
    {
        if (curves.Count > 0 && (model.Output != OutputKind.Probability || model.OutputCount != 1))
        {
            throw ModelFault.Damaged("only one probability can be calibrated");
        }

        while (curves.TryPop(out CalibrationCurve? curve))
        {
            model = new CalibratedModel(model, curve);
        }

        return model;
    }
}
