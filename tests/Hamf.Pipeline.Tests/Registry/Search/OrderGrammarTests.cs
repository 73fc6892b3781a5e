using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Registry.Search;

namespace Hamf.Pipeline.Tests.Registry.Search;

public sealed class OrderGrammarTests
{
    [Theory]
    [InlineData(SearchTarget.Runs, "metrics.`Mean Square Error`", "Metric Mean Square Error up")]
    [InlineData(SearchTarget.Runs, "metrics.`Mean Square Error` DESC", "Metric Mean Square Error down")]
    [InlineData(SearchTarget.Runs, "metrics.\"key1\"  desc", "Metric key1 down")]
    [InlineData(SearchTarget.Runs, "params.my_param aSc", "Param my_param up")]
    [InlineData(SearchTarget.Runs, "tags.noSuchTag", "Tag noSuchTag up")]
    [InlineData(SearchTarget.Runs, "tags.mlflow.user DESC", "Tag mlflow.user down")]
    [InlineData(SearchTarget.Runs, "attributes.status   ASC", "Attribute status up")]
    [InlineData(SearchTarget.Runs, "start_time DESC", "Attribute start_time down")]
    [InlineData(SearchTarget.Runs, "Created", "Attribute start_time up")]
    [InlineData(SearchTarget.Runs, "attributes.`Run name`", "Attribute run_name up")]
    [InlineData(SearchTarget.Runs, "run_id", "Attribute run_id up")]
    [InlineData(SearchTarget.Experiments, "experiment_id DESC", "Attribute experiment_id down")]
    [InlineData(SearchTarget.Experiments, "attribute.name", "Attribute name up")]
    [InlineData(SearchTarget.Experiments, "last_update_time asc", "Attribute last_update_time up")]
    [InlineData(SearchTarget.RegisteredModels, "timestamp\tASC", "Attribute last_updated_timestamp up")]
    [InlineData(SearchTarget.RegisteredModels, "timestamp\r\rdeSc", "Attribute last_updated_timestamp down")]
    [InlineData(SearchTarget.RegisteredModels, "name   DESC", "Attribute name down")]
    [InlineData(SearchTarget.ModelVersions, "version_number DESC", "Attribute version_number down")]
    [InlineData(SearchTarget.ModelVersions, "creation_timestamp", "Attribute creation_timestamp up")]
    [InlineData(SearchTarget.LoggedModels, "creation_time DESC", "Attribute creation_timestamp down")]
    [InlineData(SearchTarget.LoggedModels, "metrics.auc", "Metric auc up")]
    public void Reads_orders(SearchTarget target, string term, string expected) => Assert.Equal(expected, Clauses.OfOrder(target, term));

    [Theory]
    [InlineData(SearchTarget.Runs, "m.acc", "Invalid entity type")]
    [InlineData(SearchTarget.Runs, "acc", "Invalid attribute key")]
    [InlineData(SearchTarget.Runs, "`metrics.A", "Invalid order_by clause")]
    [InlineData(SearchTarget.Runs, "`metrics.A`", "Invalid entity type")]
    [InlineData(SearchTarget.Runs, "attribute.experiment_id", "Invalid attribute key")]
    [InlineData(SearchTarget.Runs, "metrics.A != 1", "Invalid order_by clause")]
    [InlineData(SearchTarget.Runs, "params.my_param ", "Invalid order_by clause")]
    [InlineData(SearchTarget.Runs, "", "Invalid order_by clause")]
    [InlineData(SearchTarget.Runs, "  ", "Invalid order_by clause")]
    [InlineData(SearchTarget.Runs, "'status'", "Invalid order_by clause")]
    [InlineData(SearchTarget.Runs, "attribute.run_id ACS", "Invalid ordering key")]
    [InlineData(SearchTarget.Runs, "metrics.a DESC, metrics.b", "Invalid order_by clause")]
    [InlineData(SearchTarget.Runs, "dataset.name", "Invalid order_by entity")]
    [InlineData(SearchTarget.Experiments, "tags.a", "Invalid order_by entity")]
    [InlineData(SearchTarget.Experiments, "metrics.a", "Invalid entity type")]
    [InlineData(SearchTarget.RegisteredModels, "creation_timestamp DESC", "Invalid order by key 'creation_timestamp' specified")]
    [InlineData(SearchTarget.RegisteredModels, "last_updated_timestamp DESC blah", "Invalid order_by clause 'last_updated_timestamp DESC blah'")]
    [InlineData(SearchTarget.RegisteredModels, "timestamp somerandomstuff", "Invalid order_by clause")]
    [InlineData(SearchTarget.RegisteredModels, "name aCs", "Invalid ordering key")]
    [InlineData(SearchTarget.ModelVersions, "run_id DESC", "Invalid attribute key 'run_id' specified")]
    [InlineData(SearchTarget.LoggedModels, "params.a", "Invalid order by field name")]
    [InlineData(SearchTarget.LoggedModels, "nothing", "Invalid order by field name")]
    public void Refuses_orders(SearchTarget target, string term, string reason)
    {
        RegistryException error = Assert.Throws<RegistryException>(() => FilterGrammar.ReadOrder([term], target));

        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SearchTarget.Runs, "metrics.a", "metrics.`a` DESC")]
    [InlineData(SearchTarget.Runs, "start_time", "Created")]
    [InlineData(SearchTarget.RegisteredModels, "timestamp", "last_updated_timestamp")]
    public void A_field_comes_once(SearchTarget target, string first, string second)
    {
        RegistryException error = Assert.Throws<RegistryException>(() => FilterGrammar.ReadOrder([first, second], target));

        Assert.StartsWith("`order_by` contains duplicate fields:", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_order_of_terms_is_kept() => Assert.Equal(
        "Param a up & Metric b down & Attribute run_id up", Clauses.OfOrder(SearchTarget.Runs, "params.a", "metrics.b DESC", "run_id"));

    [Fact]
    public void Fields_given_apart_need_no_quotes()
    {
        IReadOnlyList<SearchOrder> orders = FilterGrammar.ReadOrder([("metrics.my best `auc`.2", false), ("creation_time", true)], SearchTarget.LoggedModels);

        Assert.Equal(["Metric my best `auc`.2 down", "Attribute creation_timestamp up"], orders.Select(Clauses.Shown));
        Assert.Throws<RegistryException>(() => FilterGrammar.ReadOrder([("tags.a", true)], SearchTarget.LoggedModels));
    }

    [Fact]
    public void Refuses_too_many_terms() =>
        Assert.Throws<RegistryException>(() => FilterGrammar.ReadOrder([.. Enumerable.Range(0, 21).Select(i => $"metrics.m{i}")], SearchTarget.Runs));
}
