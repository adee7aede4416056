/**
 * Minds claims: begins the challenge when the votes and the successor are there, tells the creator every day, ends what is
 * refuted, and hands on the seat once everything stands. All of it is looked at again in the transaction that does it.
 */
import { statusOf } from '@hufu/authority'
import { isRefusal } from '@hufu/kit'
import { permit } from '../../platform/act/index.ts'
import type { Act, Perform, Tally } from '../../platform/act/index.ts'
import { kyselyOver } from '../../platform/db/index.ts'
import type { PlatformTables } from '../../platform/feed/index.ts'
import { startRounds } from '../../platform/jobs/index.ts'
import type { Rounds } from '../../platform/jobs/index.ts'
import type { HufuNode } from '../../platform/nodes/index.ts'
import { lockSigns, readSigns } from '../identity/index.ts'
import { GATHERING_MS, claimLife, daysOf, stepOf, timesAfter, topAt } from './claim.ts'
import type { Known, Standing, Step } from './claim.ts'
import { whereOf } from './heirs.ts'
import type { Heirs } from './heirs.ts'
import { mindRecoveries } from './recovering.ts'
import { lockClaim, openClaims, setClaim, votesOf } from './store.ts'
import type { ClaimRow } from './store.ts'
import { recordClaim, tellOf } from './told.ts'

const minder = { type: 'system', name: 'claims' } as const
export const successor = { type: 'system', name: 'successor' } as const

export type Minding = { readonly node: HufuNode; readonly perform: Perform; readonly heirs: Heirs }
type MindTally = Tally<'creator.recovery.vote'>

/** Looks every second whether a claim goes on by itself. Whoever has just changed one asks for it at once with `now`. */
export const startMinding = (parts: Minding): Rounds =>
  startRounds(parts.node.log, 'claims could not be minded; tried again', () => mindAll(parts))

/** Does what is next of every open claim, and of every way in that was made on the host. */
export async function mindAll(parts: Minding): Promise<void> {
  if (!parts.node.lease.fresh()) return
  const db = kyselyOver<PlatformTables>(parts.node.pool)
  for (const row of await openClaims(db)) {
    const next = await looked(parts, row)
    if (next !== null) await mind(parts, row, next)
  }
  await mindRecoveries(parts)
}

/** What seems to be next, from outside a transaction: asked so that a quiet claim costs two reads a second and no lock. */
async function looked({ node }: Minding, row: ClaimRow & { readonly now: Date }): Promise<Step | null> {
  const { workspaceId, id, now: at } = row
  const db = kyselyOver<PlatformTables>(node.pool)
  const state = node.feed.known().find((one) => one.workspaceId === workspaceId)
  if (state === undefined || !state.healthy) return null
  const { facts } = state
  const [votes, { count }] = await Promise.all([
    votesOf({ db, workspaceId }, [id]),
    readSigns(db, { workspaceId, memberId: row.creatorId }),
  ])
  return stepOf(standingOf(row), {
    votes: votes.map(({ memberId }) => memberId),
    top: topAt(facts, at.getTime()),
    signs: count,
    eligible: statusOf(facts, row.successorId) === 'active',
    at,
  })
}

async function mind({ node, perform, heirs }: Minding, row: ClaimRow, next: Step): Promise<void> {
  const { workspaceId, id } = row
  const command = { name: 'claims.mind', kind: 'authority', workspaceId, channel: 'job' } as const
  try {
    if (next === 'hand-on') await perform(successor, command, (act) => handOnDue(act, heirs, id))
    else await perform(minder, command, (act) => mindOne(act, heirs, id))
  } catch (error) {
    if (!isRefusal(error)) throw error
    node.log.warn({ err: error, claimId: id }, 'a claim could not be minded; tried again')
  }
}

/** A claim whose rows say that it is open, as the rule takes it. */
const standingOf = (row: ClaimRow): Standing => ({
  ...row,
  state: row.state === 'challenge' ? 'challenge' : 'gathering',
  signs: Number(row.signs),
})

const isOpen = ({ state }: ClaimRow): boolean => state === 'gathering' || state === 'challenge'

async function knownOf(
  tally: Tally<'creator.recovery.vote' | 'creator.transfer'>,
  heirs: Heirs,
  row: ClaimRow,
): Promise<Known> {
  const { act } = tally
  // Whoever signs in now waits for this act, or this act for them: before the seat changes hands, a sign of life wins.
  const signs = await lockSigns(tally, row.creatorId)
  const votes = await votesOf(whereOf(act), [row.id])
  const reasons = await heirs.against(act, row.successorId)
  return {
    votes: votes.map(({ memberId }) => memberId),
    top: topAt(act.facts, act.at.getTime()),
    signs,
    eligible: reasons.length === 0,
    at: act.at,
  }
}

/** Whatever is next of one claim, short of handing on the seat; another node may have done it already. */
export async function mindOne(act: Act, heirs: Heirs, id: string): Promise<null> {
  const row = await lockClaim(act, id)
  if (row === undefined || !isOpen(row)) return null
  const tally = permit(act, 'creator.recovery.vote', { type: 'workspace' })
  const known = await knownOf(tally, heirs, row)
  const next = stepOf(standingOf(row), known)
  if (next === 'refute' || next === 'lapse') return end(tally, row, next)
  if (next === 'reopen') return reopen(tally, row)
  if (next === 'challenge' || next === 'tell') return tellCreator(tally, row, known)
  return null
}

async function end(tally: MindTally, row: ClaimRow, deed: 'refute' | 'lapse'): Promise<null> {
  const state = claimLife.next(row.state, deed)
  await setClaim(tally, row.id, { state, endedAt: tally.at })
  if (deed === 'refute') recordClaim(tally, row, 'refuted@1', { how: 'sign-in' })
  else recordClaim(tally, row, 'lapsed@1')
  await tellOf(tally, row, deed === 'refute' ? 'refuted' : 'lapsed')
  return null
}

/** Too few of those who voted are administrators still: the challenge begins anew once there are enough. */
async function reopen(tally: MindTally, row: ClaimRow): Promise<null> {
  await setClaim(tally, row.id, {
    state: claimLife.next(row.state, 'reopen'),
    challengeSince: null,
    told: 0,
    tellAt: null,
    dueAt: null,
    lapseAt: new Date(tally.at.getTime() + GATHERING_MS),
  })
  recordClaim(tally, row, 'reopened@1')
  await tellOf(tally, row, 'reopened')
  return null
}

/** Tells the creator once more that the seat is about to go; the first time begins the challenge. */
async function tellCreator(tally: MindTally, row: ClaimRow, { top }: Known): Promise<null> {
  const first = row.state === 'gathering'
  const told = row.told + 1
  const days = daysOf(top.supers.length)
  const times = timesAfter(told, row.tellAt, { at: tally.at, days })
  await setClaim(tally, row.id, {
    ...(first ? { state: claimLife.next(row.state, 'challenge'), challengeSince: tally.at } : {}),
    ...times,
    days,
    told,
  })
  const data = { day: told, days, dueAt: times.dueAt.toISOString() }
  recordClaim(tally, row, first ? 'challenged@1' : 'told@1', data)
  await tellOf(tally, row, first ? 'challenge' : 'reminder', times.dueAt)
  return null
}

/**
 * INVARIANT G1, G5: the seat goes over by a claim only here, in the transaction in which the rows show that everything
 * stands: enough votes of present super administrators, the successor's own acceptance, every day of the challenge run
 * down by the database's clock, and no sign of life. Nothing, when anything of it does not stand.
 */
export async function handOnDue(act: Act, heirs: Heirs, id: string): Promise<null> {
  const row = await lockClaim(act, id)
  if (row === undefined || row.state !== 'challenge') return null
  const tally = permit(act, 'creator.transfer', { type: 'workspace' })
  const known = await knownOf(tally, heirs, row)
  if (row.acceptedAt === null || stepOf(standingOf(row), known) !== 'hand-on') return null
  await heirs.handOn(tally, {
    fromId: row.creatorId,
    toId: row.successorId,
    id: row.id,
    way: 'claim',
    because: row.because,
  })
  await setClaim(tally, row.id, { state: claimLife.next(row.state, 'handOn'), endedAt: act.at })
  recordClaim(tally, row, 'done@1')
  return null
}
