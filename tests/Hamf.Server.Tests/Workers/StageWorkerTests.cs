using System.Collections.Concurrent;
using System.Threading.Channels;
using Hamf.Pipeline.Flows.Streaming;
using Hamf.Server.Workers;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hamf.Server.Tests.Workers;

public sealed class StageWorkerTests
{
    private readonly StreamMonitor _monitor = new(TimeProvider.System);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_failing_stage_says_why_and_comes_back_while_others_go_on()
    {
        ScriptedStage sink = new("sink") { Failure = new IOException("no room") };
        ScriptedStage score = new("score");
        using StageWorker sinkWorker = Worker(sink);
        using StageWorker scoreWorker = Worker(score);

        await sinkWorker.StartAsync(Stop);
        await scoreWorker.StartAsync(Stop);
        await sink.RunsAsync(2);
        await score.RunsAsync(5);
        Assert.Equal("retrying: no room", StateOf("sink"));
        Assert.Equal("running", StateOf("score"));

        sink.Failure = null;
        await sink.RunsAsync(3);
        Assert.Equal("running", StateOf("sink"));
        await sinkWorker.StopAsync(Stop);
        await score.RunsAsync(2);
        Assert.Equal(("stopped", "running"), (StateOf("sink"), StateOf("score")));
        await scoreWorker.StopAsync(Stop);
    }

    [Fact]
    public async Task Stopping_lets_the_stage_write_down_what_it_holds_once()
    {
        ScriptedStage stage = new("score");
        using StageWorker worker = Worker(stage);
        await worker.StartAsync(Stop);
        await stage.RunsAsync(1);

        await worker.StopAsync(Stop);

        Assert.Equal(1, stage.Stops);
    }

    [Fact]
    public async Task A_stage_that_cannot_be_made_is_tried_again()
    {
        ScriptedStage stage = new("alert");
        int made = 0;
        using StageWorker worker = new(
            new PlannedStage("alert", "x", () => ++made < 3 ? throw new IOException("locked") : stage), _monitor, TimeProvider.System, NullLogger.Instance);

        await worker.StartAsync(Stop);
        await stage.RunsAsync(1);

        Assert.Equal(3, made);
        await worker.StopAsync(Stop);
    }

    [Fact]
    public async Task A_stage_without_work_after_a_failure_is_told_as_mended()
    {
        ScriptedStage stage = new("sink") { Failure = new IOException("no room"), Taken = 0 };
        MessageIds told = new();
        using StageWorker worker = Worker(stage, told);
        await worker.StartAsync(Stop);
        await stage.RunsAsync(2);

        stage.Failure = null;
        await stage.RunsAsync(3);

        Assert.Equal("running", StateOf("sink"));
        Assert.Equal([4002, 4003], told.All);
        await worker.StopAsync(Stop);
    }

    private StageWorker Worker(ScriptedStage stage, ILogger? logger = null) =>
        new(new PlannedStage(stage.Name, stage.Subject, () => stage), _monitor, TimeProvider.System, logger ?? NullLogger.Instance);

    private string StateOf(string stage) => _monitor.Status().Stages.Single(s => s.Name == stage).State;

    private sealed class MessageIds : ILogger
    {
        private readonly ConcurrentQueue<int> _all = new();

        public int[] All => [.. _all];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            _all.Enqueue(eventId.Id);
    }

    private sealed class ScriptedStage(string name) : IStage
    {
        private readonly Channel<int> _runs = Channel.CreateBounded<int>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

        public string Name { get; } = name;

        public string Subject => "x";

        public Exception? Failure { get; set; }

        public int Taken { get; init; } = 1;

        public int Stops { get; private set; }

        /// <summary>Returns when so many calls have begun, each after the one before had ended.</summary>
        public async Task RunsAsync(int count)
        {
            for (int i = 0; i <= count; i++)
            {
                await _runs.Reader.ReadAsync(Stop);
            }
        }

        public async Task<int> RunOnceAsync(TimeSpan wait, CancellationToken cancellation)
        {
            _runs.Writer.TryWrite(1);
            await Task.Delay(1, cancellation);
            return Failure is { } failure ? throw failure : Taken;
        }

        public Task StopAsync(CancellationToken cancellation)
        {
            Stops++;
            return Task.CompletedTask;
        }
    }
}
