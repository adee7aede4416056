import { finished } from 'node:stream/promises'
import type { AuthorityEvent, MemberStatus } from '@hufu/authority'
import pg from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import type { Reader } from '../../platform/feed/index.ts'

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
  yield* pages(reader, { text: 'id::text', from: 'position', where: 'removed_at is null' }, (line) => ({
    name: 'position.created@1',
    data: { positionId: line },
  }))
  const people = { text: 'id::text || status', from: 'member', where: 'true', orderBy: 'id' }
  yield* pages(reader, people, (line) => ({
    name: 'member.added@1',
    // The database checks the status.
    data: { memberId: idIn(line, 0), status: line.slice(ID) as MemberStatus },
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

const NO_ID = '-'.repeat(36)
const ID = NO_ID.length

const idIn = (line: string, place: number): string => line.slice(place * ID, (place + 1) * ID)

function idOrNull(line: string, place: number): string | null {
  const id = idIn(line, place)
  return id === NO_ID ? null : id
}

function appointments(reader: Reader): AsyncGenerator<readonly AuthorityEvent[]> {
  const text = `id::text || member_id || department_id || coalesce(position_id::text, '${NO_ID}')
                || case when is_primary then 'p' else '-' end || case when is_head then 'h' else '-' end`
  return pages(reader, { text, from: 'appointment', where: 'ended_at is null' }, (line) => ({
    name: 'appointment.made@1',
    data: {
      appointmentId: idIn(line, 0),
      memberId: idIn(line, 1),
      departmentId: idIn(line, 2),
      positionId: idOrNull(line, 3),
      primary: line[4 * ID] === 'p',
      head: line[4 * ID + 1] === 'h',
    },
  }))
}

async function* groups(reader: Reader): AsyncGenerator<readonly AuthorityEvent[]> {
  const kept = `id::text || coalesce(department_id::text, '${NO_ID}')`
  yield* pages(reader, { text: kept, from: 'member_group', where: 'removed_at is null' }, (line) => ({
    name: 'group.created@1',
    data: { groupId: idIn(line, 0), departmentId: idOrNull(line, 1) },
  }))
  const inside = {
    text: 'group_id::text || member_id',
    from: 'group_member',
    where: 'true',
  }
  yield* pages(reader, inside, (line) => ({
    name: 'group.member-added@1',
    data: { groupId: idIn(line, 0), memberId: idIn(line, 1) },
  }))
  const nested = { text: 'group_id::text || inner_id', from: 'group_nesting', where: 'true' }
  yield* pages(reader, nested, (line) => ({
    name: 'group.group-added@1',
    data: { groupId: idIn(line, 0), innerId: idIn(line, 1) },
  }))
}

type Lines = {
  /** What to read of a row, put together to one text: taking columns apart is what costs most in a million rows. */
  readonly text: string
  readonly from: string
  readonly where: string
  /** Where the order matters. Members stand in that of their ids, so that lists of them need no sorting. */
  readonly orderBy?: string
}

/**
 * A table of a workspace, some hundred rows at a time as they arrive: one scan, also where the database has no statistics
 * yet because an import has only just filled the table. Copied, because it gives nothing but text, which costs a third of
 * what rows do. Nothing in these lines is ever escaped: ids, and words that the database checks.
 */
async function* pages(
  { client, workspaceId }: Reader,
  { text, from, where, orderBy }: Lines,
  event: (line: string) => AuthorityEvent,
): AsyncGenerator<readonly AuthorityEvent[]> {
  // It takes no parameters.
  const rows = `select ${text} from ${from} where workspace_id = ${pg.escapeLiteral(workspaceId)} and ${where}
                ${orderBy === undefined ? '' : `order by ${orderBy}`}`
  const copied = client.query(copyTo(`copy (${rows}) to stdout`))
  let rest = ''
  try {
    for await (const piece of copied.iterator({ destroyOnReturn: false })) {
      // Without an encoding they are buffers.
      const lines = (rest + (piece as Buffer).toString('latin1')).split('\n')
      rest = lines.pop() ?? ''
      yield lines.map(event)
    }
  } catch (error) {
    // Nothing more comes, and the library leaves it at that.
    copied.destroy()
    throw error
  } finally {
    // Whoever reads may stop early; the connection is theirs again when everything has come.
    copied.resume()
    await finished(copied).catch(() => undefined)
  }
}
