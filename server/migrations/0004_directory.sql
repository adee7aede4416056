-- Departments, members, appointments, positions, groups, and imports. People, departments and positions are never
-- deleted: history speaks of them. Keys ending in _key are folded by the server; "C" keeps their order the same everywhere.

create table department (
  workspace_id uuid not null references workspace,
  id           uuid not null,
  parent_id    uuid,                       -- null for the company alone
  name         text not null check (name <> ''),
  name_key     text collate "C" not null,
  -- `/12/7/`: the numbers from the company down to the department itself, so that a subtree is one range.
  number       bigint not null,
  path         text collate "C" not null check (path ~ '^/([0-9]+/)+$'),
  created_at   timestamptz not null,
  removed_at   timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, parent_id) references department (workspace_id, id),
  check (parent_id <> id),
  check ((parent_id is null) = (path = '/' || number || '/')),
  check (path like '%/' || number || '/'),
  check (parent_id is not null or removed_at is null)
);
create unique index department_root on department (workspace_id) where parent_id is null;
create unique index department_name on department (workspace_id, parent_id, name_key) where removed_at is null;
create unique index department_number on department (workspace_id, number);
create index department_path on department (workspace_id, path) where removed_at is null;

create table member (
  workspace_id uuid not null references workspace,
  id           uuid not null,
  name         text not null check (name <> ''),
  name_key     text collate "C" not null,
  -- Order of a list as a Chinese reader expects; made by the server, since collations differ between machines.
  sort_key     text collate "C" not null,
  login        text not null check (login <> ''),
  login_key    text collate "C" not null,
  phone        text check (phone ~ '^\+?[0-9]{5,20}$'),
  email        text,
  employee_no  text,
  employee_key text collate "C",
  status       text not null check (status in ('invited', 'active', 'suspended', 'departed')),
  -- A session carries the epoch it began in; a higher one here ends it.
  epoch        integer not null default 0,
  manager_id   uuid,
  search       tsvector not null,
  created_at   timestamptz not null,
  departed_at  timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, manager_id) references member (workspace_id, id),
  check (manager_id <> id),
  check ((status = 'departed') = (departed_at is not null)),
  check ((employee_no is null) = (employee_key is null))
);
-- A login is never used again, not even by another person later; phone and employee number are free once their owner left.
create unique index member_login on member (workspace_id, login_key);
create unique index member_phone on member (workspace_id, phone) where departed_at is null and phone is not null;
create unique index member_employee on member (workspace_id, employee_key) where departed_at is null and employee_key is not null;
create index member_order on member (workspace_id, sort_key, id);
create index member_manager on member (workspace_id, manager_id) where manager_id is not null;
create index member_search on member using gin (search);

-- Who does not see whom. Rows are ended, never deleted; `viewers` are those whom a rule does not concern.
create table visibility_rule (
  workspace_id  uuid not null references workspace,
  id            uuid not null,
  kind          text not null check (kind in ('hide', 'fields', 'limit', 'shield')),
  about_type    text not null check (about_type in ('member', 'department', 'everyone')),
  about_id      uuid,
  fields        text[] not null,
  reach         text check (reach in ('itself', 'below', 'custom')),
  list          jsonb not null,
  viewers       jsonb not null,
  because       text not null,
  set_by        text not null,
  set_at        timestamptz not null,
  changed_at    timestamptz,
  ended_at      timestamptz,
  ended_by      text,
  ended_because text,
  primary key (workspace_id, id),
  check ((about_type = 'everyone') = (about_id is null)),
  check (about_type <> 'everyone' or kind = 'fields'),
  check ((kind = 'fields') = (cardinality(fields) > 0)),
  check ((kind = 'limit') = (reach is not null)),
  check (kind <> 'limit' or about_type = 'department'),
  check (kind <> 'shield' or about_type = 'member'),
  check ((ended_at is null) = (ended_by is null))
);
create index visibility_rule_listed on visibility_rule (workspace_id, id desc);

create table position (
  workspace_id uuid not null references workspace,
  id           uuid not null,
  name         text not null check (name <> ''),
  name_key     text collate "C" not null,
  created_at   timestamptz not null,
  removed_at   timestamptz,
  primary key (workspace_id, id)
);
create unique index position_name on position (workspace_id, name_key) where removed_at is null;

create table appointment (
  workspace_id  uuid not null,
  id            uuid not null,
  member_id     uuid not null,
  department_id uuid not null,
  position_id   uuid,
  is_primary    boolean not null,
  is_head       boolean not null,
  from_at       timestamptz not null,
  ended_at      timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, member_id) references member (workspace_id, id),
  foreign key (workspace_id, department_id) references department (workspace_id, id),
  foreign key (workspace_id, position_id) references position (workspace_id, id)
);
create unique index appointment_primary on appointment (workspace_id, member_id) where is_primary and ended_at is null;
create unique index appointment_place on appointment (workspace_id, member_id, department_id) where ended_at is null;
create index appointment_department on appointment (workspace_id, department_id, member_id) where ended_at is null;
create index appointment_position on appointment (workspace_id, position_id) where ended_at is null and position_id is not null;

create table member_group (
  workspace_id  uuid not null references workspace,
  id            uuid not null,
  name          text not null check (name <> ''),
  name_key      text collate "C" not null,
  department_id uuid,
  created_at    timestamptz not null,
  removed_at    timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, department_id) references department (workspace_id, id)
);
create unique index member_group_name on member_group (workspace_id, name_key) where removed_at is null;

create table group_member (
  workspace_id uuid not null,
  group_id     uuid not null,
  member_id    uuid not null,
  added_at     timestamptz not null,
  primary key (workspace_id, group_id, member_id),
  foreign key (workspace_id, group_id) references member_group (workspace_id, id),
  foreign key (workspace_id, member_id) references member (workspace_id, id)
);
create index group_member_of on group_member (workspace_id, member_id);

-- A group inside a group. That there is no circle is held by the command, under the workspace's lock, and by the facts.
create table group_nesting (
  workspace_id uuid not null,
  group_id     uuid not null,
  inner_id     uuid not null,
  added_at     timestamptz not null,
  primary key (workspace_id, group_id, inner_id),
  foreign key (workspace_id, group_id) references member_group (workspace_id, id),
  foreign key (workspace_id, inner_id) references member_group (workspace_id, id),
  check (group_id <> inner_id)
);
create index group_nesting_of on group_nesting (workspace_id, inner_id);

-- Raised by every change of the tables above: a dry run is only applied to the directory it was made for.
create table directory_version (
  workspace_id uuid primary key references workspace,
  version      bigint not null,
  -- Numbers of departments already given.
  departments  bigint not null
);

create table import (
  workspace_id uuid not null references workspace,
  id           uuid not null,
  file_name    text not null,
  state        text not null check (state in ('reading', 'ready', 'refused', 'committing', 'committed', 'cancelled')),
  code         text,
  details      jsonb not null default '{}',
  format       text check (format in ('csv', 'xlsx')),
  encoding     text,
  dialect      text check (dialect in ('plain', 'wecom', 'dingtalk')),
  ignored      text[] not null default '{}',
  rows_read    integer not null default 0,
  rows_total   integer,
  counts       jsonb not null default '{"new": 0, "changed": 0, "unchanged": 0, "refused": 0, "departments": 0}',
  -- The version of the directory that the preview was made for.
  version      bigint,
  -- The node that reads or applies it, and when it last said so: what was left behind by a crash is found by both.
  node_id      uuid not null,
  beat_at      timestamptz not null,
  created_by   uuid not null,
  created_at   timestamptz not null,
  committed_at timestamptz,
  applied      jsonb,
  primary key (workspace_id, id),
  foreign key (workspace_id, created_by) references member (workspace_id, id)
);
create index import_created on import (workspace_id, created_at desc, id desc);

-- What an import would do, staged outside the lock. Plain rows without keys of their own: written once, in bulk.
create table import_row (
  workspace_id uuid not null,
  import_id    uuid not null,
  row          integer not null,
  outcome      text not null check (outcome in ('new', 'changed', 'unchanged', 'refused')),
  code         text,
  details      jsonb,
  name         text not null,
  login        text not null,
  departments  text not null,
  changes      jsonb,
  -- Who leaves according to the file, and when: the import takes nothing, a plan does.
  leaving      text check (leaving in ('departure', 'suspension')),
  leaving_due  timestamptz,
  member_id    uuid,
  primary key (workspace_id, import_id, row),
  check ((leaving is null) = (member_id is null))
);
create index import_row_leaving on import_row (workspace_id, import_id, row) where leaving is not null;
create index import_row_outcome on import_row (workspace_id, import_id, outcome, row);

create table import_department (
  workspace_id uuid not null,
  import_id    uuid not null,
  place        integer not null,
  id           uuid not null,
  parent_id    uuid not null,
  name         text not null,
  name_key     text not null,
  primary key (workspace_id, import_id, place)
);

create table import_position (
  workspace_id uuid not null,
  import_id    uuid not null,
  id           uuid not null,
  name         text not null,
  name_key     text not null,
  primary key (workspace_id, import_id, id)
);

create table import_member (
  workspace_id uuid not null,
  import_id    uuid not null,
  place        integer not null,
  id           uuid not null,
  is_new       boolean not null,
  status       text,
  name         text not null,
  name_key     text not null,
  sort_key     text not null,
  login        text not null,
  login_key    text not null,
  phone        text,
  email        text,
  employee_no  text,
  employee_key text,
  manager_id   uuid,
  -- Fields that differ, for the ledger.
  fields       text[] not null,
  tokens       text[] not null,
  primary key (workspace_id, import_id, place)
);

create table import_appointment (
  workspace_id  uuid not null,
  import_id     uuid not null,
  place         integer not null,
  deed          text not null check (deed in ('make', 'change', 'end')),
  id            uuid not null,
  member_id     uuid not null,
  department_id uuid not null,
  position_id   uuid,
  is_primary    boolean not null,
  is_head       boolean not null,
  primary key (workspace_id, import_id, place)
);

-- Everybody above a member, nearest first, at most so many: whom each names, else the head of the nearest department above
-- who is not themself. Whoever was met before ends it. A function, because a connection plans what stands in one once:
-- planning this took three times as long as answering it, while everybody who decides waits.
create function hufu_managers_above(company uuid, below uuid, most integer) returns setof uuid
language plpgsql stable
as $$
declare
  met   uuid[] := array[below];
  above uuid := below;
begin
  for step in 1..most loop
    select coalesce(m.manager_id, (
      select h.member_id from (
        select d.path from appointment a
        join department d on d.workspace_id = a.workspace_id and d.id = a.department_id
        where a.workspace_id = company and a.member_id = m.id and a.ended_at is null
        order by a.is_primary desc, a.id limit 1
      ) as own
      join department d on d.workspace_id = company
        and d.number = any(string_to_array(trim(both '/' from own.path), '/')::bigint[])
      join appointment h on h.workspace_id = company and h.department_id = d.id and h.is_head and h.ended_at is null
      join member head on head.workspace_id = company and head.id = h.member_id
      where h.member_id <> m.id and head.departed_at is null
      order by length(d.path) desc, h.id limit 1
    )) into above from member m where m.workspace_id = company and m.id = above;
    exit when above is null or above = any(met);
    met := met || above;
    return next above;
  end loop;
end $$;
