using System.Buffers;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Hamf.App.Commands;
using Hamf.Simulator.Cards;

namespace Hamf.App.Simulation;

/// <summary>Sends simulated payments to <c>POST /events</c> of a running server on this machine at a fixed rate.</summary>
internal static class PaymentSender
{
    private const int MostPerRequest = 1_000;

    public static async Task<int> SendAsync(
        CardSimulator simulator, Uri server, string? detector, int perSecond, Terminal terminal, CancellationToken cancellation)
    {
        if (!server.IsAbsoluteUri || !server.IsLoopback || perSecond is < 1 or > 100_000)
        {
            throw CommandFailure.Usage("--to takes an address of this machine (http://127.0.0.1:5080), --rate 1 to 100,000");
        }

        using var client = new HttpClient { BaseAddress = server };
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        var path = new Uri(detector is null ? "events" : $"models/{Uri.EscapeDataString(detector)}/events", UriKind.Relative);
        long sent = 0;
        try
        {
            // A tenth of a second's payments at a time: a server that is slow is asked less often, and nothing piles up here.
            int perTick = Math.Clamp(perSecond / 10, 1, MostPerRequest);
            TimeSpan tick = TimeSpan.FromSeconds((double)perTick / perSecond);
            pace.Period = tick;
            foreach (CardPayment[] payments in simulator.Run().Chunk(perTick))
            {
                await pace.WaitForNextTickAsync(cancellation).ConfigureAwait(false);
                await PostAsync(client, path, payments, cancellation).ConfigureAwait(false);
                sent += payments.Length;
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Ctrl+C is the usual end; what was sent is kept by the server.
        }

        terminal.Result(new JsonObject { ["sent"] = sent });
        if (!terminal.IsJson)
        {
            terminal.Say(FormattableString.Invariant($"{sent:N0} payments sent to {server}"));
        }

        return ExitCode.Done;
    }

    private static async Task PostAsync(HttpClient client, Uri path, CardPayment[] payments, CancellationToken cancellation)
    {
        var body = new ArrayBufferWriter<byte>();
        body.Write("["u8);
        for (int i = 0; i < payments.Length; i++)
        {
            if (i > 0)
            {
                body.Write(","u8);
            }

            CardJson.WriteObject(body, payments[i]);
        }

        body.Write("]"u8);
        using var content = new ReadOnlyMemoryContent(body.WrittenMemory);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using HttpResponseMessage answer = await client.PostAsync(path, content, cancellation).ConfigureAwait(false);
        if (!answer.IsSuccessStatusCode)
        {
            string text = await answer.Content.ReadAsStringAsync(cancellation).ConfigureAwait(false);
            throw CommandFailure.Failed($"the server answered {(int)answer.StatusCode}: {DetailOf(text)}");
        }
    }

    // Problem details carry what a person needs in their detail.
    private static string DetailOf(string answer)
    {
        try
        {
            return JsonNode.Parse(answer)?["detail"]?.GetValue<string>() ?? answer;
        }
        catch (Exception e) when (e is System.Text.Json.JsonException or InvalidOperationException)
        {
            return answer;
        }
    }
}
