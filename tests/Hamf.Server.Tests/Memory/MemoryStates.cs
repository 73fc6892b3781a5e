using Hamf.Pipeline.Flows.Streaming;

namespace Hamf.Server.Tests.Memory;

internal sealed class MemoryStates : IStateStore
{
    private readonly Lock _gate = new();
    private readonly List<(string Owner, string Digest, long Offset, byte[] Content)> _snapshots = [];

    public void Save(string owner, string digest, long offset, Action<Stream> write)
    {
        using MemoryStream content = new();
        write(content);
        lock (_gate)
        {
            _snapshots.Add((owner, digest, offset, content.ToArray()));
        }
    }

    public StateSnapshot? Latest(string owner, string digest, long maxOffset)
    {
        lock (_gate)
        {
            var found = _snapshots.Where(s => s.Owner == owner && s.Digest == digest && s.Offset <= maxOffset).OrderBy(s => s.Offset).LastOrDefault();
            return found.Content is null ? null : new StateSnapshot(found.Offset, new MemoryStream(found.Content));
        }
    }
}
