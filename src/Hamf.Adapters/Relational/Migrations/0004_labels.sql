-- Every label ever given; the one in force is the one that became known last, among equals the one that arrived last.

create table labels(
    position {identity},
    event_id text not null,
    positive bigint not null,
    source text not null,
    at_ms bigint not null,
    added_at_ms bigint not null,
    unique (event_id, at_ms, positive, source)
);

create view current_labels as
select event_id, positive, source, at_ms, added_at_ms
from (
    select event_id, positive, source, at_ms, added_at_ms,
        row_number() over (partition by event_id order by at_ms desc, position desc) as nth
    from labels
) ranked
where nth = 1;
