/**
 * Who can do something at a target. Everybody who is compiled to the same gets one answer, found once: only whose own
 * department surrounds the target is counted apart, and whoever's answer hangs on who they are is asked alone.
 */
import { int, revokeBit } from './bits.ts'
import { permission } from './catalogue.ts'
import type { PermissionKey } from './catalogue.ts'
import { check } from './check.ts'
import { cohortsAt } from './cohorts-at.ts'
import { addMembers, cohortsEnd, frontOf, profileOf } from './cohorts.ts'
import { ENTRY, EVERYWHERE, GRANTS_END, HEAD, RESTRICTIONS_END, SEATS_END, TOUCHED } from './profile.ts'
import { appointmentsAt, upwards } from './departments.ts'
import type { Target } from './events.ts'
import { ownDepartments } from './extent.ts'
import { NONE, SEVERAL } from './facts.ts'
import type { Cohorts, Facts } from './facts.ts'
import {
  UNKNOWN,
  WHOLE_WORKSPACE,
  covers,
  handleIn,
  isKnown,
  pack,
  scope,
  tagOf,
  target as targets,
  targetOf,
} from './scope.ts'
import { pageOf } from './who-page.ts'
import type { Page } from './who-page.ts'

/** How many can, and the ids of one page of them, sorted. */
export type WhoCan = { readonly total: number; readonly ids: readonly string[] }

/** Everybody who has a permission at a target at an instant (ms since 1970). Unknown target: nobody. */
export function whoCan(
  facts: Facts,
  key: PermissionKey,
  target: Target,
  at: number,
  page: Page = {},
): WhoCan {
  const ref = targetOf(facts, target)
  if (ref === UNKNOWN || !isKnown(facts, ref) || Number.isNaN(at)) return { total: 0, ids: [] }
  const asking = askingOf(facts, permission(key).bit, ref, at)
  const total = askFronts(asking) + askCovered(asking) + askNeighbours(asking) + askAlone(asking)
  const found = {
    total,
    can: (member: number) => can(asking, member),
    candidates: () => candidatesOf(asking),
  }
  return { total, ids: pageOf(facts.members.ids, found, page) }
}

// What is found of a cohort, as marks: who stands elsewhere can, who stands around the target can, ask each of them.
const ELSEWHERE = 1
const AROUND = 2
const ALL = ELSEWHERE | AROUND
const EACH = 4
const KNOWN = 8

/** One question about everybody, and what was found out while answering it. */
type Asking = {
  readonly facts: Facts
  readonly cohorts: Cohorts
  readonly bit: number
  readonly ref: number
  readonly at: number
  /** Departments whose subtree the target stands in, and 1 for each by its handle and one more: the first is for none. */
  readonly places: readonly number[]
  readonly around: Uint8Array
  /** Marks by cohort, as far as they were looked at. */
  readonly verdicts: Uint8Array
  /** Whoever is asked alone, and whether they can. */
  readonly alone: Map<number, boolean>
}

function askingOf(facts: Facts, bit: number, ref: number, at: number): Asking {
  const cohorts = cohortsAt(facts, at)
  const places = [...new Set(placesOf(facts, ref).flatMap((place) => [...upwards(facts, place)]))]
  const around = new Uint8Array(facts.departments.ids.count + 1)
  for (const place of places) around[place + 1] = 1
  const verdicts = new Uint8Array(cohortsEnd(cohorts))
  return { facts, cohorts, bit, ref, at, places, around, verdicts, alone: new Map() }
}

function placesOf(facts: Facts, ref: number): readonly number[] {
  const handle = handleIn(ref)
  switch (tagOf(ref)) {
    case targets.department:
      return [handle]
    case targets.member: {
      const places = ownDepartments(facts, handle)
      return places.length === 0 ? [facts.root] : places
    }
    case targets.resource: {
      const place = int(facts.resources.department, handle)
      return place >= 0 ? [place] : []
    }
    default:
      return []
  }
}

// Counts everybody as their front says, which is right for all of whom no entry covers the target.
function askFronts({ facts, cohorts, bit }: Asking): number {
  let total = 0
  for (const [front, { people }] of cohorts.byFront) if (isEverywhere(facts, front, bit)) total += people
  return total
}

const isEverywhere = ({ fronts }: Facts, front: number, bit: number): boolean =>
  ((int(fronts.words, front + EVERYWHERE + (bit >>> 5)) >>> (bit & 31)) & 1) === 1

// How many more or fewer there are because entries do cover it. Counts everybody as if they stood elsewhere.
function askCovered(asking: Asking): number {
  const { facts, cohorts, bit } = asking
  let more = 0
  for (const cohort of new Set(coveredIn(asking))) {
    const counted = isEverywhere(facts, frontOf(cohorts, cohort), bit)
    const can = (verdictOf(asking, cohort) & ELSEWHERE) !== 0
    more += int(cohorts.counts, cohort) * (Number(can) - Number(counted))
  }
  return more
}

// Cohorts with an entry that covers the target, and those with a seat, of whom each may have to be asked.
function coveredIn({ facts, cohorts, ref, places }: Asking): readonly number[] {
  const lists = facts.lists.flatMap((_, number) => {
    const packed = pack(scope.list, number)
    return cohorts.byScope.has(packed) && covers(facts, packed, ref, NONE, false) ? [packed] : []
  })
  const departments = places.map((place) => pack(scope.department, place))
  const resource = tagOf(ref) === targets.resource ? [pack(scope.resource, handleIn(ref))] : []
  const scopes = [...lists, ...departments, ...resource, WHOLE_WORKSPACE]
  return [...scopes.flatMap((packed) => cohorts.byScope.get(packed) ?? []), ...cohorts.seated]
}

function verdictOf(asking: Asking, cohort: number): number {
  const { verdicts } = asking
  const known = verdicts[cohort] as number
  if (known !== 0) return known
  const verdict =
    verdictOn(asking, frontOf(asking.cohorts, cohort), profileOf(asking.cohorts, cohort)) | KNOWN
  verdicts[cohort] = verdict
  return verdict
}

function verdictOn(asking: Asking, front: number, profile: number): number {
  const { facts, bit } = asking
  const everywhere = isEverywhere(facts, front, bit) ? ALL : 0
  const touched = int(facts.fronts.words, front + TOUCHED + (bit >>> 5))
  if (((touched >>> (bit & 31)) & 1) === 0) return everywhere
  const ends = facts.profiles.words
  const restrictions = profile + int(ends, profile + GRANTS_END)
  const seats = profile + int(ends, profile + RESTRICTIONS_END)
  // What a seat allows hangs on whom it is used on, and by whom.
  if (seats < profile + int(ends, profile + SEATS_END)) return EACH
  const held = everywhere | covered(asking, profile + HEAD, restrictions)
  return held === 0 ? 0 : held & ~covered(asking, restrictions, seats)
}

// For whom some of these entries cover the target.
function covered({ facts, bit, ref, around }: Asking, first: number, end: number): number {
  const { words } = facts.profiles
  const masks = facts.masks.words
  let marks = 0
  for (let entry = first; entry < end; entry += ENTRY) {
    if (((int(masks, int(words, entry + 1) + (bit >>> 5)) >>> (bit & 31)) & 1) === 0) continue
    const packed = int(words, entry)
    const tag = tagOf(packed)
    if (tag === scope.own) marks |= AROUND
    else if (tag === scope.department) {
      if (around[handleIn(packed) + 1] === 1) return ALL
    } else if (covers(facts, packed, ref, NONE, false)) return ALL
  }
  return marks
}

// How many more or fewer there are because some stand around the target.
function askNeighbours(asking: Asking): number {
  let more = 0
  for (const member of neighboursOf(asking)) {
    const verdict = verdictOf(asking, int(asking.cohorts.of, member))
    more += Number((verdict & AROUND) !== 0) - Number((verdict & ELSEWHERE) !== 0)
  }
  return more
}

// Active people who stand in a department around the target, each once.
function neighboursOf({ facts, cohorts, places, around }: Asking): readonly number[] {
  const { appointments, members } = facts
  const found: number[] = []
  for (const place of places)
    for (const row of appointmentsAt(facts, place)) {
      const member = int(appointments.member, row)
      if (int(cohorts.of, member) < 0) continue
      // Somebody with several departments comes with the first of them that is around.
      if (int(members.department, member) !== SEVERAL || firstAround(facts, member, around) === row)
        found.push(member)
    }
  return found
}

function firstAround({ members, appointments }: Facts, member: number, around: Uint8Array): number {
  let row = int(members.firstAppointment, member)
  while (row !== NONE && around[int(appointments.department, row) + 1] !== 1)
    row = int(appointments.nextOfMember, row)
  return row
}

// How many more or fewer there are because some had to be asked alone.
function askAlone(asking: Asking): number {
  const { facts, cohorts, bit, ref, at, alone } = asking
  const asked: number[] = []
  for (const cohort of cohorts.seated)
    if ((verdictOf(asking, cohort) & EACH) !== 0) addMembers(cohorts, cohort, asked)
  if (tagOf(ref) === targets.member) {
    const person = handleIn(ref)
    asked.push(person)
    // Whoever has given a seat can end it, which no profile knows.
    if (bit === revokeBit) for (const seat of facts.seatsOf.get(person) ?? []) asked.push(seat.appointedBy)
  }
  let more = 0
  for (const member of asked) {
    if (member === NONE || alone.has(member)) continue
    more -= Number(canAsCounted(asking, member))
    const answer = check(facts, member, bit, ref, at)
    alone.set(member, answer)
    more += Number(answer)
  }
  return more
}

function can(asking: Asking, member: number): boolean {
  return asking.alone.get(member) ?? canAsCounted(asking, member)
}

function canAsCounted(asking: Asking, member: number): boolean {
  const { facts, cohorts, around } = asking
  const cohort = int(cohorts.of, member)
  if (cohort < 0) return false
  const marks = verdictOf(asking, cohort) & ALL
  if (marks === 0 || marks === ALL) return marks === ALL
  const sole = int(facts.members.department, member)
  const stands = sole === SEVERAL ? firstAround(facts, member, around) !== NONE : around[sole + 1] === 1
  return (marks & (stands ? AROUND : ELSEWHERE)) !== 0
}

// Everybody who can, and perhaps some who cannot.
function candidatesOf(asking: Asking): readonly number[] {
  const { facts, cohorts, bit, alone } = asking
  const found = [...alone.keys(), ...neighboursOf(asking)]
  for (const [front, fronted] of cohorts.byFront)
    if (isEverywhere(facts, front, bit))
      for (const cohort of fronted.cohorts) addMembers(cohorts, cohort, found)
  for (const cohort of coveredIn(asking)) addMembers(cohorts, cohort, found)
  return found
}
