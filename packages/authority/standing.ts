/** Who stands in some places, worked out for everybody at once: two passes, whatever the number of people. */
import { assert } from '@hufu/kit'
import { int } from './bits.ts'
import type { MemberStatus } from './events.ts'
import { DEPARTED, NONE, STATUS, positionOf } from './facts.ts'
import type { Facts } from './facts.ts'
import { find, idOf } from './ids.ts'
import { statusNames } from './people.ts'
import { departmentOf } from './scope.ts'

/** One asks for an appointment in one of these departments themselves, or for being one of these people. */
export type Place = { readonly departments: readonly string[]; readonly people: readonly string[] }

export type StandingAsked = {
  /** Whoever is found stands in each of these. */
  readonly places: readonly Place[]
  /** Left out whatever else holds. */
  readonly except: readonly string[]
  /** `null` for everybody who has not left the company. */
  readonly status: MemberStatus | null
}

/** The answer, as of the facts' revision when it was asked. */
export type Standing = {
  readonly count: number
  /** The share of those of the status asked for, from 0 to 1: 1 when nobody is left out. */
  readonly share: number
  readonly has: (memberId: string) => boolean
  /** Everybody found, in no order. */
  readonly ids: () => readonly string[]
  /** How many of them are appointed to each of some departments itself. */
  readonly countIn: (departmentIds: readonly string[]) => readonly number[]
  /** How many appointments of theirs hold each position. */
  readonly countHolding: (positionIds: readonly string[]) => readonly number[]
}

/** Each place is one bit. */
const PLACES_MAX = 8

/** Finds everybody who stands in all of some places. */
export function standingIn(facts: Facts, asked: StandingAsked): Standing {
  const { ids } = facts.members
  const found = marked(facts, asked.places)
  for (const id of asked.except) clear(found, find(ids, id))
  const all = 2 ** asked.places.length - 1
  let count = 0
  let others = 0
  for (let member = 0; member < found.length; member++) {
    const stands = int(found, member) === all
    const alike = hasStatus(facts, member, asked.status)
    found[member] = stands && alike ? 1 : 0
    if (stands && alike) count++
    else if (alike) others++
  }
  return {
    count,
    share: others === 0 ? 1 : count / (count + others),
    has: (memberId) => found[find(ids, memberId)] === 1,
    ids: () => [...found.keys()].filter((member) => found[member] === 1).map((member) => idOf(ids, member)),
    countIn(departmentIds) {
      const counts = counted(facts, found, (row) => int(facts.appointments.department, row))
      return departmentIds.map((id) => counts.get(departmentOf(facts, id)) ?? 0)
    },
    countHolding(positionIds) {
      const counts = counted(facts, found, (row) => positionOf(int(facts.appointments.post, row)))
      return positionIds.map((id) => counts.get(find(facts.positionIds, id)) ?? 0)
    },
  }
}

// For each member a bit for each place they stand in.
function marked(facts: Facts, places: readonly Place[]): Int32Array {
  assert(places.length <= PLACES_MAX, 'places are few')
  const found = new Int32Array(facts.members.ids.count)
  const within = new Int32Array(facts.departments.ids.count)
  for (const [at, { departments, people }] of places.entries()) {
    for (const id of departments) mark(within, departmentOf(facts, id), at)
    for (const id of people) mark(found, find(facts.members.ids, id), at)
  }
  const { ids, post, member, department } = facts.appointments
  for (let row = 0; row < ids.count; row++) {
    if (int(post, row) === NONE) continue
    const at = int(member, row)
    found[at] = int(found, at) | int(within, int(department, row))
  }
  return found
}

function mark(bits: Int32Array, handle: number, at: number): void {
  if (handle !== NONE) bits[handle] = int(bits, handle) | (1 << at)
}

// INVARIANT: no combination of places gives this value, so whoever is cleared is not found even where nothing is asked.
function clear(bits: Int32Array, handle: number): void {
  if (handle !== NONE) bits[handle] = 1 << PLACES_MAX
}

function hasStatus(facts: Facts, member: number, status: MemberStatus | null): boolean {
  const is = int(facts.members.state, member) & STATUS
  return status === null ? is !== DEPARTED : statusNames[is] === status
}

// Appointments of those found, by what stands in them.
function counted(
  facts: Facts,
  found: Int32Array,
  handleOf: (row: number) => number,
): ReadonlyMap<number, number> {
  const counts = new Map<number, number>()
  const { ids, post, member } = facts.appointments
  for (let row = 0; row < ids.count; row++) {
    if (int(post, row) === NONE || int(found, int(member, row)) !== 1) continue
    const handle = handleOf(row)
    if (handle !== NONE) counts.set(handle, (counts.get(handle) ?? 0) + 1)
  }
  return counts
}
