using Hamf.Models.Numerics;

namespace Hamf.Models.Trees.Growing;

/// <summary>Draws the features that each tree may ask about, by seed and tree alone, so that neither threads nor earlier trees matter.</summary>
internal sealed class FeatureSampler(GbdtOptions options, int featureCount)
{
    private readonly bool[] _mayAsk = new bool[featureCount];
    private int _treeNumber;

    /// <summary>Whether the next tree may ask about each feature; valid until the next call.</summary>
    public bool[] Draw()
    {
        int wanted = Math.Max(1, (int)Math.Round(options.FeatureShare * _mayAsk.Length));
        Array.Fill(_mayAsk, wanted == _mayAsk.Length);
        var random = new SplitMix64(((ulong)(uint)options.Seed << 32) + (uint)_treeNumber++);
        for (int left = _mayAsk.Length, f = 0; wanted < _mayAsk.Length && wanted > 0; f++, left--)
        {
            // Selection sampling (Knuth, TAOCP 2, 3.4.2, algorithm S): each feature with the chance that is still owed.
            if (random.Next(left) < wanted)
            {
                _mayAsk[f] = true;
                wanted--;
            }
        }

        return _mayAsk;
    }
}
