/** An office for the tests of this room: one company, two nodes, four people, and what they are told. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import type { AuthorityEvent, PermissionKey, Scope } from '@hufu/authority'
import type { ServerFrame } from '@hufu/contract'
import { newId } from '@hufu/kit'
import type { PoolClient } from 'pg'
import { performOn, permit, provingProjections, record } from '../../platform/act/index.ts'
import type { Act, Actor, Kind, Perform, Performed, Tally } from '../../platform/act/index.ts'
import { openBlobs } from '../../platform/blobs/index.ts'
import type { Blobs } from '../../platform/blobs/index.ts'
import { systemClock } from '../../platform/clock/index.ts'
import { asAuthorityEvent, isAuthorityEvent } from '../../platform/feed/index.ts'
import type { Reader } from '../../platform/feed/index.ts'
import { quietLog } from '../../platform/log/index.ts'
import { startNode } from '../../platform/nodes/index.ts'
import type { HufuNode } from '../../platform/nodes/index.ts'
import { directoryProjections } from '../directory/index.ts'
import { atTheirWord, testDatabase } from '../../testing/index.ts'
import { conversations, openGroup, send, startDelivery } from './index.ts'

/** 李娜 and 王伟 are of 研发, 陈晨 of 销售, 周敏 of the company itself; 李娜 founded it. */
export type Who = 'lina' | 'wangwei' | 'chenchen' | 'zhoumin'
const names: Record<Who, string> = { lina: '李娜', wangwei: '王伟', chenchen: '陈晨', zhoumin: '周敏' }
const baseline: readonly PermissionKey[] = [
  'msg.dm',
  'msg.cross_dept',
  'msg.group',
  'msg.read',
  'group.create',
  'group.member.manage',
  'group.dissolve',
  'file.upload',
  'file.download',
]

/** A frame as it reached somebody, on which node and when (monotonic ms). */
export type Told = {
  readonly node: number
  readonly memberId: string
  readonly frame: ServerFrame
  readonly at: number
}

export type Office = {
  readonly url: string
  readonly workspaceId: string
  readonly id: Readonly<Record<Who, string>>
  readonly nodes: readonly HufuNode[]
  readonly told: Told[]
  readonly blobs: Blobs
  readonly blobsDir: string
  /** Performs a command of this room as somebody, on a node. */
  readonly as: <T>(
    who: Who,
    work: (act: Act) => Promise<T>,
    kind?: Kind,
    node?: number,
  ) => Promise<Performed<T>>
  readonly say: (who: Who, conversationId: string, body: string, node?: number) => Promise<number>
  readonly group: (owner: Who, ...others: Who[]) => Promise<string>
  readonly take: (who: Who, key: PermissionKey, node?: number) => Promise<Performed<null>>
  readonly depart: (who: Who) => Promise<void>
}

// The ledger itself as the source of facts: this room's tests need no other room's commands.
async function* fromLedger(reader: Reader): AsyncGenerator<readonly AuthorityEvent[]> {
  const { rows } = await reader.client.query<{ event: string; leaf: string }>(
    "select event, leaf from ledger_entry where workspace_id = $1 and tree = 'authority' order by index",
    [reader.workspaceId],
  )
  for (const { event, leaf } of rows) {
    const { data } = JSON.parse(leaf) as { data: unknown }
    if (isAuthorityEvent(event)) yield [asAuthorityEvent({ event, data })]
  }
}

/** One node of the office, on a database that is there. */
export const officeNode = (url: string, name: string): Promise<HufuNode> =>
  startNode({
    url,
    name,
    log: quietLog(),
    clock: systemClock,
    snapshots: [fromLedger],
    projections: [...provingProjections, ...directoryProjections, conversations],
    connectionsMax: 10,
  })

/** Founds the company on a fresh database and opens its doors on two nodes. */
export async function office(t: TestContext): Promise<Office> {
  const { url } = await testDatabase(t)
  const blobsDir = await mkdtemp(join(tmpdir(), 'hufu-office-'))
  t.after(() => rm(blobsDir, { recursive: true, force: true }))
  const nodes = [await officeNode(url, 'one'), await officeNode(url, 'two')]
  t.after(() => Promise.all(nodes.map((node) => node.stop())))
  const told: Told[] = []
  for (const [place, node] of nodes.entries()) listenAt(node, place, told)
  const performs = nodes.map((node) => performOn(node))
  const workspaceId = newId()
  const id = { lina: newId(), wangwei: newId(), chenchen: newId(), zhoumin: newId() }
  await found(on(performs, 0), workspaceId, id)
  const as: Office['as'] = (who, work, kind = 'content', node = 0) =>
    on(performs, node)(member(id[who]), { name: 'test', kind, workspaceId, proof: atTheirWord }, work)
  return {
    url,
    workspaceId,
    id,
    nodes,
    told,
    blobsDir,
    as,
    blobs: await openBlobs(blobsDir),
    async say(who, conversationId, body, node = 0) {
      const { result } = await as(
        who,
        (act) => send(act, { conversationId, clientId: newId(), body, fileId: null }),
        'content',
        node,
      )
      return result.seq
    },
    async group(owner, ...others) {
      const memberIds = others.map((other) => id[other])
      return (await as(owner, (act) => openGroup(act, { name: '项目群', memberIds }), 'authority')).result.id
    },
    take: (who, key, node = 0) =>
      as('lina', (act) => restrict(act, id[who], key, { type: 'workspace' }), 'authority', node),
    async depart(who) {
      await as(
        'lina',
        async (act) => {
          record(permit(act, 'org.member.delete', { type: 'member', id: id[who] }), {
            name: 'member.departed@1',
            data: { memberId: id[who] },
          })
          return null
        },
        'authority',
      )
    },
  }
}

function listenAt(node: HufuNode, place: number, told: Told[]): void {
  const { feed, content, log, clock } = node
  startDelivery({
    feed,
    content,
    log,
    clock,
    delivery: {
      toMember: (_workspaceId, memberId, frame, ask) => {
        if (ask()) told.push({ node: place, memberId, frame, at: performance.now() })
      },
    },
  })
}

const member = (memberId: string): Actor => ({ type: 'member', memberId, sessionId: null })

function on(performs: readonly Perform[], node: number): Perform {
  const perform = performs[node]
  if (perform === undefined) throw new Error('there are two nodes')
  return perform
}

function restrict(act: Act, memberId: string, key: PermissionKey, scope: Scope): Promise<null> {
  const tally = permit(act, 'perm.restrict', { type: 'member', id: memberId })
  record(tally, {
    name: 'restriction.placed@1',
    data: {
      restrictionId: newId(),
      subject: { type: 'member', id: memberId },
      right: { type: 'permission', key },
      scope,
      from: null,
      until: null,
    },
  })
  return Promise.resolve(null)
}

const people = ['lina', 'wangwei', 'chenchen', 'zhoumin'] as const
type Company = {
  readonly workspaceId: string
  readonly root: string
  readonly research: string
  readonly sales: string
  readonly id: Office['id']
}

async function found(perform: Perform, workspaceId: string, id: Office['id']): Promise<void> {
  const company: Company = { workspaceId, id, root: newId(), research: newId(), sales: newId() }
  const command = { name: 'found', kind: 'authority', workspaceId, founding: true } as const
  await perform({ type: 'system', name: 'setup' }, command, async (act) => {
    await act.client.query("insert into workspace (id, slug, name) values ($1, 'office', '办公室')", [
      workspaceId,
    ])
    const tally = permit(act, 'sys.org.found', { type: 'workspace' })
    await furnish(tally, company)
    await employ(tally, company)
    record(tally, { name: 'administrator.appointed@1', data: creatorSeat(id.lina) })
    for (const key of baseline) record(tally, { name: 'grant.given@1', data: toEveryone(key) })
    return null
  })
}

async function furnish(
  tally: Tally<'sys.org.found'>,
  { workspaceId, root, research, sales }: Company,
): Promise<void> {
  const { client } = tally.act
  record(tally, { name: 'workspace.founded@1', data: { workspaceId, rootId: root } })
  await insertDepartment(client, workspaceId, root, null, '办公室', 1)
  for (const [departmentId, name, number] of [[research, '研发', 2] as const, [sales, '销售', 3] as const]) {
    record(tally, { name: 'department.created@1', data: { departmentId, parentId: root } })
    await insertDepartment(client, workspaceId, departmentId, root, name, number)
  }
}

async function employ(
  tally: Tally<'sys.org.found'>,
  { workspaceId, id, root, research, sales }: Company,
): Promise<void> {
  const places: Record<Who, string> = { lina: research, wangwei: research, chenchen: sales, zhoumin: root }
  for (const who of people) {
    const memberId = id[who]
    const appointment = {
      appointmentId: newId(),
      memberId,
      departmentId: places[who],
      positionId: null,
      primary: true,
      head: false,
    }
    record(tally, { name: 'member.added@1', data: { memberId, status: 'active' } })
    record(tally, { name: 'appointment.made@1', data: appointment })
    await insertMember(tally.act.client, workspaceId, memberId, who, appointment)
  }
}

const always = { from: null, until: null }
const everywhere = { type: 'workspace' } as const
const toEveryone = (key: PermissionKey) =>
  ({
    ...always,
    grantId: newId(),
    subject: { type: 'everyone' },
    right: { type: 'permission', key },
    scope: everywhere,
    source: 'baseline',
  }) as const
const creatorSeat = (memberId: string) =>
  ({
    ...always,
    administratorId: newId(),
    memberId,
    tier: 'creator',
    permissions: [],
    scope: everywhere,
    ceiling: { permissions: [], reach: everywhere },
    appointedBy: null,
  }) as const

async function insertDepartment(
  client: PoolClient,
  workspaceId: string,
  id: string,
  parentId: string | null,
  name: string,
  number: number,
): Promise<void> {
  await client.query(
    `insert into department (workspace_id, id, parent_id, name, name_key, number, path, created_at)
     values ($1, $2, $3, $4, $4, $5, $6, now())`,
    [workspaceId, id, parentId, name, number, parentId === null ? `/${number}/` : `/1/${number}/`],
  )
}

type Appointment = { readonly appointmentId: string; readonly departmentId: string }

async function insertMember(
  client: PoolClient,
  workspaceId: string,
  id: string,
  who: Who,
  { appointmentId, departmentId }: Appointment,
): Promise<void> {
  await client.query(
    `insert into member (workspace_id, id, name, name_key, sort_key, login, login_key, status, search, created_at)
     values ($1, $2, $3, $3, $3, $4, $4, 'active', '', now())`,
    [workspaceId, id, names[who], who],
  )
  await client.query(
    `insert into appointment (workspace_id, id, member_id, department_id, is_primary, is_head, from_at)
     values ($1, $2, $3, $4, true, false, now())`,
    [workspaceId, appointmentId, id, departmentId],
  )
}

/** Waits until something holds, at most `withinMs`; then it throws. */
export async function until(holds: () => boolean, withinMs = 20_000): Promise<void> {
  const end = performance.now() + withinMs
  while (!holds()) {
    if (performance.now() > end) throw new Error('it did not come to hold in time')
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

/** The messages somebody was told of a conversation, by number, on all nodes together. */
export function heard({ told }: Office, memberId: string, conversationId: string): readonly number[] {
  return told.flatMap(({ memberId: one, frame }) =>
    one === memberId && frame.type === 'message' && frame.message.conversationId === conversationId
      ? [frame.message.seq]
      : [],
  )
}

/** A number of rounds from the environment, so that the same test can be run for long. */
export function rounds(few: number): number {
  const asked = Number(process.env['HUFU_TRIALS_COUNT'] ?? few)
  return Number.isSafeInteger(asked) && asked > 0 ? asked : few
}
