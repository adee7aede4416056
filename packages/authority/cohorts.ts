/**
 * Active people sorted by what is compiled of them, so that a question about everybody asks each sort of person once.
 * Made by the first such question and kept from then on; who is marked leaves their cohort and waits to be sorted again.
 */
import { assert } from '@hufu/kit'
import { int } from './bits.ts'
import { FRONT, FRONT_SHIFT, LASTING, NONE, TIMED } from './facts.ts'
import type { Cohorts, Facts } from './facts.ts'
import { longer } from './ids.ts'
import { emptyPool, intern } from './pool.ts'
import { ENTRY, HEAD, RESTRICTIONS_END, SEATS_END, rightFrom, rightUntil } from './profile.ts'
import { scope, tagOf } from './scope.ts'

/** In place of a member's cohort: to be sorted before the next question, and not active. */
export const WAITING = -1
export const OUTSIDE = -2

/** A cohort is a pair of integers in `pairs`: the state without what it does not share, and the offset of the profile. */
const PAIR = 2

/** Cohorts of nobody yet: everybody waits. */
export function beginCohorts(facts: Facts): Cohorts {
  const { count } = facts.members.ids
  return {
    pairs: emptyPool(PAIR, PAIR),
    counts: new Int32Array(64),
    first: new Int32Array(64),
    of: new Int32Array(count).fill(WAITING),
    next: new Int32Array(count),
    previous: new Int32Array(count),
    waiting: Array.from({ length: count }, (_, member) => member),
    byFront: new Map(),
    byScope: new Map(),
    seated: [],
    timed: [],
    from: -Infinity,
    until: Infinity,
  }
}

/** Where cohorts end: they are numbered from 1 on, and some have nobody left. */
export const cohortsEnd = ({ pairs }: Cohorts): number => pairs.top / PAIR

const stateOf = ({ pairs }: Cohorts, cohort: number): number => int(pairs.words, cohort * PAIR)

/** Offsets of what the people of a cohort are compiled to. */
export const frontOf = (cohorts: Cohorts, cohort: number): number =>
  (stateOf(cohorts, cohort) & FRONT) >>> FRONT_SHIFT
export const profileOf = ({ pairs }: Cohorts, cohort: number): number => int(pairs.words, cohort * PAIR + 1)

/** Tells the cohorts, where there are any, that something about a member has changed or that they are new. */
export function resort(facts: Facts, member: number): void {
  const { cohorts } = facts
  if (cohorts === null) return
  if (member >= cohorts.of.length) {
    cohorts.of = longer(cohorts.of, member + 1).fill(OUTSIDE, cohorts.of.length)
    cohorts.next = longer(cohorts.next, member + 1)
    cohorts.previous = longer(cohorts.previous, member + 1)
  }
  const cohort = int(cohorts.of, member)
  if (cohort === WAITING) return
  if (cohort !== OUTSIDE) takeOut(cohorts, member, cohort)
  cohorts.of[member] = WAITING
  cohorts.waiting.push(member)
}

function takeOut(cohorts: Cohorts, member: number, cohort: number): void {
  const { first, next, previous } = cohorts
  const before = int(previous, member)
  const after = int(next, member)
  if (before === NONE) first[cohort] = after
  else next[before] = after
  if (after !== NONE) previous[after] = before
  count(cohorts, cohort, -1)
}

function count(cohorts: Cohorts, cohort: number, more: number): void {
  cohorts.counts[cohort] = int(cohorts.counts, cohort) + more
  const fronted = cohorts.byFront.get(frontOf(cohorts, cohort))
  assert(fronted !== undefined, 'a cohort stands with its front')
  fronted.people += more
}

const pair = new Int32Array(PAIR)

/** Puts a compiled member into the cohort of all who are compiled to the same. */
export function putIn(facts: Facts, cohorts: Cohorts, member: number): void {
  const { pairs, next, previous } = cohorts
  pair[0] = int(facts.members.state, member) & ~LASTING
  pair[1] = int(facts.members.profile, member)
  const known = pairs.used
  const cohort = intern(pairs, pair, PAIR) / PAIR
  if (pairs.used > known) begin(facts, cohorts, cohort)
  const other = int(cohorts.first, cohort)
  cohorts.first[cohort] = member
  next[member] = other
  previous[member] = NONE
  if (other !== NONE) previous[other] = member
  cohorts.of[member] = cohort
  count(cohorts, cohort, 1)
  if ((stateOf(cohorts, cohort) & TIMED) !== 0) narrow(facts, cohorts, cohort)
}

// A new cohort is found again by all that its answers may hang on.
function begin(facts: Facts, cohorts: Cohorts, cohort: number): void {
  if (cohort >= cohorts.counts.length) {
    cohorts.counts = longer(cohorts.counts, cohort + 1)
    cohorts.first = longer(cohorts.first, cohort + 1)
  }
  cohorts.first[cohort] = NONE
  const front = frontOf(cohorts, cohort)
  const fronted = cohorts.byFront.get(front)
  if (fronted === undefined) cohorts.byFront.set(front, { people: 0, cohorts: [cohort] })
  else fronted.cohorts.push(cohort)
  const { words } = facts.profiles
  const profile = profileOf(cohorts, cohort)
  const seats = profile + int(words, profile + RESTRICTIONS_END)
  for (let entry = profile + HEAD; entry < seats; entry += ENTRY) list(cohorts, int(words, entry), cohort)
  if (seats < profile + int(words, profile + SEATS_END)) cohorts.seated.push(cohort)
  if ((stateOf(cohorts, cohort) & TIMED) !== 0) cohorts.timed.push(cohort)
}

/** Keeps in mind that a timed cohort is right within its window only. */
export function narrow(facts: Facts, cohorts: Cohorts, cohort: number): void {
  const profile = profileOf(cohorts, cohort)
  cohorts.from = Math.max(cohorts.from, rightFrom(facts, profile))
  cohorts.until = Math.min(cohorts.until, rightUntil(facts, profile))
}

function list({ byScope }: Cohorts, packed: number, cohort: number): void {
  if (tagOf(packed) === scope.own) return
  const listed = byScope.get(packed)
  if (listed === undefined) byScope.set(packed, [cohort])
  // Two entries of one profile may have one scope.
  else if (listed.at(-1) !== cohort) listed.push(cohort)
}

/** Appends the members of a cohort. */
export function addMembers({ counts, first, next }: Cohorts, cohort: number, to: number[]): void {
  if (int(counts, cohort) === 0) return
  for (let member = int(first, cohort); member !== NONE; member = int(next, member)) to.push(member)
}
