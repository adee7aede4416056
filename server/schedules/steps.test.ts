/**
 * Thousands of administrative steps by random administrators, on two nodes in turn, through the real commands. After
 * each one that was accepted the ledger is folded and the specification asked about everybody, everything and every
 * place, now and later: nobody's own rights grew by what they did, and nobody got what its author could not hand out.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TestContext } from 'node:test'
import type { AuthorityEvent } from '@hufu/authority'
import { isRefusal } from '@hufu/kit'
import { happen, worldOf } from '../../packages/authority/scenarios.ts'
import type { World } from '../../packages/authority/scenarios.ts'
import {
  anyAuthor,
  anyStep,
  chanceFrom,
  company,
  creatorsIn,
  gainsOf,
  mayHandOut,
  rightsIn,
  rounds,
  seatsOf,
  supersIn,
} from '../testing/index.ts'
import type { Chance, Company, HeldRights, Step } from '../testing/index.ts'

const COMPANY_STEPS = 300
const HOUR_MS = 3_600_000
const seed = Number(process.env['HUFU_TRIALS_SEED'] ?? 20260329)

type Watched = {
  readonly it: Company
  readonly chance: Chance
  readonly instants: readonly number[]
  /** All that has happened so far. */
  readonly past: AuthorityEvent[]
  world: World
  rights: HeldRights
  manySupers: boolean
}

/** The company is folded from its ledger, from nothing. */
async function eventsSince(
  { nodes, workspaceId }: Company,
  index: number,
): Promise<readonly AuthorityEvent[]> {
  const [node] = nodes
  assert.ok(node)
  const { rows } = await node.pool.query<{ event: string; leaf: string }>(
    "select event, leaf from ledger_entry where workspace_id = $1 and tree = 'authority' and index >= $2 order by index",
    [workspaceId, index],
  )
  // Events of other rooms change no right; folding passes over them.
  return rows.map(({ event, leaf }) => ({
    name: event,
    data: (JSON.parse(leaf) as { readonly data: unknown }).data,
  })) as unknown as readonly AuthorityEvent[]
}

async function watch(t: TestContext, from: number): Promise<Watched> {
  const it = await company(t, { nodes: 2 })
  const events = await eventsSince(it, 0)
  const world = worldOf(events)
  const base = Date.now()
  const instants = [base, base + 30 * HOUR_MS, base + 300 * HOUR_MS]
  return {
    it,
    chance: { random: chanceFrom(from), world, base },
    instants,
    past: [...events],
    world,
    rights: rightsIn(world, instants),
    manySupers: true,
  }
}

/** Judges what a step of somebody's has done. */
async function judge(watched: Watched, authorId: string, step: Step): Promise<void> {
  const { it, instants, chance } = watched
  const events = await eventsSince(it, watched.past.length)
  const before = { world: worldOf(watched.past), rights: watched.rights }
  for (const event of events) happen(chance.world, event)
  const rights = rightsIn(chance.world, instants)
  const [now = 0] = instants
  const seats = seatsOf(before.world, authorId, now)
  const told = `${step.name} by ${authorId}: ${JSON.stringify(step.input)}`
  const isCreator = seats.some(({ tier }) => tier === 'creator')
  for (const gain of isCreator ? [] : gainsOf(before, rights)) {
    assert.notEqual(gain.memberId, authorId, `E1 ${told} gave its author ${JSON.stringify(gain)}`)
    // What waits for others was judged when it was given, by who gave it.
    if (gain.at !== now && !events.some(beginsLater)) continue
    assert.ok(
      seats.some((seat) => mayHandOut(before.world, seat, gain)),
      `E2 E3 E4 E5 ${told} gave ${JSON.stringify(gain)}; seats ${JSON.stringify(seats)}`,
    )
  }
  assert.equal(creatorsIn(chance.world), 1, `O1 after ${told}`)
  for (const at of instants) assert.ok(supersIn(chance.world, at) > 0, `O2 after ${told}`)
  watched.past.push(...events)
  watched.rights = rights
}

const beginsLater = ({ name, data }: AuthorityEvent): boolean =>
  ('from' in data && data.from !== null) || name === 'grant.extended@1' || name === 'grant.resumed@1'

async function live(watched: Watched, steps: number, accepted: Map<string, number>): Promise<void> {
  const { it, chance } = watched
  for (let done = 0; done < steps; done += 1) {
    const authorId = done < 40 ? it.id.chenli : anyAuthor(chance)
    const step = anyStep(chance)
    const actor = { type: 'member', memberId: authorId, sessionId: null } as const
    try {
      await it.as(actor, step.run, { node: done % 2 })
    } catch (error) {
      if (!isRefusal(error)) throw new Error(`${step.name}: ${JSON.stringify(step.input)}`, { cause: error })
      continue
    }
    await judge(watched, authorId, step)
    for (const name of [authorId === it.id.chenli ? 'creator' : 'others', step.name])
      accepted.set(name, (accepted.get(name) ?? 0) + 1)
  }
}

test('C1 C9 E1 E2 E3 E4 E5 O1 O2 whoever does what in a company, nobody gets more than its author could hand out', async (t) => {
  const count = rounds(300)
  const accepted = new Map<string, number>()
  for (let done = 0, from = seed; done < count; done += COMPANY_STEPS, from += 1)
    // A test of its own, so that each company is gone before the next begins.
    await t.test(`a company lives, from seed ${from}`, async (inner) => {
      await live(await watch(inner, from), Math.min(COMPANY_STEPS, count - done), accepted)
    })
  t.diagnostic(JSON.stringify(Object.fromEntries(accepted)))
  assert.ok(
    (accepted.get('others') ?? 0) > count / 30,
    'enough steps of others than the creator are accepted',
  )
})
