import { statusOf, seatsInForce } from '@hufu/authority'
import type { Facts } from '@hufu/authority'
import { CLAIM_CHALLENGE_ALONE_MS, CLAIM_CHALLENGE_MS } from '@hufu/contract'
import { machine } from '@hufu/kit'

export const DAY_MS = 86_400_000
/** A claim that does not get its votes and its successor within this ends. */
export const GATHERING_MS = 7 * DAY_MS
/** What is told a little late still counts for its hour, so that the days do not drift. */
const LATE_MS = 10 * 60_000

/** The life of a claim. `reopen`: of those who stood behind it, too few are administrators still. */
export const claimLife = machine('claim', {
  gathering: {
    challenge: 'challenge',
    refute: 'refuted',
    withdraw: 'withdrawn',
    lapse: 'lapsed',
    vote: 'gathering',
    accept: 'gathering',
  },
  challenge: {
    handOn: 'done',
    reopen: 'gathering',
    refute: 'refuted',
    withdraw: 'withdrawn',
    lapse: 'lapsed',
    vote: 'challenge',
  },
  done: {},
  refuted: {},
  withdrawn: {},
  lapsed: {},
})

/** Who stands at the top: the creator, and every super administrator who acts now, sorted. */
export type Top = { readonly creatorId: string | null; readonly supers: readonly string[] }

/** Reads from the facts who stands at the top at an instant (ms since 1970). */
export function topAt(facts: Facts, at: number): Top {
  const seats = seatsInForce(facts, at)
  const creatorId = seats.find(({ tier }) => tier === 'creator')?.memberId ?? null
  const supers = seats
    .filter(({ tier, memberId }) => tier === 'super' && memberId !== creatorId)
    .filter(({ memberId }) => statusOf(facts, memberId) === 'active')
    .map(({ memberId }) => memberId)
  return { creatorId, supers: [...new Set(supers)].toSorted() }
}

/**
 * How many of so many super administrators have to stand behind a claim: more than half, and two wherever there are two.
 * Null where there is none: nobody can claim then, and a way in is made on the host.
 */
export const votesNeeded = (supers: number): number | null =>
  supers === 0 ? null : supers === 1 ? 1 : Math.max(2, Math.floor(supers / 2) + 1)

/** On how many days the creator is told: longer where one person stands alone, with nobody to contradict them. */
export const daysOf = (supers: number): number =>
  (supers === 1 ? CLAIM_CHALLENGE_ALONE_MS : CLAIM_CHALLENGE_MS) / DAY_MS

/** The votes of those who are super administrators still. */
export const standing = (votes: readonly string[], { supers }: Top): readonly string[] =>
  votes.filter((memberId) => supers.includes(memberId))

/** INVARIANT G3: only votes of present super administrators count, and more than half of those there are now. */
export function isCarried(votes: readonly string[], top: Top): boolean {
  const needed = votesNeeded(top.supers.length)
  return needed !== null && standing(votes, top).length >= needed
}

/** What is known of a claim when it is asked what comes next. */
export type Standing = {
  readonly state: 'gathering' | 'challenge'
  readonly creatorId: string
  readonly signs: number
  readonly acceptedAt: Date | null
  readonly lapseAt: Date
  readonly told: number
  readonly tellAt: Date | null
  readonly dueAt: Date | null
}
export type Known = {
  readonly votes: readonly string[]
  readonly top: Top
  /** How often the creator has shown themself by now. */
  readonly signs: number
  /** Whether the successor may still become creator. */
  readonly eligible: boolean
  readonly at: Date
}

export type Step = 'refute' | 'lapse' | 'challenge' | 'reopen' | 'tell' | 'hand-on'

/**
 * What a claim does by itself next; null: nothing now. Whatever ends it comes before whatever carries it on.
 * INVARIANT G4, G5: the seat changes hands only when the creator has been told on each of the days, has not shown
 * themself since the claim was made, and the votes of now suffice.
 */
export function stepOf(claim: Standing, { votes, top, signs, eligible, at }: Known): Step | null {
  if (signs !== claim.signs) return 'refute'
  if (top.creatorId !== claim.creatorId || !eligible) return 'lapse'
  const carried = isCarried(votes, top)
  if (claim.state === 'gathering') {
    if (claim.lapseAt <= at) return 'lapse'
    return carried && claim.acceptedAt !== null ? 'challenge' : null
  }
  if (!carried) return 'reopen'
  const days = daysOf(top.supers.length)
  if (claim.told < days) return claim.tellAt !== null && claim.tellAt <= at ? 'tell' : null
  return claim.dueAt !== null && claim.dueAt <= at ? 'hand-on' : null
}

/** The times of a challenge after the creator was told for the `told`th time. A day on which nobody told does not count. */
export function timesAfter(
  told: number,
  planned: Date | null,
  { at, days }: { readonly at: Date; readonly days: number },
): { readonly tellAt: Date; readonly dueAt: Date } {
  const onTime = planned !== null && at.getTime() - planned.getTime() <= LATE_MS
  const from = onTime ? planned.getTime() : at.getTime()
  return {
    tellAt: new Date(from + DAY_MS),
    dueAt: new Date(from + Math.max(1, days - told + 1) * DAY_MS),
  }
}
