using System.Security.Cryptography;
using Amazon.Runtime;
using Hamf.Pipeline.Rows;

namespace Hamf.Adapters.S3;

/// <summary>Reads a stream of known length and digest; its last block is only given when all of it has that digest. Owns the stream.</summary>
internal sealed class CheckedStream(Stream inner, long length, string digest) : ForwardStream
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long _position;

    public override long Length => length;

    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        int read;
        try
        {
            read = inner.Read(buffer);
        }
        catch (AmazonClientException e)
        {
            throw Damaged(e);
        }

        Check(buffer[..read], buffer.Length);
        return read;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int read;
        try
        {
            read = await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (AmazonClientException e)
        {
            // The SDK compares with a digest of its own where the service gives one.
            throw Damaged(e);
        }

        Check(buffer.Span[..read], buffer.Length);
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _hash.Dispose();
            try
            {
                inner.Dispose();
            }
            catch (AmazonClientException)
            {
                // The SDK compares once more at the end; what was given away has been checked here.
            }
        }

        base.Dispose(disposing);
    }

    private void Check(ReadOnlySpan<byte> block, int wanted)
    {
        _hash.AppendData(block);
        _position += block.Length;
        bool isEnd = block.Length > 0 ? _position == length : wanted > 0 && _position != length;
        if (isEnd && Convert.ToHexStringLower(_hash.GetCurrentHash()) != digest)
        {
            throw Damaged(null);
        }
    }

    private InvalidDataException Damaged(Exception? cause) =>
        new($"Artifact {digest} is damaged: its content does not have the digest it is named after. Restore it from a backup, or train again.", cause);
}
