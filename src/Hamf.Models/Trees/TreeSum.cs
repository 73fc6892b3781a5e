namespace Hamf.Models.Trees;

/// <summary>How the leaf values of an ensemble become its raw outputs; each library has its own rounding, and an imported model keeps it.</summary>
internal enum TreeSum
{
    /// <summary>Added to the base in double, in tree order: our boosting, LightGBM.</summary>
    Double,

    /// <summary>Added in double, in tree order, then divided by the number of trees: forests.</summary>
    DoubleMean,

    /// <summary>Rounded to float after each addition, in tree order: XGBoost.</summary>
    Single,
}
