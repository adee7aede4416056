import assert from 'node:assert/strict'
import { STEP_UP_HEADER } from '@hufu/contract'
import { verifyReceipt } from '@hufu/merkle'
import { sha256 } from '../platform/ledger/index.ts'
import type { Answer } from './browser.ts'
import { actOf } from './browser.ts'
import type { Cluster } from './cluster.ts'
import { untilHolds } from './patience.ts'

const because = '测试需要'
const KEY = 'file.download'
const CONVERSATION_MAX = 400

/** Somebody at work from whom there is something to take: a grant, a role, a place in a group and in a conversation. */
export type Employed = { readonly id: string; readonly roleGrant: string; readonly groupGrant: string }

/** Hires one after the other, all alike. */
export async function employer(it: Cluster): Promise<() => Promise<Employed>> {
  const make = async (path: string, body: object) =>
    String((await it.ok(1, 'lina', 'POST', `/api/v1/${path}`, body))['id'])
  const right = { type: 'permission', key: KEY }
  const scope = { type: 'workspace' }
  const roleId = await make('roles', { name: '资料员', permissions: [KEY, 'file.upload'] })
  const groupId = await make('groups', { name: '读者' })
  const group = { type: 'group', id: groupId }
  const groupGrant = await make('grants', { subject: group, right, scope, because })
  let room = await it.group('sunli')
  let hired = 0
  return async () => {
    hired += 1
    // A conversation takes only so many.
    if (hired % CONVERSATION_MAX === 0) room = await it.group('sunli')
    const person = { name: `员工${hired}`, login: `employed${hired}`, departmentId: it.research }
    const id = await make('members', { ...person, status: 'active' })
    await it.ok(1, 'lina', 'POST', `/api/v1/groups/${groupId}/members`, { add: [id] })
    await it.ok(1, 'chenli', 'POST', `/api/v1/conversations/${room}/members`, { memberIds: [id] })
    const subject = { type: 'member', id }
    await make('grants', { subject, right, scope, because })
    const roleGrant = await make('grants', { subject, right: { type: 'role', id: roleId }, scope, because })
    return { id, roleGrant, groupGrant }
  }
}

/** Asks with the proof in hand, so that what goes by begins with the act itself; under a key, so that it may be repeated. */
export async function askProved(
  it: Cluster,
  node: number,
  asked: { readonly path: string; readonly body: unknown; readonly key: string },
): Promise<Answer | null> {
  const { path, body, key } = asked
  const browser = it.at(node, 'lina')
  const act = actOf('POST', path, body)
  const proof = await browser.ok('POST', '/api/v1/me/step-ups', {
    proof: { method: 'password', password: 'nine yellow lanterns' },
    act,
  })
  const headers = { 'idempotency-key': key, [STEP_UP_HEADER]: String(proof['token']) }
  return browser.ask('POST', path, body, headers).catch(() => null)
}

/** How much there is of somebody, by name; and how far the company is. */
export type TakenState = Readonly<Record<string, string | number>> & {
  readonly revision: number
  readonly ledger: number
}

/** Everything that the tables say of somebody, and how far the company is: equal when nothing has happened. */
export async function stateOf(it: Cluster, memberId: string): Promise<TakenState> {
  const { rows } = await it.pool.query<{ state: TakenState }>(
    `select jsonb_build_object(
       'status', (select status from member where id = $1),
       'seats', (select count(*) from appointment where member_id = $1 and ended_at is null),
       'grants', (select count(*) from authority_grant where subject_id = $1 and ended_at is null),
       'restrictions', (select count(*) from restriction where subject_id = $1 and ended_at is null),
       'groups', (select count(*) from group_member where member_id = $1),
       'conversations', (select count(*) from conversation_member where member_id = $1),
       'revocations', (select count(*) from revocation where member_id = $1),
       'plans', (select count(*) from plan_item where member_id = $1),
       'backups', (select count(*) from backup where member_id = $1),
       'notices', (select count(*) from notice where data ->> 'memberId' = $1::text),
       'revision', (select revision from workspace),
       'ledger', (select size from ledger_head where tree = 'authority')) as state`,
    [memberId],
  )
  return rows[0]?.state ?? assert.fail('there is a company')
}

type View = {
  readonly state: string
  readonly round: number
  readonly applied: { readonly state: string } | null
  readonly checks: readonly {
    readonly node: string
    readonly round: number
    readonly surfaces: readonly unknown[]
  }[]
}

/** One revocation as somebody reads it at a node. */
export const viewOf = async (it: Cluster, node: number, id: string): Promise<View> =>
  // The contract holds the answer to this shape.
  (await it.ok(node, 'lina', 'GET', `/api/v1/revocations/${id}`)) as unknown as View

/** The revocations of somebody, by whatever they came. */
export async function revocationsOf(it: Cluster, memberId: string): Promise<readonly string[]> {
  const { rows } = await it.pool.query<{ id: string }>('select id from revocation where member_id = $1', [
    memberId,
  ])
  return rows.map(({ id }) => id)
}

/** Waits until a revocation has come to its end by itself, and looks at what it left: once, whole, and with a receipt. */
export async function assertVerified(it: Cluster, node: number, id: string, withinMs: number): Promise<void> {
  await untilHolds(
    'it is verified, and kept that it is applied everywhere',
    async () => {
      const view = await viewOf(it, node, id)
      return view.state === 'verified' && view.applied?.state === 'applied'
    },
    withinMs,
  )
  const { checks } = await viewOf(it, node, id)
  assert.equal(new Set(checks.map((check) => `${check.round} ${check.node}`)).size, checks.length)
  for (const check of checks) assert.ok(check.surfaces.length > 0, 'every way in was tried')
  const receipt = await it.ok(node, 'lina', 'GET', `/api/v1/revocations/${id}/receipt`)
  assert.deepEqual((await verifyReceipt(sha256, JSON.stringify(receipt))).findings, [])
}

/** The ledger folds to the tables, and no revision is missing. */
export async function assertLedgerWhole(it: Cluster, node: number): Promise<void> {
  const { ok, findings } = await it.ok(node, 'chenli', 'POST', '/api/v1/ledger/verify', {})
  assert.deepEqual([ok, findings], [true, []])
}
