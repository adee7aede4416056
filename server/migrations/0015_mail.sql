-- Notices by e-mail: what has to go out, and whether a server for it is set.

-- One letter for a notice, written with it. Words and addresses are read when it is sent.
create table mail (
  workspace_id uuid not null,
  notice_id    uuid not null,
  member_id    uuid not null,
  -- Rights as of this revision at least are known to whoever sends it.
  revision     bigint not null,
  state        text not null check (state in ('waiting', 'sent', 'dropped', 'failed')),
  at           timestamptz not null,
  -- When it is tried. Whoever tries it puts that off first: nobody else tries it meanwhile, and if they die somebody does.
  next_at      timestamptz not null,
  failures     int not null default 0,
  -- A code, no words of the other server: they may repeat an address.
  error        text,
  done_at      timestamptz,
  primary key (workspace_id, notice_id),
  foreign key (workspace_id, notice_id) references notice (workspace_id, id) on delete cascade,
  check ((state = 'waiting') = (done_at is null)),
  check (state <> 'failed' or error is not null)
);
create index mail_next on mail (next_at) where state = 'waiting';
create index mail_failed on mail (workspace_id, done_at) where state = 'failed';

-- There while a server of ours sends letters. Each that does says so every minute; one that does not, when it starts,
-- that the others have to say it again.
create table mail_server (
  one      boolean primary key default true check (one),
  seen_at  timestamptz not null,
  -- The last letter that went out, of any company.
  sent_at  timestamptz
);

-- Whoever has chosen no language may still have chosen to get no letters.
alter table member_setting alter column locale drop not null;
alter table member_setting add column mail boolean not null default true;
