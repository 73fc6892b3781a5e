using System.Buffers;
using Hamf.App.Commands;
using Hamf.Simulator;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Hamf.App.Simulation;

/// <summary>A simulated payments API: each GET gives the next payment, as a JSON string that holds JSON.</summary>
internal static class PaymentEndpoint
{
    public static async Task<int> ServeAsync(PaymentSimulator simulator, int port, Terminal terminal, CancellationToken cancellation)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls(FormattableString.Invariant($"http://127.0.0.1:{port}"));
        builder.Services.AddRoutingCore();
        WebApplication app = builder.Build();
        await using (app.ConfigureAwait(false))
        {
            using IEnumerator<CardPayment> payments = simulator.Payments().GetEnumerator();
            var gate = new Lock();
            long index = 0;
            app.MapGet("/current-transactions", context =>
            {
                var body = new ArrayBufferWriter<byte>();
                lock (gate)
                {
                    if (!payments.MoveNext())
                    {
                        context.Response.StatusCode = StatusCodes.Status410Gone;
                        return context.Response.WriteAsync("the simulation has ended; start it with more --days", cancellation);
                    }

                    PaymentFormat.WriteApiBody(body, payments.Current, index++, asString: true);
                }

                context.Response.ContentType = "application/json";
                return context.Response.Body.WriteAsync(body.WrittenMemory, cancellation).AsTask();
            });
            await app.StartAsync(cancellation).ConfigureAwait(false);
            terminal.Say($"simulated payments at {app.Urls.First()}/current-transactions; Ctrl+C stops");
            await app.WaitForShutdownAsync(cancellation).ConfigureAwait(false);
            terminal.Result(new System.Text.Json.Nodes.JsonObject { ["payments"] = index });
        }

        return ExitCode.Done;
    }
}
