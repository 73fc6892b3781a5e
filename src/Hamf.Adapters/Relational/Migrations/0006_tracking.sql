-- Experiments and runs as the tracking API knows them (docs/adr/0009). Runs get a number: every row that belongs to a run starts with it, so that
-- what is read together lies together. The view that reads parameters goes and comes back with them.

create temporary table old_runs as select * from runs;
create temporary table old_params as select * from params;
create temporary table old_metrics as select * from metrics;
create temporary table old_tags as select * from tags;
create temporary table old_run_artifacts as select * from run_artifacts;
drop view models_master;
drop table run_artifacts;
drop table tags;
drop table metrics;
drop table params;
drop table runs;

-- artifact_location is given when the row is made, because it may hold the row's id.
alter table experiments add column artifact_location text not null default '';
alter table experiments add column updated_at_ms bigint not null default 0;
alter table experiments add column deleted_at_ms bigint;

-- Experiment 0 is called Default and is always there. One of that name that was there before becomes it. The database has no clock that the
-- tests could move: the last step before this one tells the time.
insert into experiments(experiment_id, name, created_at_ms)
values (0, '', (select coalesce((select e.created_at_ms from experiments e where e.name = 'Default'), max(applied_at_ms)) from schema_steps));

create table runs(
    run_no {identity},
    run_id text not null unique,
    experiment_id bigint not null references experiments(experiment_id),
    name text not null,
    user_id text not null default '',
    status text not null,
    lifecycle_stage text not null default 'active',
    started_at_ms bigint not null,
    ended_at_ms bigint,
    deleted_at_ms bigint,
    artifact_uri text not null
);
insert into runs(run_id, experiment_id, name, status, lifecycle_stage, started_at_ms, ended_at_ms, artifact_uri)
select o.run_id, case when e.name = 'Default' then 0 else o.experiment_id end, o.name, o.status, o.lifecycle_stage, o.started_at_ms, o.ended_at_ms, ''
from old_runs o join experiments e on e.experiment_id = o.experiment_id
order by o.started_at_ms, o.run_id;
delete from experiments where name = 'Default';
update experiments set name = 'Default' where experiment_id = 0;
update experiments set artifact_location = 'mlflow-artifacts:/' || experiment_id, updated_at_ms = created_at_ms;
update runs set artifact_uri = 'mlflow-artifacts:/' || experiment_id || '/' || run_id || '/artifacts';
create index runs_by_start on runs(experiment_id, lifecycle_stage, started_at_ms desc, run_id);

create table experiment_tags(
    experiment_id bigint not null references experiments(experiment_id),
    key text not null,
    value text not null,
    primary key (experiment_id, key)
) {clustered};

create table params(
    run_no bigint not null references runs(run_no),
    key text not null,
    value text not null,
    primary key (run_no, key)
) {clustered};
insert into params(run_no, key, value) select r.run_no, o.key, o.value from old_params o join runs r on r.run_id = o.run_id;
create index params_by_value on params(key, substr(value, 1, 100), run_no);

create table tags(
    run_no bigint not null references runs(run_no),
    key text not null,
    value text not null,
    primary key (run_no, key)
) {clustered};
insert into tags(run_no, key, value) select r.run_no, o.key, o.value from old_tags o join runs r on r.run_id = o.run_id;
insert into tags(run_no, key, value) select run_no, 'mlflow.runName', name from runs where name <> '' on conflict (run_no, key) do nothing;
create index tags_by_value on tags(key, substr(value, 1, 100), run_no);

create table metric_keys(
    key_no {identity},
    key text not null unique
);
insert into metric_keys(key) select distinct key from old_metrics order by key;

-- The key holds every part of a point, so that the same point a second time is none. Time stands before the metric: points come in the order of
-- time, so a call of 1,000 metrics writes at one place and not at 1,000 (docs/adr/0009). NaN is value 0 with is_nan 1, because SQLite keeps no NaN;
-- infinities are kept as they are. No foreign keys here: the writer has read the run in the same transaction, and one look-up per point shows.
create table metrics(
    run_no bigint not null,
    timestamp_ms bigint not null,
    key_no bigint not null,
    step bigint not null,
    is_nan bigint not null,
    value double precision not null,
    primary key (run_no, timestamp_ms, key_no, step, is_nan, value)
) {clustered};
insert into metrics(run_no, timestamp_ms, key_no, step, is_nan, value)
select distinct r.run_no, o.timestamp_ms, k.key_no, o.step, o.is_nan, o.value
from old_metrics o join runs r on r.run_id = o.run_id join metric_keys k on k.key = o.key;

-- The point of the highest step, then time, then value: what a run shows, and what it is found and ordered by.
create table latest_metrics(
    run_no bigint not null,
    key_no bigint not null,
    experiment_id bigint not null,
    step bigint not null,
    timestamp_ms bigint not null,
    is_nan bigint not null,
    value double precision not null,
    primary key (run_no, key_no)
) {clustered};
insert into latest_metrics(run_no, key_no, experiment_id, step, timestamp_ms, is_nan, value)
select m.run_no, m.key_no, r.experiment_id, m.step, m.timestamp_ms, m.is_nan, m.value
from (
    select run_no, key_no, step, timestamp_ms, is_nan, value,
        row_number() over (partition by run_no, key_no order by step desc, timestamp_ms desc, is_nan, value desc) as nth
    from metrics
) m join runs r on r.run_no = m.run_no
where m.nth = 1;
create index latest_metrics_by_value on latest_metrics(experiment_id, key_no, is_nan, value, run_no);

-- Points that were measured on a logged model or a dataset, beside their row in metrics, which stays narrow. What was not given is empty.
create table model_metrics(
    run_no bigint not null,
    key_no bigint not null,
    timestamp_ms bigint not null,
    step bigint not null,
    is_nan bigint not null,
    value double precision not null,
    model_id text not null default '',
    dataset_name text not null default '',
    dataset_digest text not null default ''
);
create unique index model_metrics_once
    on model_metrics(run_no, key_no, timestamp_ms, step, is_nan, value, model_id, dataset_digest, substr(dataset_name, 1, 100));
create index model_metrics_by_model on model_metrics(model_id);

create table datasets(
    dataset_no {identity},
    experiment_id bigint not null references experiments(experiment_id),
    name text not null,
    digest text not null,
    source_type text not null,
    source text not null,
    dataset_schema text,
    dataset_profile text,
    unique (experiment_id, name, digest)
);

create table run_datasets(
    run_no bigint not null references runs(run_no),
    dataset_no bigint not null references datasets(dataset_no),
    primary key (run_no, dataset_no)
) {clustered};
create index run_datasets_by_dataset on run_datasets(dataset_no);

create table run_dataset_tags(
    run_no bigint not null,
    dataset_no bigint not null,
    key text not null,
    value text not null,
    primary key (run_no, dataset_no, key),
    foreign key (run_no, dataset_no) references run_datasets(run_no, dataset_no)
) {clustered};

-- Logged models that a run has read (direction in) or made (out).
create table run_models(
    run_no bigint not null references runs(run_no),
    direction text not null,
    model_id text not null,
    step bigint not null,
    primary key (run_no, direction, model_id)
) {clustered};

create table run_artifacts(
    run_no bigint not null references runs(run_no),
    path text not null,
    digest text not null,
    primary key (run_no, path)
) {clustered};
insert into run_artifacts(run_no, path, digest) select r.run_no, o.path, o.digest from old_run_artifacts o join runs r on r.run_id = o.run_id;
create index run_artifacts_by_digest on run_artifacts(digest);

-- Logged models: files with a name that a run has made, before and apart from their registration. Their metrics are in model_metrics.
create table logged_models(
    model_no {identity},
    model_id text not null unique,
    experiment_id bigint not null references experiments(experiment_id),
    name text not null,
    artifact_uri text not null,
    status text not null,
    model_type text,
    source_run_id text,
    created_at_ms bigint not null,
    updated_at_ms bigint not null,
    deleted_at_ms bigint
);
create index logged_models_by_creation on logged_models(experiment_id, created_at_ms desc, model_no desc);

create table logged_model_params(
    model_no bigint not null references logged_models(model_no) on delete cascade,
    key text not null,
    value text not null,
    primary key (model_no, key)
) {clustered};

create table logged_model_tags(
    model_no bigint not null references logged_models(model_no) on delete cascade,
    key text not null,
    value text not null,
    primary key (model_no, key)
) {clustered};

-- Runs that are deleted for good; their metrics follow in small steps.
create table purged_runs(run_no bigint primary key);

create view models_master as
select
    v.model_version_id as model_id,
    v.name as model_name,
    p.value as algorithm,
    v.version as model_version,
    {utc v.created_at_ms} as creation_date,
    m.description as description
from model_versions v
join registered_models m on m.name = v.name
left join runs r on r.run_id = v.run_id
left join params p on p.run_no = r.run_no and p.key = 'algorithm';

drop table old_run_artifacts;
drop table old_tags;
drop table old_metrics;
drop table old_params;
drop table old_runs;
