import type { AuthorityEvent, MemberStatus } from '@hufu/authority'
import type { Reader } from '../../platform/feed/index.ts'

/** Rows read at a time: large enough that round trips do not count, small enough to let others in between. */
const PAGE_ROWS = 5000

type Row = Readonly<Record<string, unknown>>

/** The rows of this room as the events that would make them: departments parents first, then people, then the rest. */
export async function* snapshotDirectory(reader: Reader): AsyncGenerator<readonly AuthorityEvent[]> {
  const root = await reader.client.query<{ id: string }>(
    'select id from department where workspace_id = $1 and parent_id is null',
    [reader.workspaceId],
  )
  const rootId = root.rows[0]?.id
  if (rootId === undefined) return
  yield [{ name: 'workspace.founded@1', data: { workspaceId: reader.workspaceId, rootId } }]
  yield await departments(reader)
  yield* pages<{ id: string }>(reader, 'id from position', 'removed_at is null', (row) => ({
    name: 'position.created@1',
    data: { positionId: row.id },
  }))
  yield* pages<{ id: string; status: MemberStatus }>(reader, 'id, status from member', 'true', (row) => ({
    name: 'member.added@1',
    data: { memberId: row.id, status: row.status },
  }))
  yield* appointments(reader)
  yield* groups(reader)
}

/** By length of path and number: whoever stands above comes first. */
async function departments(reader: Reader): Promise<readonly AuthorityEvent[]> {
  const { rows } = await reader.client.query<{ id: string; parent_id: string }>(
    `select id, parent_id from department
     where workspace_id = $1 and removed_at is null and parent_id is not null
     order by length(path) - length(replace(path, '/', '')), number`,
    [reader.workspaceId],
  )
  return rows.map((row) => ({
    name: 'department.created@1',
    data: { departmentId: row.id, parentId: row.parent_id },
  }))
}

type AppointmentRow = {
  readonly id: string
  readonly member_id: string
  readonly department_id: string
  readonly position_id: string | null
  readonly is_primary: boolean
  readonly is_head: boolean
}

function appointments(reader: Reader): AsyncGenerator<readonly AuthorityEvent[]> {
  const columns = 'id, member_id, department_id, position_id, is_primary, is_head from appointment'
  return pages<AppointmentRow>(reader, columns, 'ended_at is null', (row) => ({
    name: 'appointment.made@1',
    data: {
      appointmentId: row.id,
      memberId: row.member_id,
      departmentId: row.department_id,
      positionId: row.position_id,
      primary: row.is_primary,
      head: row.is_head,
    },
  }))
}

async function* groups(reader: Reader): AsyncGenerator<readonly AuthorityEvent[]> {
  const kept = 'id, department_id from member_group'
  yield* pages<{ id: string; department_id: string | null }>(reader, kept, 'removed_at is null', (row) => ({
    name: 'group.created@1',
    data: { groupId: row.id, departmentId: row.department_id },
  }))
  const { rows } = await reader.client.query<{ group_id: string; member_id: string }>(
    'select group_id, member_id from group_member where workspace_id = $1 order by group_id, member_id',
    [reader.workspaceId],
  )
  yield rows.map((row) => ({
    name: 'group.member-added@1',
    data: { groupId: row.group_id, memberId: row.member_id },
  }))
  const nested = await reader.client.query<{ group_id: string; inner_id: string }>(
    'select group_id, inner_id from group_nesting where workspace_id = $1 order by group_id, inner_id',
    [reader.workspaceId],
  )
  yield nested.rows.map((row) => ({
    name: 'group.group-added@1',
    data: { groupId: row.group_id, innerId: row.inner_id },
  }))
}

/**
 * A table of a workspace in the order of its ids, page by page through a cursor: one sort and one scan, also where the
 * database has no statistics yet because an import has only just filled the table. The database reads the next page
 * while this one is being taken in.
 */
async function* pages<T extends Row>(
  { client, workspaceId }: Reader,
  what: string,
  where: string,
  event: (row: T) => AuthorityEvent,
): AsyncGenerator<readonly AuthorityEvent[]> {
  await client.query(
    `declare directory_page no scroll cursor for select ${what} where workspace_id = $1 and ${where} order by id`,
    [workspaceId],
  )
  const fetchPage = (): Promise<readonly T[]> => {
    const page = client.query<T>(`fetch ${PAGE_ROWS} from directory_page`).then(({ rows }) => rows)
    // It may fail while nobody waits for it yet; whoever takes the next page hears of it.
    page.catch(() => undefined)
    return page
  }
  let coming = fetchPage()
  try {
    for (;;) {
      const rows = await coming
      const last = rows.length < PAGE_ROWS
      if (!last) coming = fetchPage()
      yield rows.map(event)
      if (last) return
    }
  } finally {
    // Whoever reads may stop early, with a page still coming; a transaction that failed has closed the cursor by itself.
    await coming.catch(() => undefined)
    await client.query('close directory_page').catch(() => undefined)
  }
}
