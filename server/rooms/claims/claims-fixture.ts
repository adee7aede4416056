/** The cast's company whose creator, 陈立, is said to be gone. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { allowed, performOn } from '../../platform/act/index.ts'
import { openBlobs } from '../../platform/blobs/index.ts'
import { because, company, holdings } from '../../testing/index.ts'
import type { Company, Who } from '../../testing/index.ts'
import { directoryPeople } from '../directory/index.ts'
import { handoverRoom } from '../handover/index.ts'
import { heirsOf } from '../transfer/index.ts'
import type { StrongHolders } from '../transfer/index.ts'
import { accept, makeClaim, refute, vote, withdraw } from './commands.ts'
import type { MakeInput } from './commands.ts'
import type { Heirs } from './heirs.ts'
import { mindAll } from './minding.ts'

export type Deserted = Company & {
  /** 李娜, unless told otherwise, claims; answers the claim's id. */
  readonly claim: (successor: Who, by?: Who, node?: number, more?: Partial<MakeInput>) => Promise<string>
  readonly vote: (who: Who, id: string, node?: number) => Promise<unknown>
  readonly accept: (who: Who, id: string, node?: number) => Promise<unknown>
  readonly withdraw: (who: Who, id: string) => Promise<unknown>
  readonly refute: (who: Who, id: string) => Promise<unknown>
  /** Does what is next by itself, on the first node unless told otherwise. */
  readonly mind: (node?: number) => Promise<void>
  /** Lets so many hours go by, for all that claims go by. */
  readonly pass: (hours: number) => Promise<void>
  /** As every sign-in and every further proof leaves it; that they do is held in the tests of their doors. */
  readonly showsThemself: (who: Who) => Promise<void>
  readonly stateOf: (id: string) => Promise<string>
  /** A claim all of whose votes and the successor's acceptance are there. */
  readonly carried: (successor?: Who) => Promise<string>
  /** A claim that hands on the seat the next time it is minded. */
  readonly due: (successor?: Who) => Promise<string>
  readonly heirs: Heirs
  readonly creators: () => Promise<readonly string[]>
  readonly query: <Row>(text: string, ...values: readonly unknown[]) => Promise<readonly Row[]>
}

/** How 陈立 shows themself, as one statement. */
export const SIGN = `insert into sign_of_life (workspace_id, member_id, count, last_at) values ($1, $2, 1, now())
  on conflict (workspace_id, member_id) do update set count = sign_of_life.count + 1, last_at = now()`

export async function deserted(t: Pick<TestContext, 'after'>, nodes = 1): Promise<Deserted> {
  const it = await company(t, { nodes })
  const [first] = it.nodes
  if (first === undefined) throw new Error('a company has a node')
  const query = async <Row>(text: string, ...values: readonly unknown[]): Promise<readonly Row[]> => {
    const { rows } = await first.pool.query(text, [...values])
    return rows as readonly Row[]
  }
  const { takeBackup } = handoverRoom({ holdings, blobs: await someBlobs(t), names: directoryPeople.names })
  const everybody: StrongHolders = (_, ids) => Promise.resolve(new Set(ids))
  const heirs = heirsOf({ holders: everybody, takeBackup })
  const minding = it.nodes.map((node) => ({ node, perform: performOn(node), heirs }))
  const claim: Deserted['claim'] = async (successor, by = 'lina', node = 0, more = {}) => {
    const input = { successorId: it.id[successor], because, evidence: [{ words: '三周没有音讯' }], ...more }
    return (await it.as(by, (act) => makeClaim(act, heirs, input), { node })).result.id
  }
  const giveVote: Deserted['vote'] = (who, id, node = 0) => it.as(who, (act) => vote(act, id), { node })
  const say: Deserted['accept'] = (who, claimId, node = 0) =>
    it.as(who, (act) => accept(act, heirs, { claimId, duties: heirs.duties }), { node })
  const mind: Deserted['mind'] = async (node = 0) => {
    const parts = minding[node]
    if (parts === undefined) throw new Error(`there is no node ${node}`)
    await mindAll(parts)
  }
  const looking = lookingAt(it, query)
  const { pass } = looking
  const carried: Deserted['carried'] = async (successor = 'sunli') => {
    const id = await claim(successor)
    await giveVote('zhaomin', id)
    await say(successor, id)
    return id
  }
  return {
    ...it,
    ...looking,
    heirs,
    claim,
    vote: giveVote,
    accept: say,
    withdraw: (who, id) => it.as(who, (act) => withdraw(act, id)),
    refute: (who, id) => it.as(who, (act) => refute(act, id)),
    mind,
    carried,
    async due(successor = 'sunli') {
      const id = await carried(successor)
      await mind()
      for (let day = 0; day < 3; day += 1) {
        await pass(24)
        if (day < 2) await mind()
      }
      return id
    },
    query,
  }
}

/** How time goes by, what is there, and what the creator does. */
const lookingAt = (
  it: Company,
  query: Deserted['query'],
): Pick<Deserted, 'pass' | 'showsThemself' | 'stateOf' | 'creators'> => ({
  async pass(hours) {
    const back = (column: string) => `${column} = ${column} - make_interval(hours => $1)`
    const columns = ['made_at', 'lapse_at', 'accepted_at', 'challenge_since', 'tell_at', 'due_at']
    await query(`update claim set ${columns.map(back).join(', ')}`, hours)
  },
  async showsThemself(who) {
    await query(SIGN, it.workspaceId, it.id[who])
  },
  async stateOf(id) {
    const [row] = await query<{ state: string }>('select state from claim where id = $1', id)
    return row?.state ?? 'none'
  },
  async creators() {
    const rows = await query<{ member_id: string }>(
      "select member_id from administrator where tier = 'creator' and ended_at is null",
    )
    return rows.map((row) => row.member_id)
  },
})

async function someBlobs(t: Pick<TestContext, 'after'>) {
  const dir = await mkdtemp(join(tmpdir(), 'hufu-claims-'))
  t.after(() => rm(dir, { recursive: true, force: true }))
  return openBlobs(dir)
}

/** Asks as a member whether somebody may do a thing of the creator's own. */
export const standsAtTheTop = (it: Company, who: Who): Promise<boolean> =>
  it
    .as(who, (act) => Promise.resolve(allowed(act, 'admin.assign.super', { type: 'workspace' }).allowed))
    .then(({ result }) => result)
