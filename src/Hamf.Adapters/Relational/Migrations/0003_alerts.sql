create table alerts(
    alert_id {identity},
    event_id text not null unique,
    detector text not null,
    time_ms bigint not null,
    entity text,
    score double precision not null,
    threshold double precision not null,
    model_version bigint not null,
    raised_at_ms bigint not null,
    reasons text
);
create index alerts_by_detector on alerts(detector, alert_id);

-- state: waiting, delivered or failed (given up).
create table outbox(
    message_id {identity},
    channel text not null,
    alert_id bigint not null references alerts(alert_id),
    state text not null default 'waiting',
    attempts bigint not null default 0,
    next_attempt_ms bigint not null,
    delivered_at_ms bigint,
    last_error text
);
create index outbox_waiting on outbox(channel, message_id) where state = 'waiting';
create index outbox_failed on outbox(channel) where state = 'failed';
