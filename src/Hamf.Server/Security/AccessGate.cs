using Hamf.Pipeline.Governance;
using Hamf.Server.Metrics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace Hamf.Server.Security;

/// <summary>
/// Lets a request through to its endpoint when its caller has the role that the endpoint declares. Where keys are not required (loopback, unless
/// asked for) whoever comes without one is the owner; a known key still gives its name and its role.
/// </summary>
internal sealed class AccessGate(
    RequestDelegate next, HamfServerOptions options, Callers callers, FailureLimit failures, ServerMetrics metrics, ILogger<AccessGate> logger)
{
    // What is not an endpoint of ours (an unknown address, a wrong method, the API's page) tells strangers nothing.
    private static readonly EndpointRole NotAnEndpoint = new(Role.Reader, Role.Reader);

    // An endpoint that forgot to declare its role is closed.
    private static readonly EndpointRole Undeclared = new(Role.Admin, Role.Admin);

    public Task InvokeAsync(HttpContext http)
    {
        Caller? caller = callers.Identify(http.Request, out bool isPresented);
        http.Features.Set(caller ?? (options.KeysNeeded ? Caller.Nobody : Caller.Local));
        EndpointRole role = RoleOf(http.GetEndpoint());
        if (role.Of(http.Request) is not { } needed || Caller.Of(http).May(needed))
        {
            return next(http);
        }

        return caller is not null ? RefuseRole(http, role, caller, needed) : RefuseKey(http, role, isPresented);
    }

    private static EndpointRole RoleOf(Endpoint? endpoint) =>
        endpoint?.Metadata.GetMetadata<EndpointRole>() ?? (endpoint is RouteEndpoint ? Undeclared : NotAnEndpoint);

    private Task RefuseRole(HttpContext http, EndpointRole role, Caller caller, Role needed)
    {
        metrics.RecordRefusal("role");
        return AccessAnswers.RoleNeeded(http, role, caller, needed);
    }

    private Task RefuseKey(HttpContext http, EndpointRole role, bool isPresented)
    {
        metrics.RecordRefusal(isPresented ? "wrong" : "missing");
        int count = isPresented ? failures.Add(http.Connection.RemoteIpAddress) : 0;
        if (count == FailureLimit.PerMinute + 1)
        {
            ServerLog.ManyWrongKeys(logger, http.Connection.RemoteIpAddress, FailureLimit.PerMinute);
        }

        return count > FailureLimit.PerMinute ? AccessAnswers.TooMany(http, role) : AccessAnswers.KeyNeeded(http, role, isPresented);
    }
}
