-- Asking for rights: the way requests go, the requests with everybody who is asked, and what was said.

-- How rights are asked for, each setting kept: a request goes the way that held when it was sent. None: as delivered.
create table request_flow (
  workspace_id uuid not null references workspace,
  version      int not null check (version > 0),
  flow         jsonb not null,
  set_by       text not null,
  set_at       timestamptz not null,
  because      text not null,
  primary key (workspace_id, version)
);

-- `request` is the table of remembered answers.
create table access_request (
  workspace_id  uuid not null references workspace,
  id            uuid not null,
  kind          text not null check (kind in ('right', 'extension', 'account')),
  state         text not null check (state in ('draft', 'confirming', 'pending', 'needs-info', 'offered', 'rejected', 'appealed', 'upheld', 'granted', 'withdrawn', 'lapsed')),
  requester_id  uuid not null,
  -- Whom it is for.
  member_id     uuid not null,
  -- Rights, where, and when. Null where an account is to be restored.
  terms         jsonb,
  -- Of an extension.
  grant_id      uuid,
  -- Ids of restrictions of this person alone that are lifted with it.
  lifts         jsonb not null,
  revocation_id uuid,
  need          text not null check (need in ('work', 'team', 'project', 'compliance', 'other')),
  because       text not null,
  evidence      jsonb not null,
  answers       jsonb not null,
  risk          text not null check (risk in ('low', 'medium', 'high', 'critical')),
  -- What its rights stood for when it was asked: by these it is found.
  permissions   text[] not null,
  created_at    timestamptz not null,
  submitted_at  timestamptz,
  changed_at    timestamptz not null,
  -- The way it goes, and where it stands on it. A round ends when its terms change or an appeal begins.
  flow_version  int not null,
  route         jsonb not null,
  stage         int not null,
  round         int not null,
  stage_since   timestamptz,
  due_at        timestamptz,
  -- How often it went on to others in this stage, and how often those asked were reminded.
  hops          int not null,
  reminded      int not null,
  -- The clock of whoever has it: since when it runs, and how much working time it has in all (milliseconds); it stands while others are waited for.
  clock_from    timestamptz,
  clock_ms      bigint not null,
  -- Until when an answer or a yes to an offer is waited for.
  wait_until    timestamptz,
  lapse_at      timestamptz,
  -- When something is due by itself.
  next_at       timestamptz,
  -- Narrower terms that an approver would give.
  offer         jsonb,
  outcome_code  text,
  outcome_words text,
  decided_by    uuid,
  decided_at    timestamptz,
  appeal_level  int not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, requester_id) references member (workspace_id, id),
  foreign key (workspace_id, member_id) references member (workspace_id, id),
  check ((kind = 'account') = (terms is null)),
  check ((kind = 'extension') = (grant_id is not null)),
  check ((state = 'offered') = (offer is not null)),
  check ((submitted_at is null) = (state in ('draft', 'confirming')) or state in ('withdrawn', 'lapsed'))
);
create index access_request_member on access_request (workspace_id, member_id, id desc);
create index access_request_requester on access_request (workspace_id, requester_id, id desc);
create index access_request_next on access_request (next_at) where next_at is not null;
create index access_request_open on access_request (workspace_id, due_at) where state in ('pending', 'appealed', 'needs-info', 'offered');
create index access_request_submitted on access_request (workspace_id, submitted_at desc);
create index access_request_decided on access_request (workspace_id, decided_at desc) where decided_at is not null and appeal_level = 0;
create index access_request_permission on access_request using gin (permissions);

-- Everybody who is or was asked, stage by stage, and what they said. What a deputy says stands in the row of whoever they stand in for.
create table request_task (
  workspace_id uuid not null,
  request_id   uuid not null,
  round        int not null,
  stage        int not null,
  member_id    uuid not null,
  -- As what they are asked: it is looked at again when they decide.
  via          text not null check (via in ('manager', 'scoped', 'super', 'members', 'panel', 'creator')),
  state        text not null check (state in ('open', 'approved', 'rejected', 'gone', 'closed')),
  hop          int not null,
  since        timestamptz not null,
  -- When the answer went on to others, or time ran out, while they had it.
  missed_at    timestamptz,
  decided_by   uuid,
  decided_at   timestamptz,
  -- Of exactly the terms that were decided.
  terms_hash   text,
  because      text,
  -- Nobody else could decide, and they had decided before.
  alone        boolean not null default false,
  primary key (workspace_id, request_id, round, stage, member_id),
  foreign key (workspace_id, request_id) references access_request (workspace_id, id),
  foreign key (workspace_id, member_id) references member (workspace_id, id),
  check ((state in ('approved', 'rejected')) = (decided_by is not null)),
  check ((decided_by is null) = (terms_hash is null))
);
create index request_task_open on request_task (workspace_id, member_id) where state = 'open';
create index request_task_member on request_task (workspace_id, member_id, request_id);
create index request_task_decided on request_task (workspace_id, decided_by, decided_at) where decided_by is not null;

-- What happened, in order, as requester and approvers read it.
create table request_event (
  workspace_id uuid not null,
  request_id   uuid not null,
  id           uuid not null,
  -- What one transaction writes has one time.
  seq          bigint generated always as identity,
  at           timestamptz not null,
  by_id        uuid,
  for_id       uuid,
  what         text not null,
  words        text not null,
  data         jsonb not null,
  primary key (workspace_id, request_id, id),
  foreign key (workspace_id, request_id) references access_request (workspace_id, id)
);

create table request_endorsement (
  workspace_id uuid not null,
  request_id   uuid not null,
  member_id    uuid not null,
  -- Asked for their word, and nothing said yet: null.
  words        text,
  -- Joins the appeal instead of only speaking for it.
  joins        boolean not null,
  at           timestamptz not null,
  primary key (workspace_id, request_id, member_id),
  foreign key (workspace_id, request_id) references access_request (workspace_id, id),
  foreign key (workspace_id, member_id) references member (workspace_id, id)
);

-- What a request gave, or made last longer.
create table request_grant (
  workspace_id uuid not null,
  request_id   uuid not null,
  grant_id     uuid not null,
  -- When its holder is told that it is about to end; null once they were, and for what has no end.
  warn_at      timestamptz,
  primary key (workspace_id, grant_id, request_id),
  foreign key (workspace_id, request_id) references access_request (workspace_id, id),
  foreign key (workspace_id, grant_id) references authority_grant (workspace_id, id)
);
create index request_grant_request on request_grant (workspace_id, request_id);
create index request_grant_warn on request_grant (warn_at) where warn_at is not null;

-- Whoever decides in somebody's stead for a time: one level deep.
create table deputy (
  workspace_id uuid not null,
  id           uuid not null,
  member_id    uuid not null,
  deputy_id    uuid not null,
  from_at      timestamptz not null,
  until_at     timestamptz not null,
  because      text not null,
  made_at      timestamptz not null,
  ended_at     timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, member_id) references member (workspace_id, id),
  foreign key (workspace_id, deputy_id) references member (workspace_id, id),
  check (member_id <> deputy_id),
  check (until_at > from_at)
);
create index deputy_of on deputy (workspace_id, deputy_id) where ended_at is null;
create index deputy_by on deputy (workspace_id, member_id) where ended_at is null;

-- What somebody says is wrong with permissions, without asking for any.
create table problem_report (
  workspace_id uuid not null references workspace,
  id           uuid not null,
  member_id    uuid not null,
  at           timestamptz not null,
  words        text not null,
  page         text not null,
  permission   text,
  -- Who is to answer.
  to_ids       uuid[] not null,
  answer       text,
  answered_by  uuid,
  answered_at  timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, member_id) references member (workspace_id, id),
  check ((answer is null) = (answered_by is null))
);
create index problem_report_member on problem_report (workspace_id, member_id, id desc);
create index problem_report_open on problem_report (workspace_id, id desc) where answer is null;

-- Whoever heads a department is looked for with every request.
create index appointment_head on appointment (workspace_id, department_id) where is_head and ended_at is null;
