-- Names that users of HAMF query. Views of our own tables, and the log of changes.

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
left join params p on p.run_id = v.run_id and p.key = 'algorithm';

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
from model_versions v;

create table audit_entries(
    log_id {identity},
    table_name text not null,
    operation_type text not null,
    changed_at_ms bigint not null,
    old_data text,
    new_data text
);

create view audit_log as
select log_id, table_name, operation_type, {utc changed_at_ms} as operation_timestamp, old_data, new_data
from audit_entries;
