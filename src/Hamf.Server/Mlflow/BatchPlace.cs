using System.Globalization;

namespace Hamf.Server.Mlflow;

/// <summary>Where in a batch a value stands; the text for messages is only made when there is one.</summary>
/// <param name="List">The list: <c>metrics</c>; empty for the batch itself.</param>
/// <param name="Index">The place in the list.</param>
internal readonly record struct BatchPlace(string List, int Index)
{
    /// <summary>The batch itself.</summary>
    public static BatchPlace Root => new("", 0);

    /// <summary>What stands before a field's name: <c>metrics[3].</c></summary>
    public string Prefix => List.Length == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{List}[{Index}].");
}
