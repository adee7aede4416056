-- Rights taken back, and what every node found when it tried them afterwards.

create table revocation (
  workspace_id uuid not null references workspace,
  id           uuid not null,
  member_id    uuid not null,
  -- What took the rights: taken one by one, by the end of one grant, or with everything else.
  what         text not null check (what in ('rights', 'grant', 'suspension', 'departure')),
  reason       text not null check (reason in ('leave', 'move', 'review', 'incident', 'misuse', 'expiry', 'request', 'other')),
  because      text not null,
  taken_by     text not null,
  at           timestamptz not null,
  -- Where its entry stands in the authority tree: the place among those of a revision.
  revision     bigint not null,
  place        int not null,
  state        text not null check (state in ('applied', 'verified', 'unverified')),
  -- Each time the nodes are asked to try is a round; what counts is what they say in the newest.
  round        int not null check (round > 0),
  round_at     timestamptz not null,
  -- How often the verifier has asked again by itself since somebody last asked, when it will, and when it told people.
  retried      int not null default 0,
  retry_at     timestamptz,
  told_at      timestamptz,
  rights       jsonb not null,
  remaining    jsonb not null,
  before       jsonb not null,
  after        jsonb not null,
  -- Until when what was running may finish; null where everything ended at once.
  finishing    timestamptz,
  -- What became of it on every node; null until the server that took it has said so.
  applied      jsonb,
  primary key (workspace_id, id),
  foreign key (workspace_id, member_id) references member (workspace_id, id)
);
create index revocation_member on revocation (workspace_id, member_id, id desc);
create index revocation_waiting on revocation (round_at) where state = 'applied';
create index revocation_open on revocation (round_at) where state <> 'verified';
create index revocation_unkept on revocation (at) where applied is null or applied ->> 'state' <> 'applied';
create index revocation_round on revocation (round_at);
create index revocation_retry on revocation (retry_at) where retry_at is not null;

create table revocation_check (
  workspace_id  uuid not null,
  revocation_id uuid not null,
  round         int not null,
  node          text not null,
  at            timestamptz not null,
  took_ms       real not null,
  tried         int not null,
  failed        jsonb not null,
  -- The other ways in that were tried, one by one: requests, sessions, sockets, old links.
  surfaces      jsonb not null,
  primary key (workspace_id, revocation_id, round, node),
  foreign key (workspace_id, revocation_id) references revocation (workspace_id, id)
);
