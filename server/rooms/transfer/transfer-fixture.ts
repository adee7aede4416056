/** The cast's company with what switches the top seat, and a clock that the test sets. */
import type { TestContext } from 'node:test'
import { administratorsOf, tierOf } from '@hufu/authority'
import type { Facts } from '@hufu/authority'
import { performOn, permit, record } from '../../platform/act/index.ts'
import type { Act, Performed } from '../../platform/act/index.ts'
import { because, company, holdings } from '../../testing/index.ts'
import type { Company, Who } from '../../testing/index.ts'
import type { HufuNode } from '../../platform/nodes/index.ts'
import { directoryPeople } from '../directory/index.ts'
import { handoverRoom } from '../handover/index.ts'
import { tellOfCritical } from '../notices/index.ts'
import { accept, approve, arm, decline, veto } from './answering.ts'
import { found } from './checklist.ts'
import type { Found } from './checklist.ts'
import { duties } from './duties.ts'
import { cancel, offer, putOnRecord, setSettings } from './offering.ts'
import type { OfferInput, Settings } from './offering.ts'
import type { Switching } from './parts.ts'
import { agreeToRevert, askBack } from './reverting.ts'
import { findTransfer, openTransfer } from './store.ts'
import type { TransferRow, Where } from './store.ts'
import { doDue } from './switching.ts'
import { kyselyOver } from '../../platform/db/index.ts'
import type { PlatformTables } from '../../platform/feed/index.ts'

const everything = duties.map(({ key }) => key)
/** In the fixture everybody but these has a factor that cannot be phished. */
export type Weak = ReadonlySet<string>

export type Ceremony = Company & {
  readonly switching: (node?: number) => Switching
  /** Everything due now is done, on a node. */
  readonly mind: (node?: number) => Promise<void>
  readonly row: (id: string) => Promise<TransferRow>
  readonly offer: (
    input?: Partial<OfferInput> & { readonly to?: Who; readonly by?: Who; readonly node?: number },
  ) => Promise<string>
  readonly does: (who: Who, step: Step, id: string, node?: number) => Promise<Performed<unknown>>
  readonly set: (settings: Partial<Settings>) => Promise<unknown>
  readonly letter: (id: string, content: Buffer) => Promise<unknown>
  /** As if so much time had gone by for this transfer. */
  readonly later: (id: string, ms: number) => Promise<void>
  readonly strict: () => Promise<void>
  readonly tiers: () => Readonly<Record<Who, string | null>>
  /** Who has the top seat, as a node knows it. */
  readonly creators: (node?: number) => readonly string[]
  /** The id of the one that is open. */
  readonly open: () => Promise<string>
  /** Makes what cools off due now. */
  readonly due: (id: string) => Promise<void>
  /** Both nodes know everything. */
  readonly settled: () => Promise<void>
  readonly weak: Set<string>
  readonly facts: () => Facts
  readonly checklist: (id: string) => Promise<readonly Found[]>
  /** How many notices of a kind somebody has. */
  readonly notices: (who: Who, kind: string) => Promise<number>
}
export type Step = 'approve' | 'accept' | 'decline' | 'arm' | 'cancel' | 'veto' | 'revert' | 'agreeToRevert'

/** Opens the company. */
export async function ceremony(
  t: Pick<TestContext, 'after'>,
  options: { readonly nodes?: number } = {},
): Promise<Ceremony> {
  const it = await company(t, options)
  const weak = new Set<string>()
  const { takeBackup } = handoverRoom({ holdings, blobs: noBlobs, names: directoryPeople.names })
  const holders: Switching['holders'] = (_, ids) =>
    Promise.resolve(new Set(ids.filter((id) => !weak.has(id))))
  const nodeAt = (at: number) => {
    const node = it.nodes[at]
    if (node === undefined) throw new Error(`there is no node ${at}`)
    return node
  }
  const switching = (at = 0): Switching => {
    const node = nodeAt(at)
    return { node, perform: performOn(node, { afterCritical: tellOfCritical }), holders, takeBackup }
  }
  const where = { db: kyselyOver<PlatformTables>(nodeAt(0).pool), workspaceId: it.workspaceId }
  const row = async (id: string): Promise<TransferRow> => {
    const kept = await findTransfer(where, id)
    if (kept === undefined) throw new Error('there is such a transfer')
    return kept
  }
  const step = async (name: Step, id: string) => stepOf(name, await row(id), holders)
  const facts = () => nodeAt(0).feed.facts(it.workspaceId)
  return {
    ...it,
    weak,
    facts,
    checklist: async (id) => found(where, await row(id)),
    async notices(who, kind) {
      const { rows } = await nodeAt(0).pool.query<{ count: number }>(
        'select count(*)::int as count from notice where member_id = $1 and kind = $2',
        [it.id[who], kind],
      )
      return rows[0]?.count ?? 0
    },
    switching,
    mind: (at) => doDue(switching(at)),
    row,
    async offer({ to = 'lina', by = 'chenli', node = 0, ...input } = {}) {
      const asked = { successorId: it.id[to], formerBecomes: 'super' as const, because, ...input }
      return (await it.as(by, (act) => offer(act, asked, holders), { node })).result.id
    },
    does: async (who, name, id, node = 0) => it.as(who, await step(name, id), { node }),
    set: (settings) =>
      it.as('chenli', (act) =>
        setSettings(act, { rankMin: null, consent: 'none', approvals: 1, ...settings }),
      ),
    letter: async (transferId, content) => {
      const { hash } = await row(transferId)
      const input = { transferId, hash, name: '授权书.pdf', content: content.toString('base64') }
      return it.as('chenli', (act) => putOnRecord(act, input))
    },
    later: (id, ms) => putBack(nodeAt(0), id, ms),
    strict: async () => void (await it.as('chenli', becomeStrict)),
    ...looking(it, where),
  }
}

/** What can be seen and set of it from outside. */
function looking({ nodes, workspaceId, id: idOf }: Company, where: Where) {
  const [first] = nodes
  if (first === undefined) throw new Error('a company has a node')
  const factsAt = (at: number): Facts => (nodes[at] ?? first).feed.facts(workspaceId)
  return {
    async open() {
      const found = await openTransfer(where)
      if (found === undefined) throw new Error('one is open')
      return found.id
    },
    async due(id: string) {
      const set = 'update creator_transfer set told = 2, due_at = now(), next_at = now() where id = $1'
      await first.pool.query(set, [id])
    },
    async settled() {
      for (const node of nodes) await node.feed.poll()
    },
    tiers: () =>
      Object.fromEntries(
        Object.entries(idOf).map(([who, id]) => [who, tierOf(factsAt(0), id, Date.now())]),
      ) as Record<Who, string | null>,
    creators: (at = 0) =>
      administratorsOf(factsAt(at))
        .filter(({ tier }) => tier === 'creator')
        .map(({ memberId }) => memberId),
  }
}

async function putBack({ pool }: HufuNode, id: string, ms: number): Promise<void> {
  await pool.query(
    `update creator_transfer set offered_at = offered_at - $2 * interval '1 ms',
       until_at = until_at - $2 * interval '1 ms', due_at = due_at - $2 * interval '1 ms',
       done_at = done_at - $2 * interval '1 ms', revert_until = revert_until - $2 * interval '1 ms',
       next_at = next_at - $2 * interval '1 ms', remind_at = remind_at - $2 * interval '1 ms'
     where id = $1`,
    [id, ms],
  )
}

function becomeStrict(act: Act): Promise<null> {
  const needs = { creator: 'password', super: 'password', scoped: 'password', member: 'password' }
  const tally = permit(act, 'creator.transfer', { type: 'workspace' })
  record(tally, { name: 'protection.chosen@1', data: { profile: 'strict', needs } })
  return Promise.resolve(null)
}

function stepOf(name: Step, { id: transferId, hash }: TransferRow, holders: Switching['holders']) {
  const signed = { transferId, hash }
  const said = { transferId, because }
  const steps: Readonly<Record<Step, (act: Act) => Promise<unknown>>> = {
    approve: (act) => approve(act, signed),
    accept: (act) => accept(act, { ...signed, duties: everything }, holders),
    decline: (act) => decline(act, said),
    arm: (act) => arm(act, signed, holders),
    cancel: (act) => cancel(act, said),
    veto: (act) => veto(act, said),
    revert: (act) => askBack(act, { ...signed, because }),
    agreeToRevert: (act) => agreeToRevert(act, signed),
  }
  return steps[name]
}

// A backup names files and their checksums; their bytes stay where they are.
const noBlobs = {
  write: () => Promise.reject(new Error('no bytes are written here')),
  read: () => {
    throw new Error('no bytes are read here')
  },
  remove: () => Promise.reject(new Error('no bytes are removed here')),
} as unknown as Parameters<typeof handoverRoom>[0]['blobs']
