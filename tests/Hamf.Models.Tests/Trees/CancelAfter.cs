namespace Hamf.Models.Tests.Trees;

/// <summary>Cancels once a number of steps is reported.</summary>
internal sealed class CancelAfter(int steps, CancellationTokenSource source) : IProgress<int>
{
    public int Last { get; private set; }

    public void Report(int value)
    {
        Last = value;
        if (value == steps)
        {
            source.Cancel();
        }
    }
}
