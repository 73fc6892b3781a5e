-- Experiments, runs and registered models, after the data model of MLflow. Times are Unix milliseconds.

create table experiments(
    experiment_id {identity},
    name text not null unique,
    lifecycle_stage text not null default 'active',
    created_at_ms bigint not null
);

create table runs(
    run_id text primary key,
    experiment_id bigint not null references experiments(experiment_id),
    name text not null,
    status text not null,
    lifecycle_stage text not null default 'active',
    started_at_ms bigint not null,
    ended_at_ms bigint
);
create index runs_by_start on runs(experiment_id, started_at_ms);

create table params(
    run_id text not null references runs(run_id),
    key text not null,
    value text not null,
    primary key (run_id, key)
);

-- NaN is value 0 with is_nan 1, because SQLite keeps no NaN; infinities are kept as they are.
create table metrics(
    metric_id {identity},
    run_id text not null references runs(run_id),
    key text not null,
    value double precision not null,
    is_nan bigint not null default 0,
    step bigint not null,
    timestamp_ms bigint not null
);
create index metrics_by_run on metrics(run_id, key, step, timestamp_ms);

create table tags(
    run_id text not null references runs(run_id),
    key text not null,
    value text not null,
    primary key (run_id, key)
);

create table run_artifacts(
    run_id text not null references runs(run_id),
    path text not null,
    digest text not null,
    primary key (run_id, path)
);

create table registered_models(
    name text primary key,
    description text,
    created_at_ms bigint not null
);

create table model_versions(
    model_version_id {identity},
    name text not null references registered_models(name),
    version bigint not null,
    run_id text not null,
    bundle_digest text not null,
    state_digest text,
    detector_yaml text not null,
    created_at_ms bigint not null,
    unique (name, version)
);

create table model_version_metrics(
    name text not null,
    version bigint not null,
    key text not null,
    value double precision not null,
    is_nan bigint not null default 0,
    primary key (name, version, key),
    foreign key (name, version) references model_versions(name, version)
);

create table model_aliases(
    name text not null,
    alias text not null,
    version bigint not null,
    primary key (name, alias),
    foreign key (name, version) references model_versions(name, version)
);

create table model_alias_history(
    change_id {identity},
    name text not null,
    alias text not null,
    from_version bigint,
    to_version bigint not null,
    actor text not null,
    reason text not null,
    changed_at_ms bigint not null
);
create index model_alias_history_by_alias on model_alias_history(name, alias, change_id);
