using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Hamf.Pipeline.Governance;

namespace Hamf.Mlflow.Tests;

/// <summary>Only an admin moves the champion, whatever the way.</summary>
public sealed class ProtectedAliasTests : IAsyncLifetime
{
    private readonly Dictionary<Role, string> _keys = [];
    private readonly MlflowServer _server;
    private string _name = string.Empty;

    public ProtectedAliasTests() => _server = new MlflowServer
    {
        Prepare = home =>
        {
            foreach (Role role in (Role[])[Role.Trainer, Role.Admin])
            {
                (ApiKey key, _keys[role]) = ApiKey.Issue($"{role} key", role, null, "test", TimeProvider.System.GetUtcNow());
                Assert.True(home.Keys.Add(key));
            }
        },
    };

    public async ValueTask InitializeAsync()
    {
        await _server.InitializeAsync();
        _name = await _server.NewModelAsync();
        await _server.NewVersionAsync(_name);
        await _server.NewVersionAsync(_name);
        (await MoveAsync("champion", "1")).Ok();
        Be(Role.Trainer);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_trainer_moves_other_aliases_only()
    {
        Refused(await MoveAsync("champion", "2"));
        Refused(await _server.DeleteAsync("registered-models/alias", new { name = _name, alias = "champion" }));
        (await MoveAsync("challenger", "2")).Ok();
        (await MoveAsync("Champion", "2")).Ok();

        Assert.Equal("Champion=2,challenger=2,champion=1", (await _server.ModelAsync(_name)).Pairs("aliases", "alias", "version"));
        Assert.Equal("Trainer key", _server.Home.Models.History(_name, "challenger")[0].Actor);
    }

    [Fact]
    public async Task A_trainer_does_not_take_it_away_with_what_it_points_at()
    {
        Refused(await _server.DeleteAsync("model-versions/delete", new { name = _name, version = "1" }));
        Refused(await _server.DeleteAsync("registered-models/delete", new { name = _name }));
        Refused(await _server.PostAsync("registered-models/rename", new { name = _name, new_name = "other" }));
        (await _server.DeleteAsync("model-versions/delete", new { name = _name, version = "2" })).Ok();

        Assert.Equal("champion=1", (await _server.ModelAsync(_name)).Pairs("aliases", "alias", "version"));
    }

    [Fact]
    public async Task An_admin_may_and_is_written_down()
    {
        Be(Role.Admin);

        (await MoveAsync("champion", "2")).Ok();
        (await _server.DeleteAsync("model-versions/delete", new { name = _name, version = "2" })).Ok();

        Assert.Equal(
            [("Admin key", (int?)null), ("Admin key", 2), ("api", 1)], _server.Home.Models.History(_name, "champion").Select(c => (c.Actor, c.To)));
    }

    [Fact]
    public async Task No_version_goes_with_an_alias_that_was_set_in_between()
    {
        for (int round = 0; round < 40; round++)
        {
            Be(Role.Admin);
            string version = await _server.NewVersionAsync(_name);
            using HttpClient admin = new() { BaseAddress = _server.Client.BaseAddress };
            admin.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", _keys[Role.Admin]);
            Be(Role.Trainer);

            Task<HttpResponseMessage> setting = admin.PostAsJsonAsync(
                "/api/2.0/mlflow/registered-models/alias", new { name = _name, alias = "champion", version }, TestContext.Current.CancellationToken);
            MlflowAnswer deleted = await _server.DeleteAsync("model-versions/delete", new { name = _name, version });
            using HttpResponseMessage set = await setting;

            // Whoever came first: the version is gone and the alias was not set on it, or the alias is there and so is the version.
            Assert.Equal((round, set.IsSuccessStatusCode), (round, deleted.Status == HttpStatusCode.Forbidden));
            Assert.Equal(set.IsSuccessStatusCode ? version : "1", (await _server.ModelAsync(_name)).Pairs("aliases", "alias", "version").Split('=')[1]);
            Be(Role.Admin);
            (await MoveAsync("champion", "1")).Ok();
        }
    }

    private void Be(Role role) => _server.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", _keys[role]);

    private Task<MlflowAnswer> MoveAsync(string alias, string version) => _server.PostAsync("registered-models/alias", new { name = _name, alias, version });

    private static void Refused(MlflowAnswer answer) => answer.Refused(403, "PERMISSION_DENIED", "'champion' is protected");
}
