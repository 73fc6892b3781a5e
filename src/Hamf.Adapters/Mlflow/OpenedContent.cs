using System.Net;
using Hamf.Pipeline.Registry.External;

namespace Hamf.Adapters.Mlflow;

/// <summary>A body that is opened when it is sent, and streamed.</summary>
internal sealed class OpenedContent(ArtifactContent content) : HttpContent
{
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        Stream source = await content.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (source.ConfigureAwait(false))
        {
            await source.CopyToAsync(stream, cancellationToken).ConfigureAwait(false);
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = content.Size;
        return true;
    }
}
