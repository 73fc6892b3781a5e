using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text;
using Hamf.Pipeline.Governance;
using Hamf.Server.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;

namespace Hamf.Server.Api;

/// <summary>How the stream stands: <c>GET /api/status</c> now, <c>GET /api/stream/live</c> every second as server-sent events.</summary>
internal sealed class LiveApi(ApiContext api, LiveFeed feed, Callers callers, IHostApplicationLifetime lifetime)
{
    private int _followers;

    public static void Map(IEndpointRouteBuilder routes, ApiContext api, LiveFeed feed, Callers callers, IHostApplicationLifetime lifetime)
    {
        LiveApi live = new(api, feed, callers, lifetime);
        routes.MapGet("/api/status", live.StatusAsync).Needs(Role.Reader).Describe(LiveDocs.Status);
        routes.MapGet("/api/stream/live", live.FollowAsync).Needs(Role.Reader).Describe(LiveDocs.Follow);
    }

    private Task StatusAsync(HttpContext http)
    {
        byte[] status = feed.StatusJson();
        http.Response.ContentType = JsonReply.ContentType;
        http.Response.ContentLength = status.Length;
        return http.Response.Body.WriteAsync(status, http.RequestAborted).AsTask();
    }

    private async Task FollowAsync(HttpContext http)
    {
        if (Interlocked.Increment(ref _followers) > api.Options.MaxFollowers)
        {
            Interlocked.Decrement(ref _followers);
            await new ApiProblem(503, "too_many_followers",
                $"{api.Options.MaxFollowers} followers are connected already; ask GET /api/status instead.").WriteAsync(http).ConfigureAwait(false);
            return;
        }

        using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, lifetime.ApplicationStopping);
        try
        {
            await TypedResults.ServerSentEvents(MessagesAsync(http, end.Token)).ExecuteAsync(http).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // The follower has left or the server stops: both end the stream, neither is an error.
        }
        finally
        {
            Interlocked.Decrement(ref _followers);
        }
    }

    // A follower stays for days; one whose key is revoked or whose session has ended is not told any more.
    private async IAsyncEnumerable<SseItem<string>> MessagesAsync(HttpContext http, [EnumeratorCancellation] CancellationToken cancellation)
    {
        yield return new SseItem<string>(feed.HistoryJson(), "history");
        using PeriodicTimer timer = new(TimeSpan.FromSeconds(1), api.Services.Time);
        do
        {
            yield return new SseItem<string>(Encoding.UTF8.GetString(feed.StatusJson()), "status");
        }
        while (await timer.WaitForNextTickAsync(cancellation).ConfigureAwait(false) && callers.IsStillAccepted(http));
    }
}
