namespace Hamf.Models.Trees.Growing;

/// <summary>
/// A fork-join of threads that block while idle: spinning barriers collapse where a core is shared. The caller takes part, so a helper
/// that wakes late costs nothing. Which thread runs an item is open; items must not depend on each other.
/// </summary>
internal sealed class WorkCrew : IDisposable
{
    /// <summary>Rows of a block of <see cref="RunBlocks"/>.</summary>
    public const int BlockRows = 16_384;

    private readonly object _gate = new();
    private readonly Thread[] _helpers;
    private Job? _current;
    private bool _isDisposed;

    public WorkCrew(int threads)
    {
        _helpers = new Thread[threads - 1];
        for (int i = 0; i < _helpers.Length; i++)
        {
            _helpers[i] = new Thread(Help) { IsBackground = true, Name = "hamf-train" };
            _helpers[i].Start();
        }
    }

    /// <summary>Threads that work, the caller among them.</summary>
    public int Threads => _helpers.Length + 1;

    /// <summary>Runs <paramref name="item"/> for 0 to <paramref name="count"/> - 1 and returns when all are done.</summary>
    public void Run(int count, Action<int> item)
    {
        if (_helpers.Length == 0 || count <= 1)
        {
            for (int i = 0; i < count; i++)
            {
                item(i);
            }

            return;
        }

        var job = new Job(count, item);
        lock (_gate)
        {
            _current = job;
            Monitor.PulseAll(_gate);
        }

        Work(job);
        lock (_gate)
        {
            while (!job.IsDone)
            {
                Monitor.Wait(_gate);
            }
        }

        job.ThrowIfFailed();
    }

    /// <summary>Blocks of that many rows.</summary>
    public static int BlockCount(int rows) => (rows + BlockRows - 1) / BlockRows;

    /// <summary>Runs <paramref name="block"/> with start and end of each block of rows and returns when all are done.</summary>
    public void RunBlocks(int rows, Action<int, int> block) =>
        Run(BlockCount(rows), b => block(b * BlockRows, Math.Min(rows, (b + 1) * BlockRows)));

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            Monitor.PulseAll(_gate);
        }

        foreach (Thread helper in _helpers)
        {
            helper.Join();
        }
    }

    private void Help()
    {
        Job? last = null;
        while (true)
        {
            lock (_gate)
            {
                while (ReferenceEquals(_current, last) && !_isDisposed)
                {
                    Monitor.Wait(_gate);
                }

                if (_isDisposed)
                {
                    return;
                }

                last = _current;
            }

            Work(last!);
        }
    }

    private void Work(Job job)
    {
        if (job.TakeItems())
        {
            lock (_gate)
            {
                Monitor.PulseAll(_gate);
            }
        }
    }

    private sealed class Job(int count, Action<int> item)
    {
        private int _next = -1;
        private int _done;
        private Exception? _failure;

        public bool IsDone => Volatile.Read(ref _done) == count;

        // Returns true when this call finished the last item.
        public bool TakeItems()
        {
            bool finishedLast = false;
            for (int i = Interlocked.Increment(ref _next); i < count; i = Interlocked.Increment(ref _next))
            {
                try
                {
                    item(i);
                }
                catch (Exception e)
                {
                    // Handed to the thread that waits for the job.
                    _failure = e;
                }

                finishedLast = Interlocked.Increment(ref _done) == count;
            }

            return finishedLast;
        }

        public void ThrowIfFailed()
        {
            if (_failure is not null)
            {
                throw new InvalidOperationException("A part of the training failed.", _failure);
            }
        }
    }
}
