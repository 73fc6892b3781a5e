namespace Hamf.Models.Formats.Hamf;

/// <summary>The one error of a file that is no usable model.</summary>
internal static class ModelFault
{
    /// <summary>The error for a file that holds what no writer writes.</summary>
    /// <param name="what">The end of the sentence, without a full stop.</param>
    /// <param name="cause">The error that showed it, or null.</param>
    public static InvalidDataException Damaged(string what, Exception? cause = null) =>
        new($"The model file is damaged: {what}.", cause);

    /// <summary>The error for a file that holds what only a newer program can know.</summary>
    public static InvalidDataException TooNew(string what) => new($"The model file {what}. Use a newer Hamf.");
}
