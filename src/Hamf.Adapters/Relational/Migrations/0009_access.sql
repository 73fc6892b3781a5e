-- Keys: of a secret only the salted hash. Times are Unix milliseconds.
create table api_keys(
    prefix text primary key,
    name text not null,
    role text not null,
    salt text not null,
    hash text not null,
    created_at_ms bigint not null,
    created_by text not null,
    expires_at_ms bigint,
    revoked_at_ms bigint,
    last_used_at_ms bigint
);
create unique index api_keys_by_name on api_keys(name) where revoked_at_ms is null;

-- Who is told of registry events. secret: what deliveries are signed with, needed as it is. removed_at_ms: kept for its deliveries.
create table webhooks(
    webhook_id {identity},
    url text not null,
    events text not null,
    secret text not null,
    created_at_ms bigint not null,
    created_by text not null,
    removed_at_ms bigint
);

-- What happened, written in the transaction of the change itself; body is what is sent.
create table webhook_events(
    event_id {identity},
    kind text not null,
    at_ms bigint not null,
    body text not null
);

-- state: waiting, delivered or failed (given up).
create table webhook_deliveries(
    delivery_id {identity},
    webhook_id bigint not null references webhooks(webhook_id),
    event_id bigint not null references webhook_events(event_id),
    state text not null default 'waiting',
    attempts bigint not null default 0,
    next_attempt_ms bigint not null,
    delivered_at_ms bigint,
    last_error text
);
create index webhook_deliveries_waiting on webhook_deliveries(next_attempt_ms) where state = 'waiting';
create index webhook_deliveries_by_webhook on webhook_deliveries(webhook_id, delivery_id);
