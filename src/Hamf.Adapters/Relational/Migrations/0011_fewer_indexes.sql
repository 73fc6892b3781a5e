-- A commit on SQLite writes whole pages, and every index entry of a run lies on a page of its own. Measured on a run of 20 parameters, 30 metrics and
-- 5 tags, these indexes took half of its time (bench/RESULTS.md). Parameters and most tags are now looked up run by run, along the order asked for;
-- what picks out one run or the children of one keeps its index. Metrics are indexed many at a time (MetricIndex).

drop index params_by_value;
drop index tags_by_value;
create index tags_by_value on tags(key, substr(value, 1, 100), run_no) where key in ('mlflow.runName', 'mlflow.parentRunId');

drop index latest_metrics_by_value;
-- The last column is in the index so that SQLite need not look into the table for what the condition says already.
alter table latest_metrics add column is_indexed bigint not null default 1;
create index latest_metrics_by_value on latest_metrics(experiment_id, key_no, is_nan, value, run_no, is_indexed) where is_indexed = 1;
create table unindexed_runs(run_no bigint primary key) {clustered};
