-- Attachments. The bytes lie under the file's id in the data directory; a row exists only for bytes that are whole.

create table file (
  workspace_id    uuid not null references workspace,
  id              uuid not null,
  conversation_id uuid not null,
  uploader_id     uuid not null,
  -- Who answers for it: the uploader, until it is handed over. Keeping it gives no right to read it.
  keeper_id       uuid not null,
  name            text not null,
  type            text not null,
  size            bigint not null check (size > 0),
  sha256          bytea not null check (length(sha256) = 32),
  uploaded_at     timestamptz not null,
  -- Number of the message that took it along. Until then only its uploader sees it, and after a day it is swept away.
  sent_seq        bigint,
  primary key (workspace_id, id),
  foreign key (workspace_id, conversation_id) references conversation (workspace_id, id),
  foreign key (workspace_id, uploader_id) references member (workspace_id, id),
  foreign key (workspace_id, keeper_id) references member (workspace_id, id)
);
create index file_keeper on file (workspace_id, keeper_id, id desc) where sent_seq is not null;
create index file_uploader on file (workspace_id, uploader_id, uploaded_at desc);
create index file_place on file (workspace_id, conversation_id, uploaded_at desc);
create index file_unsent on file (uploaded_at) where sent_seq is null;
-- The job that looks for bytes without a row knows their ids only.
create index file_id on file (id);

alter table message add foreign key (workspace_id, file_id) references file (workspace_id, id);
create unique index message_file on message (workspace_id, file_id) where file_id is not null;
