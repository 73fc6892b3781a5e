-- Registered models and versions as MLflow's registry API knows them. Versions that a client registers have no bundle and no detector until they are
-- adopted. The tables are rebuilt because columns lose their "not null" and a model can now be renamed: the new name goes down the foreign keys.

create temporary table old_registered_models as select * from registered_models;
create temporary table old_model_versions as select * from model_versions;
create temporary table old_model_version_metrics as select * from model_version_metrics;
create temporary table old_model_aliases as select * from model_aliases;
create temporary table old_model_alias_history as select * from model_alias_history;
drop view models_master;
drop view training_results;
drop table model_aliases;
drop table model_version_metrics;
drop table model_versions;
drop table registered_models;
drop table model_alias_history;

create table registered_models(
    name text primary key,
    description text,
    created_at_ms bigint not null,
    updated_at_ms bigint not null
);
create index registered_models_by_update on registered_models(updated_at_ms, name);

create table registered_model_tags(
    name text not null references registered_models(name) on update cascade,
    key text not null,
    value text not null,
    primary key (name, key)
);
create index registered_model_tags_by_value on registered_model_tags(key, substr(value, 1, 100));

-- A deleted version keeps its row, so that its number is not given again; where it came from and what it scored with are taken out of it.
create table model_versions(
    model_version_id {identity},
    name text not null references registered_models(name) on update cascade,
    version bigint not null,
    run_id text not null,
    bundle_digest text,
    state_digest text,
    detector_yaml text,
    created_at_ms bigint not null,
    updated_at_ms bigint not null,
    user_id text not null default '',
    description text,
    stage text not null default 'None',
    source text not null,
    storage_location text not null,
    run_link text not null default '',
    model_id text,
    unreadable text,
    deleted bigint not null default 0,
    unique (name, version)
);
create index model_versions_by_update on model_versions(updated_at_ms desc, name, version desc) where deleted = 0;
create index model_versions_by_number on model_versions(version desc, name) where deleted = 0;
create index model_versions_by_stage on model_versions(name, stage, version) where deleted = 0;
create index model_versions_by_run on model_versions(run_id);
create index model_versions_by_source on model_versions(source);
create index model_versions_by_logged_model on model_versions(model_id) where model_id is not null;
create index model_versions_not_adopted on model_versions(model_version_id) where deleted = 0 and bundle_digest is null and unreadable is null;
create index model_versions_with_bundle on model_versions(name, version desc) where bundle_digest is not null;

create table model_version_tags(
    model_version_id bigint not null references model_versions(model_version_id),
    key text not null,
    value text not null,
    primary key (model_version_id, key)
);
create index model_version_tags_by_value on model_version_tags(key, substr(value, 1, 100));

create table model_version_metrics(
    name text not null,
    version bigint not null,
    key text not null,
    value double precision not null,
    is_nan bigint not null default 0,
    primary key (name, version, key),
    foreign key (name, version) references model_versions(name, version) on update cascade
);

create table model_aliases(
    name text not null,
    alias text not null,
    version bigint not null,
    primary key (name, alias),
    foreign key (name, version) references model_versions(name, version) on update cascade
);
create index model_aliases_by_version on model_aliases(name, version);

-- to_version is null where the alias was taken away. evidence: JSON of what was known of both versions at that time.
create table model_alias_history(
    change_id {identity},
    name text not null,
    alias text not null,
    from_version bigint,
    to_version bigint,
    actor text not null,
    reason text not null,
    evidence text,
    changed_at_ms bigint not null
);
create index model_alias_history_by_alias on model_alias_history(name, alias, change_id);

insert into registered_models(name, description, created_at_ms, updated_at_ms)
select m.name, m.description, m.created_at_ms,
    coalesce((select max(v.created_at_ms) from old_model_versions v where v.name = m.name), m.created_at_ms)
from old_registered_models m;

insert into model_versions(
    model_version_id, name, version, run_id, bundle_digest, state_digest, detector_yaml, created_at_ms, updated_at_ms, source, storage_location)
select v.model_version_id, v.name, v.version, v.run_id, v.bundle_digest, v.state_digest, v.detector_yaml, v.created_at_ms, v.created_at_ms,
    'runs:/' || v.run_id || '/model',
    coalesce((select r.artifact_uri || '/model' from runs r where r.run_id = v.run_id), 'runs:/' || v.run_id || '/model')
from old_model_versions v;

insert into model_version_metrics(name, version, key, value, is_nan)
select name, version, key, value, is_nan from old_model_version_metrics;

insert into model_aliases(name, alias, version)
select name, alias, version from old_model_aliases;

insert into model_alias_history(change_id, name, alias, from_version, to_version, actor, reason, changed_at_ms)
select change_id, name, alias, from_version, to_version, actor, reason, changed_at_ms from old_model_alias_history;

drop table old_model_aliases;
drop table old_model_version_metrics;
drop table old_model_versions;
drop table old_registered_models;
drop table old_model_alias_history;

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
left join params p on p.run_no = r.run_no and p.key = 'algorithm'
where v.deleted = 0;

-- Values are fractions of one, never rounded; an unknown or undefined one is null.
create view training_results as
select
    v.model_version_id as result_id,
    v.model_version_id as model_id,
    (select k.value from model_version_metrics k where k.name = v.name and k.version = v.version and k.key = 'accuracy' and k.is_nan = 0) as accuracy,
    (select k.value from model_version_metrics k where k.name = v.name and k.version = v.version and k.key = 'f1' and k.is_nan = 0) as f1_score,
    (select k.value from model_version_metrics k where k.name = v.name and k.version = v.version and k.key = 'precision' and k.is_nan = 0) as "precision",
    (select k.value from model_version_metrics k where k.name = v.name and k.version = v.version and k.key = 'recall' and k.is_nan = 0) as recall,
    'completed' as training_status,
    {utc v.created_at_ms} as "timestamp"
from model_versions v
where v.deleted = 0;
