using Hamf.Adapters.Tests.Files;
using Hamf.Adapters.Tests.LocalLog;
using Hamf.Adapters.Tests.Relational;
using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

namespace Hamf.Adapters.Tests;

internal static class Program
{
    public static async Task<int> Main(string[] args)
    {
        if (args is [LogCrashProbe.Verb, ..])
        {
            await LogCrashProbe.RunAsync(args[1], args[2]);
            return 0;
        }

        if (args is [TrackingCrashProbe.Verb, ..])
        {
            TrackingCrashProbe.Run(args[1], args[2]);
            return 0;
        }

        if (args is [HomeLockTests.ProbeVerb, _])
        {
            await HomeLockTests.HoldAsync(args[1]);
            return 0;
        }

        return args.Any(arg => arg is "--server" or "--internal-msbuild-node")
            ? await TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions)
            : await ConsoleRunner.Run(args);
    }
}
