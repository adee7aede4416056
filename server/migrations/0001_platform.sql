-- What every room stands on: workspaces with their fence, the nodes that may still act, the content feed, remembered answers.

create table workspace (
  id         uuid primary key,
  slug       text not null unique,
  name       text not null,
  -- The fence: number of the last committed authority change. Given under the exclusive lock, without gaps.
  revision   bigint not null default 0 check (revision >= 0),
  created_at timestamptz not null default now()
);

-- One row per incarnation of a node, from before it serves until it stopped in order or a revoker has waited it out.
create table node (
  id          uuid not null,
  incarnation uuid not null,
  name        text not null,
  started_at  timestamptz not null default now(),
  primary key (id, incarnation)
);

create table content_feed (
  workspace_id uuid not null references workspace,
  xid          xid8 not null default pg_current_xact_id(),
  id           bigint generated always as identity,
  topic        text not null,
  kind         text not null,
  data         jsonb not null,
  at           timestamptz not null,
  primary key (workspace_id, id)
);
-- Read in the order (xid, id) and only below pg_snapshot_xmin: by id alone a reader loses rows of slow writers.
create index content_feed_order on content_feed (workspace_id, xid, id);

-- The answer of a write that carried an Idempotency-Key, so that a retry changes nothing twice.
create table request (
  workspace_id uuid not null references workspace,
  actor        text not null,
  key          text not null,
  body_hash    text not null,
  status       integer not null,
  answer       jsonb not null,
  revision     bigint not null,
  at           timestamptz not null default now(),
  primary key (workspace_id, actor, key)
);

-- The key of a workspace's advisory lock: 'hufu' in the upper half, the workspace in the lower.
create function hufu_lock_key(company uuid) returns bigint
language sql immutable parallel safe
as $$ select (x'68756675'::bigint << 32) | (hashtextextended(company::text, 0) & x'ffffffff'::bigint) $$;

-- Opens a deciding transaction: lock (declared before, never raised), then number, then fence, in that order.
-- INVARIANT number-fence-ask: the number is taken before the fence is read in a new snapshot (READ COMMITTED gives
-- each statement of this function its own), so a revoker that waits out all older numbers has waited out this write.
-- `turn` is what the write queues for before it has a number: who merely waits then holds up no revoker.
create function hufu_begin(
  company uuid, kind text, turn uuid, out xid xid8, out revision bigint, out at timestamptz
)
language plpgsql volatile
as $$
begin
  if turn is not null then
    -- Keys of two numbers and keys of one never meet. Two turns that do are only slower.
    perform pg_advisory_xact_lock(x'7475726e'::integer, hashtext(turn::text));
  end if;
  if kind = 'authority' then
    perform pg_advisory_xact_lock(hufu_lock_key(company));
  elsif kind = 'governed' then
    perform pg_advisory_xact_lock_shared(hufu_lock_key(company));
  end if;
  xid := pg_current_xact_id();
  select w.revision into revision from workspace w where w.id = company;
  at := date_trunc('milliseconds', clock_timestamp());
end $$;

-- Raises the fence by one and wakes the nodes at commit. Refuses when the caller's revision is not the next.
create function hufu_advance(company uuid, next bigint) returns void
language plpgsql volatile
as $$
begin
  update workspace set revision = next where id = company and revision = next - 1;
  if not found then
    raise exception 'revision % of workspace % is not the next one', next, company;
  end if;
  perform pg_notify('hufu_feed', company::text || ' ' || next::text);
end $$;
