namespace Hamf.Models.Graph.Preprocessing;

/// <summary>The readers of the parts that prepare rows.</summary>
internal static class PreprocessingParts
{
    public static IEnumerable<KeyValuePair<string, PartRead>> All =>
    [
        new(CentringScaler.KindName, CentringScaler.Read),
        new(RangeScaler.KindName, RangeScaler.Read),
        new(RowNormalizer.KindName, RowNormalizer.Read),
        new(Thresholding.KindName, Thresholding.Read),
        new(PowerScaling.KindName, PowerScaling.Read),
        new(QuantileScaling.KindName, QuantileScaling.Read),
        new(Binning.KindName, Binning.Read),
        new(PolynomialTerms.KindName, PolynomialTerms.Read),
        new(ElementFunction.KindName, ElementFunction.Read),
        new(ColumnSelection.KindName, ColumnSelection.Read),
        new(Projection.KindName, Projection.Read),
        new(OneHot.KindName, OneHot.Read),
        new(CategoryNumbers.KindName, CategoryNumbers.Read),
        new(FillMissing.KindName, FillMissing.Read),
        new(MissingFlags.KindName, MissingFlags.Read),
        new(NeighbourFill.KindName, NeighbourFill.Read),
        new(ColumnUnion.KindName, ColumnUnion.Read),
    ];
}
