namespace Hamf.Models.Formats.Pickle;

/// <summary>
/// A value as a pickle describes it: data only, nothing of it was ever executed. The same object may stand in several places of the tree and
/// even inside itself, as in the file.
/// </summary>
internal abstract class PyValue
{
    /// <summary>What the value is, for messages: <c>a list of 3</c>, <c>sklearn.svm._classes.SVC</c>.</summary>
    public abstract string Describe();
}
