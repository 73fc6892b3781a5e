using System.Security.Cryptography.X509Certificates;
using Hamf.Pipeline.Governance;
using Hamf.Server.Api;
using Hamf.Server.Metrics;
using Hamf.Server.Mlflow;
using Hamf.Server.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Hamf.Server;

/// <summary>Builds the HTTP server: API, metrics, API description and browser pages.</summary>
public static class HamfServer
{
    /// <summary>Builds a server that is ready to run; the address it listens on is in <c>Urls</c> once it has started.</summary>
    /// <exception cref="ArgumentException">The options are not acceptable; the message lists every reason (<see cref="HamfServerOptions.Check"/>).</exception>
    /// <exception cref="InvalidDataException">The certificate cannot be used.</exception>
    public static WebApplication Build(HamfServerOptions options, HamfServices services)
    {
        KeyRing ring = new(services.Keys, services.Time);
        ring.Reload();
        IReadOnlyList<string> problems = options.Check(ring.HasAdmin);
        if (problems.Count > 0)
        {
            throw new ArgumentException(string.Join(Environment.NewLine, problems), nameof(options));
        }

        // Nothing is read from files or the environment here: whoever calls has done so and says what holds.
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions
        {
            ApplicationName = typeof(HamfServer).Assembly.GetName().Name,
            EnvironmentName = Environments.Production,
            ContentRootPath = AppContext.BaseDirectory,
        });
#pragma warning disable CA2000 // The server needs it as long as the process lives.
        X509Certificate2? certificate = options.Certificate is null ? null : ServerCertificate.Load(options.Certificate, options.CertificateKey!);
#pragma warning restore CA2000
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => Limit(kestrel, options, certificate));
        AddServices(builder.Services, options, services);
        AddSecurity(builder.Services, ring);
        WebApplication app = builder.Build();
        UseParts(app, services);
        MapParts(app, options, services);
        return app;
    }

    private static void Limit(KestrelServerOptions kestrel, HamfServerOptions options, X509Certificate2? certificate)
    {
        kestrel.AddServerHeader = false;
        kestrel.Listen(options.ListenAddress!, options.Port, listen =>
        {
            if (certificate is not null)
            {
                listen.UseHttps(certificate);
            }
        });

        // RequestBody holds the real limit. Kestrel reads what is left of a refused body only below its own, and a client that is cut off
        // while it still sends never sees why.
        kestrel.Limits.MaxRequestBodySize = options.MaxBodyBytes * 4;

        // Whoever compares a metric of many runs names them all in the address.
        kestrel.Limits.MaxRequestLineSize = 64 * 1024;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
        kestrel.Limits.MaxConcurrentConnections = 4096;
    }

    private static void AddServices(IServiceCollection into, HamfServerOptions options, HamfServices services)
    {
        into.AddSingleton<ILoggerFactory>(_ => new FrameworkLogs(services.Loggers));
        into.AddSingleton(services.Time);
        into.AddSingleton(options);
        into.AddSingleton(services);
        into.AddSingleton(_ => new ServerMetrics(services, options.Version));
        into.AddSingleton<LiveFeed>();
        into.AddSingleton<ChampionMoves>();
        into.AddHostedService(static provider => provider.GetRequiredService<LiveFeed>());
        foreach (IHostedService worker in services.Workers)
        {
            into.AddSingleton(worker);
        }

        into.Configure<ConsoleLifetimeOptions>(static o => o.SuppressStatusMessages = true);
        into.Configure<HostOptions>(static o => o.ShutdownTimeout = TimeSpan.FromSeconds(10));
        into.AddRouting();
        into.AddAntiforgery(static o => o.Cookie.SameSite = SameSiteMode.Strict);
        into.AddRazorPages();
        KeepKeysInMemory(into);
        OpenApiDocs.Add(into, options.Version);
    }

    private static void AddSecurity(IServiceCollection into, KeyRing ring)
    {
        into.AddSingleton(ring);
        into.AddSingleton<Sessions>();
        into.AddSingleton<Callers>();
        into.AddSingleton<FailureLimit>();
        into.AddHostedService<KeyRingWorker>();
    }

    // Form tokens need keys, which the framework would write into the user's home at start. They need not outlive the process: a form that
    // was open during a restart is sent again after a reload.
    private static void KeepKeysInMemory(IServiceCollection into)
    {
        into.AddSingleton<IDataProtectionProvider, EphemeralDataProtectionProvider>();
        foreach (ServiceDescriptor keyWriter in into.Where(s => s.ServiceType == typeof(IHostedService)
            && s.ImplementationType?.Namespace == "Microsoft.AspNetCore.DataProtection.Internal").ToArray())
        {
            into.Remove(keyWriter);
        }
    }

    private static void UseParts(WebApplication app, HamfServices services)
    {
        app.UseMiddleware<RequestMetrics>(app.Services.GetRequiredService<ServerMetrics>(), services.Time);
        app.UseMiddleware<ErrorAnswers>();
        app.Use(LeadingSlashes.InvokeAsync);
        app.Use(SecurityHeaders.InvokeAsync);
        app.UseMiddleware<HostGuard>();
        app.Use(ArtifactPathGuard.InvokeAsync);
        app.Use(BrowserPaths.InvokeAsync);
        app.UseRouting();
        app.UseMiddleware<AccessGate>();
        app.UseSwaggerUI(static ui =>
        {
            ui.RoutePrefix = "docs";
            ui.DocumentTitle = "Hamf API";
            ui.SwaggerEndpoint("/openapi.json", "Hamf");
        });
    }

    private static void MapParts(WebApplication app, HamfServerOptions options, HamfServices services)
    {
        ServerMetrics metrics = app.Services.GetRequiredService<ServerMetrics>();
        ApiContext api = new(options, services, new DetectorChoice(options, services.Live, services.Models), metrics);
        PredictApi.Map(app, api);
        EventsApi.Map(app, api);
        AlertsApi.Map(app, api);
        LabelsApi.Map(app, api);
        ImportApi.Map(app, api);
        ModelsApi.Map(app, api, app.Services.GetRequiredService<ChampionMoves>());
        WebhooksApi.Map(app, api);
        KeysApi.Map(app, api, app.Services.GetRequiredService<KeyRing>());
        HealthApi.Map(app, api);
        LiveApi.Map(app, api, app.Services.GetRequiredService<LiveFeed>(), app.Services.GetRequiredService<Callers>(), app.Lifetime);
        if (services.Tracking is { } tracking)
        {
            MlflowApi.Map(app, tracking, options);
        }

        AssetsApi.Map(app);
        app.MapOpenApi("/openapi.json").Needs(Role.Reader);
        app.MapRazorPages().Add(PageRoles.Declare);
    }
}
