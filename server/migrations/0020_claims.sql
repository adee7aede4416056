-- The holder of the top seat is gone: claims, and what is done on the host when nobody is left to claim.

-- How often somebody has proved who they are, by signing in or once more. Counted under the lock of this row, so that
-- whoever relies on somebody's silence can tell without comparing clocks.
create table sign_of_life (
  workspace_id uuid not null references workspace,
  member_id    uuid not null,
  count        bigint not null,
  last_at      timestamptz,
  primary key (workspace_id, member_id)
);

create table claim (
  workspace_id    uuid not null references workspace,
  id              uuid not null,
  state           text not null check (state in ('gathering', 'challenge', 'done', 'refuted', 'withdrawn', 'lapsed')),
  by_id           uuid not null,
  -- Who is said to be gone.
  creator_id      uuid not null,
  successor_id    uuid not null,
  because         text not null,
  -- Of what is claimed: every vote and the acceptance name it.
  hash            bytea not null check (length(hash) = 32),
  -- How often the creator had shown themself when the claim was made: once more, and it is refuted.
  signs           bigint not null,
  made_at         timestamptz not null,
  -- When it ends for want of votes or of a successor.
  lapse_at        timestamptz not null,
  accepted_at     timestamptz,
  accepted_by     jsonb,
  challenge_since timestamptz,
  -- Days on which the creator is told before the seat changes hands, and on how many they have been.
  days            int not null,
  told            int not null,
  tell_at         timestamptz,
  due_at          timestamptz,
  ended_at        timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, by_id) references member (workspace_id, id),
  foreign key (workspace_id, creator_id) references member (workspace_id, id),
  foreign key (workspace_id, successor_id) references member (workspace_id, id),
  check (creator_id <> successor_id and creator_id <> by_id),
  check ((accepted_at is null) = (accepted_by is null)),
  check ((ended_at is null) = (state in ('gathering', 'challenge'))),
  check (state <> 'challenge' or (challenge_since is not null and due_at is not null and tell_at is not null and accepted_at is not null))
);
create unique index claim_open on claim (workspace_id) where state in ('gathering', 'challenge');

create table claim_evidence (
  workspace_id uuid not null,
  claim_id     uuid not null,
  place        int not null check (place between 0 and 4),
  words        text not null,
  file_name    text,
  file_type    text check (file_type in ('application/pdf', 'image/png', 'image/jpeg')),
  sha256       bytea check (length(sha256) = 32),
  content      bytea check (length(content) <= 2097152),
  primary key (workspace_id, claim_id, place),
  foreign key (workspace_id, claim_id) references claim (workspace_id, id),
  check (num_nulls(file_name, file_type, sha256, content) in (0, 4))
);

create table claim_vote (
  workspace_id uuid not null,
  claim_id     uuid not null,
  member_id    uuid not null,
  at           timestamptz not null,
  proof        jsonb not null,
  primary key (workspace_id, claim_id, member_id),
  foreign key (workspace_id, claim_id) references claim (workspace_id, id)
);

-- By which notices the creator was told. What became of them is read where notices and letters are kept.
create table claim_told (
  workspace_id uuid not null,
  claim_id     uuid not null,
  notice_id    uuid not null,
  at           timestamptz not null,
  primary key (workspace_id, claim_id, notice_id),
  foreign key (workspace_id, claim_id) references claim (workspace_id, id)
);

-- A way in made on the host for a company without administrators. Open until the code is used: only then does a seat move.
create table host_recovery (
  workspace_id  uuid not null references workspace,
  id            uuid not null,
  state         text not null check (state in ('open', 'done', 'void')),
  member_id     uuid not null,
  creator_id    uuid not null,
  invitation_id uuid not null,
  because       text not null,
  -- The account on the host that did it.
  host_user     text not null,
  made_at       timestamptz not null,
  until         timestamptz not null,
  ended_at      timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, member_id) references member (workspace_id, id),
  foreign key (workspace_id, invitation_id) references invitation (workspace_id, id),
  check ((ended_at is null) = (state = 'open'))
);
create unique index host_recovery_open on host_recovery (workspace_id) where state = 'open';
create index host_recovery_made on host_recovery (workspace_id, made_at);
