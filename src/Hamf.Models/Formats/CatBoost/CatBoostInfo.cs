using System.Globalization;
using Hamf.Models.Formats.Boosting;

namespace Hamf.Models.Formats.CatBoost;

/// <summary>Reads the loss and the class labels from what CatBoost writes beside its trees.</summary>
internal static class CatBoostInfo
{
    /// <summary>The name of the loss in the training parameters.</summary>
    public static string Loss(DocumentPlace parameters) => parameters.Child("loss_function").Text("type");

    /// <summary>The labels of the classes, or null.</summary>
    public static string[]? Classes(DocumentPlace parameters) => !parameters.Has("class_names") ? null
        : parameters.Child("class_names").Node switch
        {
            { Numbers: { Length: > 0 } numbers } => Array.ConvertAll(numbers, number => number.ToString("R", CultureInfo.InvariantCulture)),
            { Items.Count: > 0 } => parameters.Texts("class_names"),
            _ => null,
        };
}
