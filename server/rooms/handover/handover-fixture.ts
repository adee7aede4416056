/** An office in which things are handed over: the cast's company, with groups, reports and files that people hold. */
import type { TestContext } from 'node:test'
import type { HandedKind } from '@hufu/contract'
import { newId } from '@hufu/kit'
import { kyselyOver } from '../../platform/db/index.ts'
import type { PlatformTables } from '../../platform/feed/index.ts'
import { authorityCommands } from '../authority/index.ts'
import { directoryCommands } from '../directory/index.ts'
import { totalIn } from '../holdings/index.ts'
import type { Where } from '../holdings/index.ts'
import { openGroup } from '../messaging/index.ts'
import { because, company, holdings } from '../../testing/index.ts'
import type { Company, Who } from '../../testing/index.ts'
import { accept, decline, offer, reverse, transferables, withdraw } from './index.ts'

export const handed = transferables(holdings)

type Offering = {
  readonly by?: Who
  readonly occasion?: 'departure' | 'inservice'
  readonly itemIds?: readonly string[]
  readonly node?: number
}

export type Office = Company & {
  readonly where: Where
  /** Opens a group; answers its id. */
  readonly group: (owner: Who, ...others: readonly Who[]) => Promise<string>
  readonly report: (who: Who, manager: Who) => Promise<void>
  /** Files that somebody has put into a group. */
  readonly files: (who: Who, groupId: string, count: number) => Promise<readonly string[]>
  readonly filesOf: (uploaderId: string, groupId: string, count: number) => Promise<readonly string[]>
  readonly offer: (from: Who, to: Who, kind: HandedKind, more?: Offering) => Promise<string>
  readonly accept: (who: Who, id: string, node?: number) => ReturnType<typeof accept>
  readonly decline: (who: Who, id: string) => Promise<null>
  readonly withdraw: (who: Who, id: string, node?: number) => Promise<null>
  readonly reverse: (who: Who, id: string) => ReturnType<typeof reverse>
  readonly stateOf: (id: string) => Promise<string>
  readonly ownerOf: (groupId: string) => Promise<string | null>
  readonly membersOf: (groupId: string) => Promise<readonly string[]>
  readonly query: (
    text: string,
    ...values: readonly unknown[]
  ) => Promise<readonly Readonly<Record<string, unknown>>[]>
  /** How many things of each kind everybody holds together, as one text. */
  readonly total: () => Promise<string>
  /** Lets 张强 hand over in 研发 and nowhere else. */
  readonly lend: () => Promise<void>
}

/** The cast's company with what they hold. */
export async function office(t: Pick<TestContext, 'after'>, nodes = 1): Promise<Office> {
  const it = await company(t, { nodes })
  const [node] = it.nodes
  if (node === undefined) throw new Error('a company has a node')
  const query = (text: string, values: readonly unknown[]) => node.pool.query(text, [...values])
  const where = { db: kyselyOver<PlatformTables>(node.pool), workspaceId: it.workspaceId }
  const one = async (text: string, values: readonly unknown[]): Promise<unknown> => {
    const { rows } = await query(text, values)
    const [row] = rows as readonly Readonly<Record<string, unknown>>[]
    return row === undefined ? null : Object.values(row)[0]
  }
  const done = async <T>(performed: Promise<{ readonly result: T }>): Promise<T> => (await performed).result
  return {
    ...it,
    where,
    group: async (owner, ...others) => {
      const memberIds = others.map((who) => it.id[who])
      return (await it.as(owner, (act) => openGroup(act, { name: '项目群', memberIds }))).result.id
    },
    report: async (who, manager) => {
      await it.as('chenli', (act) =>
        directoryCommands['members.change'](act, { memberId: it.id[who], managerId: it.id[manager] }),
      )
    },
    files: (who, groupId, count) => putFiles(query, it, { uploaderId: it.id[who], groupId, count }),
    filesOf: (uploaderId, groupId, count) => putFiles(query, it, { uploaderId, groupId, count }),
    offer: async (from, to, kind, { by = 'lina', occasion = 'inservice', itemIds, node: at = 0 } = {}) => {
      const input = { fromId: it.id[from], toId: it.id[to], kind, itemIds, occasion, because }
      return (await it.as(by, (act) => offer(act, handed, input), { node: at })).result.id
    },
    accept: (who, id, at = 0) => done(it.as(who, (act) => accept(act, handed, id), { node: at })),
    decline: (who, offerId) => done(it.as(who, (act) => decline(act, { offerId, because }))),
    withdraw: (who, id, at = 0) => done(it.as(who, (act) => withdraw(act, id), { node: at })),
    reverse: (who, offerId) => done(it.as(who, (act) => reverse(act, handed, { offerId, because }))),
    stateOf: async (id) => String(await one('select state from handover where id = $1', [id])),
    ownerOf: async (id) => {
      const owner = await one('select owner_id from conversation where id = $1', [id])
      return typeof owner === 'string' ? owner : null
    },
    membersOf: async (id) => {
      const text =
        'select member_id from conversation_member where conversation_id = $1 order by joined_at, member_id'
      const { rows } = await query(text, [id])
      return (rows as readonly { readonly member_id: string }[]).map((row) => row.member_id)
    },
    query: async (text, ...values) => {
      const { rows } = await query(text, values)
      return rows as readonly Readonly<Record<string, unknown>>[]
    },
    total: async () => JSON.stringify([...(await totalIn(where, [...handed.values()]))]),
    lend: () => lend(it),
  }
}

async function lend(it: Company): Promise<void> {
  const scope = { type: 'departments', ids: [it.department.research] } as const
  await it.as('chenli', (act) =>
    authorityCommands['administrators.change'](act, {
      administratorId: it.seat.zhangqiang,
      permissions: ['handover.run', 'handover.inservice', 'org.member.edit'],
      scope,
      ceiling: { permissions: ['file.download', 'file.upload', 'msg.dm'], reach: scope },
      because,
    }),
  )
}

type Query = (text: string, values: readonly unknown[]) => Promise<unknown>

// As uploads leave them; the bytes are the business of those tests that read them.
async function putFiles(
  query: Query,
  it: Company,
  {
    uploaderId,
    groupId,
    count,
  }: { readonly uploaderId: string; readonly groupId: string; readonly count: number },
): Promise<readonly string[]> {
  const ids = Array.from({ length: count }, () => newId())
  await query(
    `insert into file (workspace_id, id, conversation_id, uploader_id, keeper_id, name, type, size, sha256, uploaded_at, sent_seq)
     select $1, id, $2, $3, $3, 'plan-' || n || '.pdf', 'application/pdf', 10, sha256(id::text::bytea), now(), n
     from unnest($4::uuid[]) with ordinality as given (id, n)`,
    [it.workspaceId, groupId, uploaderId, ids],
  )
  return ids
}
