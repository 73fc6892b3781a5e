using Hamf.Pipeline.Detectors;

namespace Hamf.Pipeline.Tests.Detectors;

/// <summary>One case per kind of problem: the line it is reported on and the words that matter.</summary>
public sealed class DetectorFileProblemTests
{
    [Theory]
    [InlineData("name: s\nname: t\n" + Rest, 2, "'name' is given twice; the first is on line 1")]
    [InlineData("name: a b\n" + Rest, 1, "name is 'a b'; expected 1 to 64 letters")]
    [InlineData("name: s\nevents: 3\n", 2, "events is '3'; expected keys below it")]
    [InlineData("name: s\nevents:\n  columns:\n", 3, "events.columns is empty; expected 1 to 5000 columns")]
    [InlineData("name: s\nevents:\n  columns: [a]\n", 3, "events.columns is a list")]
    [InlineData("name: s\n", 1, "events is missing")]
    [InlineData("", 1, "the file is empty")]
    [InlineData("- a\n", 1, "the file is a list")]
    [InlineData("name: s\nevents: {columns: {a: number}\n", 3, "not valid YAML")]
    [InlineData("name: s\nevents:\n\tcolumns: 1\n", 3, "not valid YAML")]
    [InlineData("name: s\n" + Rest + "---\nname: t\n", 4, "a second document starts here")]
    [InlineData("name: &n s\n" + Rest, 1, "anchors (&name)")]
    [InlineData("name: s\nevents:\n  columns:\n    a: number\n    b: *a\n", 5, "anchors (&name) and aliases (*name)")]
    [InlineData("name: s\nevents:\n  columns:\n    a: number\n<<: {seed: 1}\n", 5, "merge keys (<<)")]
    [InlineData("name: !!str s\n" + Rest, 1, "tags (!name)")]
    [InlineData("name: s\n" + Rest + "features: [[[[[[[[[[[[[[a]]]]]]]]]]]]]]\n", 4, "nested deeper than 12")]
    [InlineData("name: s\n" + Rest + "? [a]\n: b\n", 4, "a list or a map is used as a key")]
    [InlineData("name: s\n" + Rest + "max_reject_share: 2\n", 4, "max_reject_share is '2'; expected a number of at least 0 and up to 1")]
    public void Reports_what_is_wrong_with_the_file(string yaml, int line, string message) => AssertProblem(yaml, line, message);

    [Theory]
    [InlineData("delimiter: x", "events.delimiter is 'x'; expected comma, semicolon, tab or pipe")]
    [InlineData("decimal: '+'", "events.decimal is '+'; expected point or comma")]
    [InlineData("decimal: comma", "both a comma")]
    [InlineData("colums: {}", "unknown key 'colums' in events; did you mean 'columns'?")]
    public void Reports_what_is_wrong_with_events(string key, string message) =>
        AssertProblem($"name: s\nevents:\n  {key}\n  columns: {{a: number}}\n", 3, message);

    [Theory]
    [InlineData("b:", "column 'b' is empty; expected a type")]
    [InlineData("b: [text]", "column 'b' is a list; expected a type")]
    [InlineData("b: text keys", "column 'b' is 'text keys'; expected a type")]
    [InlineData("'': text", "a column's name has 1 to 200 characters")]
    [InlineData("b: {role: feature}", "column 'b' has no type")]
    [InlineData("b: {type: float}", "events.columns.b.type is 'float'; expected one of number, integer, text, time, date, boolean")]
    [InlineData("b: {type: text, role: featrue}", "did you mean 'feature'?")]
    [InlineData("b: {type: text, nullable: maybe}", "events.columns.b.nullable is 'maybe'; expected true or false")]
    [InlineData("b: {type: text, unit: [a]}", "events.columns.b.unit is a list; expected a text")]
    [InlineData("b: {type: text, min: 1}", "events.columns.b.min is for columns of type number")]
    [InlineData("b: {type: number, min: x}", "events.columns.b.min is 'x'; expected a number")]
    [InlineData("b: {type: number, min: 5, max: 4}", "the lowest value is above the highest")]
    [InlineData("b: {type: number, range: [5, 4]}", "the lowest value is above the highest")]
    [InlineData("b: {type: number, range: 5}", "events.columns.b.range is '5'; expected [lowest, highest]")]
    [InlineData("b: {type: number, range: [1, 2], min: 1}", "range and min or max are both given")]
    [InlineData("b: {type: date, min: soon}", "events.columns.b.min is 'soon'; expected a day such as 2020-01-31")]
    [InlineData("b: {type: text, format: iso}", "events.columns.b.format is for columns of type time or date")]
    [InlineData("b: {type: time, format: '%Y-%m-%d'}", "looks like a strftime format")]
    [InlineData("b: {type: time, format: yyyy-mm-dd}", "no year or no month (MM is months, mm is minutes)")]
    [InlineData("b: {type: time, format: unix}", "did you mean 'unix_s'?")]
    [InlineData("b: {type: time, format: iso, formats: [iso]}", "format and formats are both given")]
    [InlineData("b: {type: date, time_zone: UTC}", "time_zone is for columns of type time")]
    [InlineData("b: {type: time, time_zone: Mars/Olympus}", "expected an IANA time zone")]
    [InlineData("b: {type: date, categories: [a]}", "events.columns.b.categories is for columns of type text, number or integer")]
    [InlineData("b: {type: number, categories: [-1, a]}", "events.columns.b.categories is 'a'; expected numbers")]
    [InlineData("b: {type: text, categories: []}", "events.columns.b.categories is empty")]
    [InlineData("b: {type: text, categories: [x, x]}", "lists 'x' twice")]
    [InlineData("b: {type: text, categories: {x: 1}}", "events.columns.b.categories is a map; expected a list of texts")]
    [InlineData("b: {type: text, positive: x}", "events.columns.b.positive is for the column of role label")]
    [InlineData("b: {type: integer, role: label, positive: yes}", "events.columns.b.positive is 'yes'; expected a number")]
    [InlineData("b: {type: boolean, role: label, positive: fraud}", "expected true or false")]
    [InlineData("b: {type: text, role: label, categories: [x, y]}", "does not list the positive class '1'")]
    [InlineData("b: number key", "a key is of type text or integer")]
    [InlineData("b: {type: text, role: key, nullable: true}", "a key cannot be nullable")]
    [InlineData("b: number entity", "an entity is of type text or integer")]
    [InlineData("b: integer time", "the time column is of type time (or date); found integer")]
    [InlineData("b: {type: time, role: time, nullable: true}", "the time column cannot be nullable")]
    [InlineData("b: time label", "a label is of type text, integer, number or boolean")]
    [InlineData("b: {type: text, aliases: [a]}", "alias 'a' of column 'b' already names column 'a'")]
    [InlineData("b: {type: text, aliases: ['']}", "column 'b' has an empty alias")]
    [InlineData("b: {type: text, colour: red}", "unknown key 'colour' in events.columns.b; expected type, role, unit")]
    [InlineData("b: {type: text, type: text}", "'type' is given twice")]
    public void Reports_what_is_wrong_with_a_column(string column, string message) =>
        AssertProblem($"name: s\nevents:\n  columns:\n    a: number\n    {column}\n", 5, message);

    [Theory]
    [InlineData("text key")]
    [InlineData("time time")]
    [InlineData("text label")]
    public void Reports_a_second_holder_of_a_single_role(string column) =>
        AssertProblem($"name: s\nevents:\n  columns:\n    a: {column}\n    c: number\n    b: {column}\n", 6,
            $"column 'b' has role {column.Split(' ')[1]}, which 'a' on line 4 has already");

    [Theory]
    [InlineData("features: amt", 4, "features is 'amt'; expected 'name: expression' lines")]
    [InlineData("features:\n  f: ''", 5, "features.f is empty or longer than 4000 characters")]
    [InlineData("features:\n  f: [a]", 5, "features.f is a list; expected an expression")]
    [InlineData("features:\n  f: {group: g}", 5, "features.f has no expr")]
    [InlineData("features:\n  f: {expr: a, reason: 'a {amount}'}", 5, "features.f.reason holds a bracket that is not part of {value}")]
    [InlineData("features:\n  f: {expr: a, reason: ' '}", 5, "features.f.reason has 1 to 200 characters")]
    [InlineData("features:\n  f: {expr: a, grp: g}", 5, "unknown key 'grp' in features.f; did you mean 'group'?")]
    [InlineData("features:\n  f: a\n  f: a", 6, "'f' is given twice; the first is on line 5")]
    [InlineData("features:\n  '': a", 5, "a feature's name has 1 to 200 characters")]
    [InlineData("features:\n  - a\n  - a", 6, "feature 'a' is listed twice; the first is on line 5")]
    [InlineData("features:\n  - {f: a}", 5, "a feature is a map; in a list, expected names of columns")]
    public void Reports_what_is_wrong_with_features(string features, int line, string message) =>
        AssertProblem("name: s\n" + Rest + features + "\n", line, message);

    [Fact]
    public void Reports_a_detector_with_nothing_to_learn_from() =>
        AssertProblem("name: s\nevents:\n  columns: {a: date, y: integer label}\n", 1, "there is nothing to learn from");

    [Theory]
    [InlineData("training: {algorithm: xgboost}", "training.algorithm is 'xgboost'; expected one of auto, gbdt, random_forest, extra_trees, decision_tree, adaboost, logistic, naive_bayes")]
    [InlineData("training: {split: random}", "expected one of auto, time, group, stratified")]
    [InlineData("training: {split: time}", "training.split is time, but no column has role time")]
    [InlineData("training: {split: group}", "training.split is group, but no column has role entity")]
    [InlineData("training: {validation_share: 0}", "expected a number above 0 and below 1")]
    [InlineData("training: {test_share: 1}", "expected a number of at least 0 and below 1")]
    [InlineData("training: {validation_share: 0.5, test_share: 0.5}", "leaves nothing to train on")]
    [InlineData("training: {seed: -1}", "training.seed is '-1'; expected a whole number from 0")]
    [InlineData("training: {leaves: 1.5}", "expected a whole number from 2 to 1024")]
    [InlineData("training: {learning_rate: '0,1'}", "training.learning_rate is '0,1'; expected a number above 0")]
    [InlineData("training: {l2: NaN}", "training.l2 is 'NaN'; expected a number")]
    [InlineData("training: {min_leaf_rows: 0}", "expected a whole number from 1")]
    [InlineData("training: {allow_leakage: [ab]}", "training.allow_leakage is 'ab'; expected columns or features of this detector; did you mean 'a'?")]
    [InlineData("training: {tree: 5}", "unknown key 'tree' in training; did you mean 'trees'?")]
    [InlineData("decision: {policy: budget}", "expected one of best_f1, alert_budget, cost, fixed")]
    [InlineData("decision: {policy: alert_budget}", "decision.policy is alert_budget and needs alerts_per_1000:")]
    [InlineData("decision: {policy: cost, miss_cost: 5}", "decision.policy is cost and needs false_alarm_cost:")]
    [InlineData("decision: {threshold: 0.5}", "decision.threshold is used only with policy: fixed; found policy: best_f1")]
    [InlineData("decision: {policy: fixed, threshold: 1.1}", "decision.threshold is '1.1'; expected a number of at least 0 and up to 1")]
    [InlineData("decision: {policy: alert_budget, alerts_per_1000: 0}", "expected a number above 0 and up to 1000")]
    [InlineData("stream: {retention: 7 days}", "stream.retention is '7 days'; expected a span from 1m to 3650d, such as 15s, 1h30m or 7d")]
    [InlineData("stream: {events_topic: a b}", "stream.events_topic is 'a b'; expected 1 to 249 letters")]
    [InlineData("stream: {events_topic: topic_2}", "scores_topic and dead_letter_topic must differ")]
    [InlineData("stream: {max_log: 8 GiB free}", "expected a size from 1MiB to 1024TiB")]
    [InlineData("stream: {poll_url: ftp://x/y}", "stream.poll_url is not an http:// or https:// address")]
    [InlineData("stream: {poll_url: 'http://u:p@x/y'}", "without user and password")]
    [InlineData("stream: {poll_interval: 0s}", "stream.poll_interval is '0s'; expected a span from 1s to 1d")]
    [InlineData("stream: {max_entities: 0}", "stream.max_entities is '0'")]
    [InlineData("alerts: {mail: [nobody]}", "alerts.mail is 'nobody'; expected mail addresses")]
    [InlineData("alerts: {slack: yes}", "alerts.slack is 'yes'; expected true or false")]
    [InlineData("alerts: {reasons: 21}", "alerts.reasons is '21'; expected a whole number from 0 to 20")]
    public void Reports_what_is_wrong_with_settings(string section, string message) =>
        AssertProblem("name: s\n" + Rest + section + "\n", 4, message);

    [Fact]
    public void Never_shows_a_password_of_an_address()
    {
        DetectorReading reading = DetectorFile.Parse("name: s\n" + Rest + "stream: {poll_url: 'http://u:secret@x/y'}\n", "d.yaml");

        Assert.DoesNotContain(reading.Problems, p => p.Message.Contains("secret", StringComparison.Ordinal));
    }

    private const string Rest = "events:\n  columns: {a: number, y: integer label}\n";

    private static void AssertProblem(string yaml, int line, string message)
    {
        DetectorReading reading = DetectorFile.Parse(yaml, "d.yaml");

        Assert.Null(reading.Detector);
        Assert.True(
            reading.Problems.Any(p => p.Line == line && p.Message.Contains(message, StringComparison.Ordinal)),
            $"expected line {line}: {message}; found\n{string.Join('\n', reading.Problems)}");
    }
}
