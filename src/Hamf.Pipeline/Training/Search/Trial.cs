using Hamf.Models.Metrics;

namespace Hamf.Pipeline.Training.Search;

/// <summary>A candidate measured on a rung.</summary>
/// <param name="Candidate">Its name, which no other candidate has.</param>
/// <param name="Rung">The rung's number.</param>
/// <param name="Precision">Average precision on the judged rows of all folds.</param>
/// <param name="Seconds">How long it took.</param>
internal sealed record Trial(string Candidate, int Rung, ResampledPrecision Precision, double Seconds);
