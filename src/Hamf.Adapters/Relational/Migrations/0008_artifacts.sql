-- Names of artifacts, of all runs and models, in one tree of paths: 7/RUN/artifacts/model/MLmodel. Paths are read by ranges, so their order is
-- that of their bytes. A size of -1 is not known yet: it is asked for when somebody wants it.

create table artifact_files(
    path text {bytewise} primary key,
    digest text not null,
    size bigint not null,
    created_at_ms bigint not null
);

insert into artifact_files(path, digest, size, created_at_ms)
select cast(r.experiment_id as text) || '/' || r.run_id || '/artifacts/' || a.path, a.digest, -1, 0
from run_artifacts a join runs r on r.run_no = a.run_no;

drop table run_artifacts;
create index artifact_files_by_digest on artifact_files(digest);

-- Digests that have lost their last name, and when: their bytes go after a time of grace.
create table artifact_orphans(
    digest text primary key,
    since_ms bigint not null
);
