using Hamf.Models.Graph;

namespace Hamf.Models.Formats.Sklearn;

/// <summary>Builds the part of a graph that an object of one Python class is.</summary>
internal delegate GraphPart ClassReader(StateReader state);
