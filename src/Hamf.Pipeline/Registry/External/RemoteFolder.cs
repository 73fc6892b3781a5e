namespace Hamf.Pipeline.Registry.External;

/// <summary>A folder of artifacts that an external server knows.</summary>
/// <param name="Uri">Where it is, as the server says: <c>mlflow-artifacts:/7/RUN/artifacts/model</c>, <c>s3://...</c>.</param>
/// <param name="RunId">The run that it belongs to, or null.</param>
/// <param name="RunPath">The folder's path among the run's artifacts; empty for all of them.</param>
/// <remarks>What the server does not hand out itself can still be listed and fetched through the run.</remarks>
public sealed record RemoteFolder(string Uri, string? RunId, string RunPath);
