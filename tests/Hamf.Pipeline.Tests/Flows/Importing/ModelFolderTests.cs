using System.Text;
using Hamf.Pipeline.Flows.Importing;
using Hamf.Pipeline.Registry.Artifacts;
using Hamf.Pipeline.Registry.Packaging;

namespace Hamf.Pipeline.Tests.Flows.Importing;

/// <summary>A client's model folder, read from wherever it is kept.</summary>
public sealed class ModelFolderTests
{
    private const int Large = 32 << 20;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_model_is_held_once_while_it_is_read()
    {
        ArtifactSpaces spaces = Spaces(Large, Large);
        await ModelFolder.ReadAsync(spaces, "mlflow-artifacts:/1/run/artifacts/model", Cancellation);

        long before = GC.GetAllocatedBytesForCurrentThread();
        ModelFolder folder = await ModelFolder.ReadAsync(spaces, "mlflow-artifacts:/1/run/artifacts/model", Cancellation);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(Large, Assert.Single(folder.Files).Content.Length);
        Assert.InRange(allocated, Large, Large * 5L / 4);
    }

    [Theory]
    [InlineData(1000, 1001)]
    [InlineData(1000, 999)]
    public async Task A_file_that_is_being_written_is_read_later(int said, int there) =>
        await Assert.ThrowsAnyAsync<IOException>(() => ModelFolder.ReadAsync(Spaces(said, there), "mlflow-artifacts:/1/run/artifacts/model", Cancellation));

    [Fact]
    public async Task A_file_beyond_the_limit_is_not_read()
    {
        InvalidDataException refused = await Assert.ThrowsAsync<InvalidDataException>(
            () => ModelFolder.ReadAsync(Spaces((1L << 30) + 1, 0), "mlflow-artifacts:/1/run/artifacts/model", Cancellation));

        Assert.Contains("at most", refused.Message, StringComparison.Ordinal);
    }

    private static ArtifactSpaces Spaces(long said, int there) => new(new OneModelSpace(said, there), _ => null);

    /// <summary>A folder of an MLmodel and a model of zeros, whose size may have changed since it was asked for.</summary>
    private sealed class OneModelSpace(long said, int there) : IArtifactSpace
    {
        private static readonly byte[] Description = Encoding.UTF8.GetBytes("flavors:\n  onnx: {data: model.onnx}\n");

        private readonly byte[] _model = new byte[there];

        public Task<ArtifactFile?> FindAsync(string path, CancellationToken cancellation) => Task.FromResult<ArtifactFile?>(
            new ArtifactFile(path, false, IsDescription(path) ? Description.Length : said, string.Empty));

        public Task<Stream> OpenAsync(string path, long offset, CancellationToken cancellation) =>
            Task.FromResult<Stream>(new MemoryStream(IsDescription(path) ? Description : _model, writable: false));

        public Task<ArtifactFile> WriteAsync(string path, Stream content, CancellationToken cancellation) => throw new NotSupportedException();

        public Task<IReadOnlyList<ArtifactFile>> ListAsync(string folder, CancellationToken cancellation) => throw new NotSupportedException();

        public Task RemoveAsync(string path, CancellationToken cancellation) => throw new NotSupportedException();

        private static bool IsDescription(string path) => path.EndsWith(MlModel.FileName, StringComparison.Ordinal);
    }
}
