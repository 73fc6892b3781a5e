using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Registry.Search;

namespace Hamf.Pipeline.Tests.Registry.Search;

public sealed class FilterRefusalTests
{
    [Theory]
    [InlineData("metric.acc >= 0.94; metrics.rmse < 1", "Search filter contained multiple expression")]
    [InlineData("m.acc >= 0.94", "Invalid entity type 'm'")]
    [InlineData("p.model >= 'LR'", "Invalid entity type 'p'")]
    [InlineData("attri.x != 1", "Invalid entity type 'attri'")]
    [InlineData("Metrics.x > 1", "Invalid entity type 'Metrics'")]
    [InlineData("`metrics.A` > 1", "Invalid entity type")]
    [InlineData("acc >= 0.94", "Invalid attribute key 'acc'")]
    [InlineData("model >= 'LR'", "Invalid attribute key 'model'")]
    [InlineData("foo is null", "Invalid attribute key 'foo'")]
    [InlineData("attribute.experiment_id != 1", "Invalid attribute key 'experiment_id'")]
    [InlineData("attribute.lifecycle_stage = 'ACTIVE'", "Invalid attribute key 'lifecycle_stage'")]
    [InlineData("attribute.name != 1", "Invalid attribute key 'name'")]
    [InlineData("attribute._status != 'RUNNING'", "Invalid attribute key '_status'")]
    [InlineData("dataset.status = 'true'", "Invalid dataset key 'status'")]
    [InlineData("dataset.profile = 'num_rows: 10'", "Invalid dataset key 'profile'")]
    [InlineData("metrics.A > 0.1 OR params.B = 'LR'", "Invalid clause(s) in filter string: 'OR'")]
    [InlineData("metrics.A > 0.1 NAND params.B = 'LR'", "Invalid clause(s) in filter string: 'NAND'")]
    [InlineData("metrics.A > 0.1 AND (params.B = 'LR')", "Invalid clause(s) in filter string: '('")]
    [InlineData("NOT metrics.A > 0.1", "Invalid clause(s) in filter string: 'NOT'")]
    [InlineData("metrics.A > 0.1 metrics.B > 1", "Invalid clause(s) in filter string: 'metrics.B'")]
    [InlineData("metrics.A > 0.1 AND", "Invalid clause(s) in filter string")]
    [InlineData("AND metrics.A > 0.1", "Invalid clause(s) in filter string: 'AND'")]
    [InlineData("metrics.A > 0.1 AND AND metrics.B > 1", "Invalid clause(s) in filter string: 'AND'")]
    [InlineData("`metrics.A > 0.1", "Invalid clause(s) in filter string")]
    [InlineData("param`.A > 0.1", "Invalid clause(s) in filter string")]
    [InlineData("dummy`.A > 0.1", "Invalid clause(s) in filter string")]
    [InlineData("params.'acc = LR", "Invalid clause(s) in filter string")]
    [InlineData("params.'acc' = 'LR'", "Invalid clause(s) in filter string")]
    [InlineData("params.acc = 'LR", "Invalid clause(s) in filter string")]
    [InlineData("params.acc = LR'", "Invalid clause(s) in filter string")]
    [InlineData("params.acc = \"LR'", "Invalid clause(s) in filter string")]
    [InlineData("params.\"a\"b = 'x'", "Invalid clause(s) in filter string: 'b'")]
    [InlineData("params.a\"b\" = 'x'", "Invalid clause(s) in filter string")]
    [InlineData(@"params.a = 'it\'s'", "Invalid clause(s) in filter string")]
    [InlineData("params. = 'x'", "Invalid clause(s) in filter string")]
    [InlineData(".a = 'x'", "Invalid clause(s) in filter string")]
    [InlineData("tags.acc = = 'LR'", "Invalid clause(s) in filter string: '='")]
    [InlineData("attribute.status IS 'RUNNING'", "Invalid clause(s) in filter string: 'IS'")]
    [InlineData("attribute.status = true", "Invalid clause(s) in filter string: 'true'")]
    [InlineData("params.a = NULL", "Invalid clause(s) in filter string: 'NULL'")]
    [InlineData("params.acc LR !=", "Invalid clause(s) in filter string: 'LR'")]
    [InlineData("params.acc LR", "Invalid clause(s) in filter string: 'LR'")]
    [InlineData("metric.acc !=", "Invalid clause(s) in filter string")]
    [InlineData("metrics.a BETWEEN 1 AND 2", "Invalid clause(s) in filter string: 'BETWEEN'")]
    [InlineData("metrics.a > 1 -- all", "Invalid clause(s) in filter string")]
    [InlineData("metrics.a * 2 > 1", "Invalid clause(s) in filter string")]
    [InlineData("run_id IN ('a'", "Invalid clause(s) in filter string")]
    [InlineData("run_id IN 'a'", "Invalid clause(s) in filter string: ''a''")]
    [InlineData("run_id = ('a')", "Invalid clause(s) in filter string: '('")]
    [InlineData("run_id NOT LIKE 'a'", "Invalid clause(s) in filter string: 'LIKE'")]
    [InlineData("params.a = 'x\0'", "Invalid clause(s) in filter string")]
    [InlineData("run_id IN ()", "expected a non-empty list of string values, but got empty list")]
    [InlineData("run_id IN (1,2,3)", "expected string value, punctuation, or whitespace, but got different type in list")]
    [InlineData("run_id IN (('a'))", "but got different type in list")]
    [InlineData("run_id IN (,)", "expected a non-empty list of string values, but got ill-formed list")]
    [InlineData("run_id IN ('a',,'b')", "but got ill-formed list")]
    [InlineData("run_id IN ('a' 'b')", "but got ill-formed list")]
    [InlineData("status IN ('RUNNING')", "Only the 'run_id' attribute supports comparison with a list of quoted string values")]
    [InlineData("run_name NOT IN ('a')", "Only the 'run_id' attribute supports")]
    [InlineData("start_time IN ('1')", "Invalid comparator 'IN'")]
    [InlineData("tags.a IN ('x')", "Invalid comparator 'IN'")]
    [InlineData("metrics.abc ~ 1.0", "Invalid comparator '~'")]
    [InlineData("metrics.abc ~= 1.0", "Invalid comparator '~='")]
    [InlineData("metrics.abc == 1.0", "Invalid comparator '=='")]
    [InlineData("metrics.abc <> 1.0", "Invalid comparator '<>'")]
    [InlineData("metrics.abc LIKE 1", "Invalid comparator 'LIKE'")]
    [InlineData("params.abc > 'x'", "Invalid comparator '>'")]
    [InlineData("tags.abc <= 'x'", "Invalid comparator '<='")]
    [InlineData("attributes.status < 'x'", "Invalid comparator '<'")]
    [InlineData("attributes.start_time LIKE 1234", "Invalid comparator 'LIKE'")]
    [InlineData("datasets.name >= 'x'", "Invalid comparator '>='")]
    [InlineData("metrics.acc IS NULL", "IS NULL / IS NOT NULL is only supported for tags and params")]
    [InlineData("attribute.status IS NOT NULL", "IS NULL / IS NOT NULL is only supported for tags and params")]
    [InlineData("metric.model = 'LR'", "Expected numeric value type for metric")]
    [InlineData("metric.model = '5'", "Expected numeric value type for metric")]
    [InlineData("metrics.acc != metrics.acc", "Expected numeric value type for metric")]
    [InlineData("metrics.acc > inf", "Expected numeric value type for metric")]
    [InlineData("metrics.acc > 0x1F", "Expected numeric value type for metric")]
    [InlineData("attribute.start_time = '1'", "Expected numeric value type for numeric attribute: 'start_time'")]
    [InlineData("params.acc = 5", "Expected a quoted string value for param")]
    [InlineData("tags.acc = 5", "Expected a quoted string value for tag")]
    [InlineData("attribute.status = 1", "Expected a quoted string value for attributes")]
    [InlineData("datasets.name = 1", "Expected a quoted string value for dataset attributes")]
    [InlineData("params.acc = LR", "value is either not quoted or unidentified quote types used for string value LR")]
    [InlineData("tags.acc = `LR`", "value is either not quoted or unidentified quote types")]
    [InlineData("1.0 > metrics.acc", "Expected 'Identifier' found '1.0'")]
    [InlineData("1=1", "Expected 'Identifier' found '1'")]
    [InlineData("1==2", "Expected 'Identifier' found '1'")]
    [InlineData("'status' = 'RUNNING'", "Expected 'Identifier' found")]
    public void Refuses_filters_of_runs(string filter, string reason) => Refuses(SearchTarget.Runs, filter, reason);

    [Theory]
    [InlineData(SearchTarget.Experiments, "metrics.a > 1", "Invalid entity type 'metrics'")]
    [InlineData(SearchTarget.Experiments, "experiment_id = '1'", "Invalid attribute key 'experiment_id'")]
    [InlineData(SearchTarget.Experiments, "name IS NULL", "IS NULL / IS NOT NULL is only supported for tags")]
    [InlineData(SearchTarget.Experiments, "name IN ('a')", "Invalid comparator 'IN'")]
    [InlineData(SearchTarget.Experiments, "name > 'a'", "Invalid comparator '>'")]
    [InlineData(SearchTarget.Experiments, "creation_time = 'a'", "Expected numeric value type")]
    [InlineData(SearchTarget.RegisteredModels, "run_id='x'", "Invalid attribute key 'run_id' specified.")]
    [InlineData(SearchTarget.RegisteredModels, "source_path = 'A/D'", "Invalid attribute key 'source_path' specified.")]
    [InlineData(SearchTarget.RegisteredModels, "evilhax = true", "Invalid clause(s) in filter string")]
    [InlineData(SearchTarget.RegisteredModels, "name!=something", "Parameter value is either not quoted or unidentified quote types used for string value something")]
    [InlineData(SearchTarget.RegisteredModels, "params.a = 'x'", "Invalid entity type 'params'")]
    [InlineData(SearchTarget.RegisteredModels, "name IN ('x')", "Invalid comparator 'IN'")]
    [InlineData(SearchTarget.ModelVersions, "version = 1", "Invalid attribute key 'version'")]
    [InlineData(SearchTarget.ModelVersions, "creation_timestamp > 1", "Invalid attribute key 'creation_timestamp'")]
    [InlineData(SearchTarget.ModelVersions, "version_number = '1'", "Expected numeric value type")]
    [InlineData(SearchTarget.ModelVersions, "version_number LIKE '1'", "Invalid comparator 'LIKE'")]
    [InlineData(SearchTarget.ModelVersions, "name = 1", "Expected a quoted string value for attributes")]
    [InlineData(SearchTarget.ModelVersions, "run_id NOT IN ('a')", "Invalid comparator 'NOT IN'")]
    [InlineData(SearchTarget.ModelVersions, "source_path IN ('a')", "Only the 'run_id' attribute supports comparison with a list")]
    [InlineData(SearchTarget.ModelVersions, "run_id IN", "Invalid clause(s) in filter string")]
    [InlineData(SearchTarget.ModelVersions, "run_id IN (", "Invalid clause(s) in filter string")]
    [InlineData(SearchTarget.ModelVersions, "name LIKE", "Invalid clause(s) in filter string")]
    [InlineData(SearchTarget.LoggedModels, "Foo", "Invalid filter string")]
    [InlineData(SearchTarget.LoggedModels, "name = 'foo' OR name = 'bar'", "Invalid filter string")]
    [InlineData(SearchTarget.LoggedModels, "name = 'foo'; name = 'bar'", "Invalid filter string")]
    [InlineData(SearchTarget.LoggedModels, "foo.bar = 'a'", "Invalid entity type 'foo'")]
    [InlineData(SearchTarget.LoggedModels, "name > 'foo'", "Invalid comparison operator")]
    [InlineData(SearchTarget.LoggedModels, "metrics.foo LIKE 0", "Invalid comparison operator")]
    [InlineData(SearchTarget.LoggedModels, "creation_timestamp IN ('a')", "Invalid comparison operator")]
    [InlineData(SearchTarget.LoggedModels, "metrics.foo = 'a'", "Expected numeric value type")]
    public void Refuses_filters_of_other_things(SearchTarget target, string filter, string reason) => Refuses(target, filter, reason);

    [Fact]
    public void Refuses_what_is_too_much()
    {
        Refuses(SearchTarget.Runs, "params.a = '" + new string('x', FilterGrammar.MaxLength) + "'", "100000 are possible");
        Refuses(SearchTarget.Runs, string.Join(" AND ", Enumerable.Repeat("metrics.a > 1", 51)), "more than 50 comparisons");
        Refuses(SearchTarget.Runs, $"run_id IN ({string.Join(',', Enumerable.Repeat("'a'", 10_001))})", "more than 10000 values");
        Refuses(SearchTarget.Runs, $"params.a LIKE '{new string('%', 1_001)}'", "longer than 1000 characters");
        Refuses(SearchTarget.Runs, "params.a = '\ud800'", "no character of a text");
    }

    [Fact]
    public void A_message_never_repeats_a_long_text()
    {
        string filter = $"{new string('x', 50_000)} = '1'";

        RegistryException error = Assert.Throws<RegistryException>(() => FilterGrammar.ReadFilter(filter, SearchTarget.Runs));

        Assert.True(error.Message.Length < 500, error.Message);
    }

    private static void Refuses(SearchTarget target, string filter, string reason)
    {
        RegistryException error = Assert.Throws<RegistryException>(() => FilterGrammar.ReadFilter(filter, target));

        Assert.Equal(RegistryError.InvalidParameterValue, error.Error);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }
}
