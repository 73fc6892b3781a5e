namespace Hamf.Models.Graph;

/// <summary>Which rows a library takes for prediction.</summary>
internal enum RowRule
{
    /// <summary>Every row.</summary>
    Any,

    /// <summary>Values may be missing, but not infinite, nor beyond what a float holds.</summary>
    Missing,

    /// <summary>No value may be missing or infinite, nor beyond what a float holds.</summary>
    Finite,
}
