-- The ledger: two append-only RFC 6962 trees per workspace, written by one function and read by all.
-- docs/spec/ledger.md has the rules (L-…); docs/adr/0003 and 0004 say why the leaf and the storage look so.

-- Newest state of a tree. Its row is also the lock that puts appends in one order.
create table ledger_head (
  workspace_id uuid     not null references workspace,
  tree         text     not null check (tree in ('authority', 'activity')),
  size         bigint   not null check (size >= 0),
  revision     bigint   not null check (revision >= 0),
  root         bytea    not null check (length(root) = 32),
  -- Roots of the perfect subtrees at the right edge, largest first: one for each 1 in the binary size.
  frontier     bytea[]  not null check (cardinality(frontier) = bit_count(size::bit(64))),
  link         bytea    not null check (length(link) = 32),
  primary key (workspace_id, tree)
) with (fillfactor = 50);

-- One row is one leaf. `leaf` is the canonical JSON that was hashed; the other columns repeat parts of it for searching.
-- No foreign key: a check per row costs a bulk append a fifth of its time, and the only writer holds the head's row.
create table ledger_entry (
  workspace_id uuid        not null,
  tree         text        not null,
  index        bigint      not null check (index >= 0),
  revision     bigint      not null,
  event        text        not null,
  leaf         text        not null,
  leaf_hash    bytea       not null check (length(leaf_hash) = 32),
  -- SHA-256 of the link before and this leaf hash: names the first changed entry where a root can only say "some".
  link         bytea       not null check (length(link) = 32),
  -- Clear values of the leaf's commitments, so that they can be erased while the tree stays whole.
  sealed       jsonb       not null,
  salt         bytea       not null check (length(salt) = 16),
  at           timestamptz not null,
  request_id   text        not null,
  primary key (workspace_id, tree, index)
);
-- With the index of the entry, so that the first of a revision is found without walking the tree.
create index ledger_entry_revision on ledger_entry (workspace_id, tree, revision, index);
create index ledger_entry_event on ledger_entry (workspace_id, tree, event, index);
-- A COMMIT with unknown outcome is looked up by its request.
create index ledger_entry_request on ledger_entry (workspace_id, request_id) where tree = 'authority';

-- What concerns whom: a member's own view of the ledger.
create table ledger_about (
  workspace_id uuid   not null,
  member_id    uuid   not null,
  tree         text   not null,
  index        bigint not null,
  primary key (workspace_id, member_id, tree, index)
);

-- Roots of full subtrees at levels 4, 8, 12 …, so that a proof reads some eighty hashes and never the whole tree.
create table ledger_node (
  workspace_id uuid     not null,
  tree         text     not null,
  level        smallint not null check (level > 0 and level % 4 = 0),
  index        bigint   not null check (index >= 0),
  hash         bytea    not null check (length(hash) = 32),
  primary key (workspace_id, tree, level, index)
);

-- Signed heads. The key is outside the database, so whoever owns the database cannot make one.
create table ledger_checkpoint (
  workspace_id uuid        not null references workspace,
  tree         text        not null check (tree in ('authority', 'activity')),
  size         bigint      not null check (size > 0),
  root         bytea       not null check (length(root) = 32),
  note         text        not null,
  signed_at    timestamptz not null,
  primary key (workspace_id, tree, size)
);

create function hufu_ledger_keep() returns trigger
language plpgsql
as $$
begin
  raise exception 'ledger rows are never changed or deleted (%)', tg_table_name
    using errcode = 'restrict_violation';
end $$;

-- INVARIANT append-only: held by server/platform/ledger/append.test.ts. A superuser can still get round these
-- triggers; what they did is then found by `hufu ledger verify`.
create trigger ledger_entry_keep before update or delete or truncate on ledger_entry
  for each statement execute function hufu_ledger_keep();
create trigger ledger_about_keep before update or delete or truncate on ledger_about
  for each statement execute function hufu_ledger_keep();
create trigger ledger_node_keep before update or delete or truncate on ledger_node
  for each statement execute function hufu_ledger_keep();
create trigger ledger_checkpoint_keep before update or delete or truncate on ledger_checkpoint
  for each statement execute function hufu_ledger_keep();
create trigger ledger_head_keep before delete or truncate on ledger_head
  for each statement execute function hufu_ledger_keep();
revoke update, delete, truncate on ledger_entry, ledger_about, ledger_node, ledger_checkpoint from public;

-- Takes the lock that puts appends to a tree in one order, making the empty tree on first use.
create function hufu_ledger_lock(in_workspace uuid, in_tree text) returns ledger_head
language plpgsql volatile
as $$
declare
  head  ledger_head;
  empty constant bytea := sha256(''::bytea);
begin
  select * into head from ledger_head h where h.workspace_id = in_workspace and h.tree = in_tree for update;
  if not found then
    insert into ledger_head (workspace_id, tree, size, revision, root, frontier, link)
    values (in_workspace, in_tree, 0, 0, empty, '{}', empty)
    on conflict do nothing;
    select * into head from ledger_head h where h.workspace_id = in_workspace and h.tree = in_tree for update;
  end if;
  return head;
end $$;

-- Appends leaves to a tree in one call, holding the head's lock until the transaction ends. `in_at` and `in_request`
-- may be null: then each entry takes its own from its leaf. `in_about` is a list of [offset in this call, member id].
create function hufu_ledger_append(
  in_workspace uuid, in_tree text, in_revision bigint, in_at timestamptz, in_request text,
  in_events text[], in_leaves text[], in_sealed jsonb[], in_salts bytea[], in_about jsonb,
  out first_index bigint, out size bigint, out root bytea
)
language plpgsql volatile
as $$
<<append>>
declare
  head         ledger_head;
  total        constant integer := cardinality(in_leaves);
  leaf         text;
  carry        bytea;
  link         bytea;
  above        bigint;
  level        smallint;
  nodes        bytea[];
  depth        integer;
  done         integer := 0;
  hashes       bytea[] := '{}';
  links        bytea[] := '{}';
  kept         integer := 0;
  kept_levels  smallint[] := '{}';
  kept_indexes bigint[] := '{}';
  kept_hashes  bytea[] := '{}';
begin
  if total = 0 or cardinality(in_events) <> total or cardinality(in_sealed) <> total or cardinality(in_salts) <> total
  then
    raise exception 'a ledger append needs as many events, leaves, sealed values and salts, and at least one';
  end if;
  head := hufu_ledger_lock(in_workspace, in_tree);
  if in_revision < head.revision then
    raise exception 'revision % is behind %, where the ledger stands', in_revision, head.revision;
  end if;
  first_index := head.size;
  size := head.size;
  link := head.link;
  nodes := head.frontier;
  depth := cardinality(nodes);

  foreach leaf in array in_leaves loop
    carry := sha256('\x00'::bytea || convert_to(leaf, 'UTF8'));
    link := sha256(link || carry);
    done := done + 1;
    hashes[done] := carry;
    links[done] := link;
    above := size;
    level := 0;
    while above & 1 = 1 loop
      carry := sha256('\x01'::bytea || nodes[depth] || carry);
      depth := depth - 1;
      above := above >> 1;
      level := level + 1;
      if level & 3 = 0 then
        kept := kept + 1;
        kept_levels[kept] := level;
        kept_indexes[kept] := above;
        kept_hashes[kept] := carry;
      end if;
    end loop;
    depth := depth + 1;
    nodes[depth] := carry;
    size := size + 1;
  end loop;

  nodes := nodes[1:depth];
  root := nodes[depth];
  for at_depth in reverse depth - 1 .. 1 loop
    root := sha256('\x01'::bytea || nodes[at_depth] || root);
  end loop;

  insert into ledger_entry
    (workspace_id, tree, index, revision, event, leaf, leaf_hash, link, sealed, salt, at, request_id)
  select in_workspace, in_tree, first_index + e.place - 1, in_revision, e.event, e.leaf, e.leaf_hash, e.link,
         e.sealed, e.salt,
         coalesce(in_at, (e.leaf::jsonb ->> 'at')::timestamptz),
         coalesce(in_request, e.leaf::jsonb ->> 'request')
  from unnest(in_events, in_leaves, hashes, links, in_sealed, in_salts)
       with ordinality as e (event, leaf, leaf_hash, link, sealed, salt, place);
  if jsonb_array_length(in_about) > 0 then
    insert into ledger_about (workspace_id, member_id, tree, index)
    select in_workspace, (pair ->> 1)::uuid, in_tree, first_index + (pair ->> 0)::bigint
    from jsonb_array_elements(in_about) as pair;
  end if;
  if kept > 0 then
    insert into ledger_node (workspace_id, tree, level, index, hash)
    select in_workspace, in_tree, n.level, n.index, n.hash
    from unnest(kept_levels, kept_indexes, kept_hashes) as n (level, index, hash);
  end if;
  update ledger_head h
  set size = hufu_ledger_append.size, revision = in_revision, root = hufu_ledger_append.root,
      frontier = nodes, link = append.link
  where h.workspace_id = in_workspace and h.tree = in_tree;
end $$;
