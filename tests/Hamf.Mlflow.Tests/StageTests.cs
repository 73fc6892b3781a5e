using System.Text.Json;

namespace Hamf.Mlflow.Tests;

/// <summary>Stages: <c>model-versions/transition-stage</c> and <c>registered-models/get-latest-versions</c>.</summary>
public sealed class StageTests(MlflowServer server) : IClassFixture<MlflowServer>
{
    [Theory]
    [InlineData("None", "None")]
    [InlineData("STAGING", "Staging")]
    [InlineData("pRoduction", "Production")]
    [InlineData("archived", "Archived")]
    public async Task A_stage_is_read_in_any_case_and_written_in_its_own(string stage, string canonical)
    {
        string name = await ModelAsync(1);

        JsonElement moved = (await MoveAsync(name, "1", stage)).Ok().GetProperty("model_version");

        Assert.Equal(canonical, moved.Text("current_stage"));
        Assert.Equal(canonical, (await server.VersionAsync(name, "1")).Text("current_stage"));
    }

    [Theory]
    [InlineData("""{"stage":"unknown","archive_existing_versions":false}""", "Invalid Model Version stage: unknown. Value must be one of None, Staging, Production, Archived.")]
    [InlineData("""{"stage":"1","archive_existing_versions":false}""", "Invalid Model Version stage: 1.")]
    [InlineData("""{"stage":"","archive_existing_versions":false}""", "Missing value for required parameter 'stage'")]
    [InlineData("""{"archive_existing_versions":false}""", "Missing value for required parameter 'stage'")]
    [InlineData("""{"stage":"Staging","archive_existing_versions":"yes"}""", "for parameter 'archive_existing_versions' supplied")]
    [InlineData("""{"stage":"None","archive_existing_versions":true}""", "because 'None' is not an Active stage")]
    [InlineData("""{"stage":"archived","archive_existing_versions":true}""", "because 'Archived' is not an Active stage")]
    public async Task Refuses(string body, string part)
    {
        string name = await ModelAsync(1);
        Dictionary<string, object?> fields = JsonSerializer.Deserialize<Dictionary<string, object?>>(body)!;
        (fields["name"], fields["version"]) = (name, "1");

        (await server.PostAsync("model-versions/transition-stage", fields)).Refused(400, "INVALID_PARAMETER_VALUE", part);
    }

    [Fact]
    public async Task Archives_those_who_were_there_where_asked()
    {
        string name = await ModelAsync(3);
        (await MoveAsync(name, "1", "Staging")).Ok();
        (await MoveAsync(name, "2", "Production")).Ok();

        JsonElement third = (await MoveAsync(name, "3", "staging", archive: true)).Ok().GetProperty("model_version");

        Assert.Equal(["Archived", "Production", "Staging"], await StagesAsync(name, 3));
        Assert.Equal(
            third.GetProperty("last_updated_timestamp").GetInt64(), (await server.VersionAsync(name, "1")).GetProperty("last_updated_timestamp").GetInt64());
        (await MoveAsync(name, "1", "Staging")).Ok();
        Assert.Equal(["Staging", "Production", "Staging"], await StagesAsync(name, 3));
    }

    [Fact]
    public async Task Stages_and_aliases_do_not_move_each_other()
    {
        string name = await ModelAsync(2);
        (await server.PostAsync("registered-models/alias", new { name, alias = "best", version = "1" })).Ok();

        (await MoveAsync(name, "2", "Production")).Ok();

        Assert.Equal("best=1", (await server.ModelAsync(name)).Pairs("aliases", "alias", "version"));
    }

    [Theory]
    [InlineData("", "Archived=3,None=7,Production=4,Staging=6")]
    [InlineData("None", "None=7")]
    [InlineData("staging", "Staging=6")]
    [InlineData("None,pRODUCTION", "None=7,Production=4")]
    [InlineData("Staging,Staging", "Staging=6")]
    public async Task The_newest_of_each_stage_is_found_by_GET_and_POST(string stages, string expected)
    {
        string name = await server.NewModelAsync();
        foreach (string stage in (string[])["Archived", "Production", "Archived", "Production", "Staging", "Staging", "None"])
        {
            (await MoveAsync(name, await server.NewVersionAsync(name), stage)).Ok();
        }

        string[] list = stages.Split(',', StringSplitOptions.RemoveEmptyEntries);
        JsonElement posted = (await server.PostAsync("registered-models/get-latest-versions", new { name, stages = list })).Ok();
        JsonElement got = (await server.GetAsync(
            $"registered-models/get-latest-versions?name={Uri.EscapeDataString(name)}" + string.Concat(list.Select(s => "&stages=" + s)))).Ok();

        Assert.Equal(expected, string.Join(',', posted.Pairs("model_versions", "current_stage", "version").Split(',').Order(StringComparer.Ordinal)));
        Assert.Equal(posted.GetRawText(), got.GetRawText());
    }

    [Fact]
    public async Task A_stage_that_nobody_is_in_has_no_newest()
    {
        string name = await ModelAsync(1);

        Assert.Equal("{}", (await server.PostAsync("registered-models/get-latest-versions", new { name, stages = (string[])["Staging"] })).Ok().GetRawText());
        (await server.PostAsync("registered-models/get-latest-versions", new { name, stages = (string[])["x"] }))
            .Refused(400, "INVALID_PARAMETER_VALUE", "Invalid Model Version stage: x");
    }

    [Fact]
    public async Task Where_the_newest_is_deleted_the_one_before_is_newest()
    {
        string name = await ModelAsync(2);
        (await MoveAsync(name, "1", "Production")).Ok();
        (await MoveAsync(name, "2", "Production")).Ok();

        (await server.DeleteAsync("model-versions/delete", new { name, version = "2" })).Ok();

        Assert.Equal("Production=1", (await server.ModelAsync(name)).Pairs("latest_versions", "current_stage", "version"));
    }

    private async Task<string> ModelAsync(int versions)
    {
        string name = await server.NewModelAsync();
        for (int i = 0; i < versions; i++)
        {
            await server.NewVersionAsync(name);
        }

        return name;
    }

    private Task<MlflowAnswer> MoveAsync(string name, string version, string stage, bool archive = false) =>
        server.PostAsync("model-versions/transition-stage", new { name, version, stage, archive_existing_versions = archive });

    private async Task<string[]> StagesAsync(string name, int count)
    {
        var stages = new string[count];
        for (int i = 0; i < count; i++)
        {
            stages[i] = (await server.VersionAsync(name, $"{i + 1}")).Text("current_stage");
        }

        return stages;
    }
}
