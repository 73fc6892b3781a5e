using Hamf.Models.Formats.Pickle;
using Hamf.Models.Graph;

namespace Hamf.Models.Formats.Importing;

/// <summary>One thing found in the files that a model may be joined from.</summary>
/// <param name="Place">Where it stands, for messages: <c>bundle.pkl ['scaler']</c>.</param>
/// <param name="Key">What the user calls it: the key in a dictionary, else the name of the file.</param>
internal abstract record ImportItem(string Place, string Key);

/// <summary>A model, or a step that transforms.</summary>
/// <param name="Place">Where it stands.</param>
/// <param name="Key">What the user calls it.</param>
/// <param name="ClassName">Its class, for messages.</param>
/// <param name="Part">The part of a graph that it is.</param>
/// <param name="Names">The names of its inputs, or null where it has none.</param>
/// <param name="Source">The object it was read from; null when the file is no pickle.</param>
internal sealed record PartItem(string Place, string Key, string ClassName, GraphPart Part, string[]? Names, PyObject? Source) : ImportItem(Place, Key);

/// <summary>The classes of a label encoder, in the order of their codes.</summary>
internal sealed record LabelsItem(string Place, string Key, string[] Labels) : ImportItem(Place, Key);

/// <summary>A list of texts: names of features, or of classes.</summary>
internal sealed record TextsItem(string Place, string Key, string[] Texts) : ImportItem(Place, Key);

/// <summary>A number: a threshold.</summary>
internal sealed record NumberItem(string Place, string Key, double Value) : ImportItem(Place, Key);

/// <summary>A model of our own, complete.</summary>
internal sealed record OwnModelItem(string Place, string Key, Model Model) : ImportItem(Place, Key);

/// <summary>An object that cannot be imported.</summary>
internal sealed record ForeignItem(string Place, string Key, string ClassName, ImportException Why) : ImportItem(Place, Key);
