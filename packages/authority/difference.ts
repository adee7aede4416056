/**
 * What would change: the facts as they are beside a copy on which changes were tried. Exact for everyone, and fast,
 * because whoever holds the same as somebody else is compared once.
 */
import { int, keysOf } from './bits.ts'
import type { Mask } from './bits.ts'
import { bitOf } from './catalogue.ts'
import type { PermissionKey } from './catalogue.ts'
import { apply } from './apply.ts'
import type { AuthorityEvent, MemberStatus, Scope, Tier } from './events.ts'
import {
  differingBits,
  extentOf,
  frontOf,
  hasEntries,
  mentionedBy,
  ownDepartments,
  scopesOf,
} from './extent.ts'
import type { Extent } from './extent.ts'
import { ACTIVE, NONE, SEATED, SEVERAL, STATUS } from './facts.ts'
import type { Facts } from './facts.ts'
import { fork } from './fork.ts'
import { find, idOf } from './ids.ts'
import { isInside, movesBetween } from './inside.ts'
import type { Moves } from './inside.ts'
import { ready } from './check.ts'
import { statusNames } from './people.ts'
import { emptyPool, intern } from './pool.ts'
import type { Pool } from './pool.ts'
import { tierAt, tierNames } from './tiers.ts'

/** Where a permission is held: in one of `by`, unless one of `except` covers the place too. */
export type Coverage = { readonly by: readonly Scope[]; readonly except: readonly Scope[] }

/** `wider` and `narrower` than before; `other` when it is both. */
export type How = 'gained' | 'lost' | 'wider' | 'narrower' | 'other'

/** What changes about one permission. */
export type Change = {
  readonly permission: PermissionKey
  readonly how: How
  readonly before: Coverage | null
  readonly after: Coverage | null
}

/** People for whom exactly the same changes. `members` are handles; `idsOf` of the difference names them. */
export type Alike = {
  readonly changes: readonly Change[]
  /** Set when the status of these people changes. */
  readonly status: { readonly before: MemberStatus | null; readonly after: MemberStatus } | null
  /** Set when their rank as administrators changes, and with it who may act on them. */
  readonly tier: { readonly before: Tier | null; readonly after: Tier | null } | null
  readonly members: readonly number[]
}

/** Everything that changes, and for how many people. The largest group of people alike comes first. */
export type Difference = {
  readonly people: number
  readonly alike: readonly Alike[]
  /** Ids of people alike: from `first`, at most `count`. */
  readonly idsOf: (alike: Alike, first?: number, count?: number) => readonly string[]
}

/** As `tryEvents`, for looking at one member (handle) only: nobody else is compiled. */
export function tryFor(before: Facts, events: readonly AuthorityEvent[], at: number, member: number): Trying {
  const after = fork(before)
  for (const event of events) apply(after, event)
  after.profilesMax = Infinity
  ready(before, member, at)
  ready(after, member, at)
  return { before, after, at }
}

/** The facts and the copy that changes were tried on. Everyone is compiled in both, so their profiles compare. */
export type Trying = { readonly before: Facts; readonly after: Facts; readonly at: number }

/** Copies the facts and applies events to the copy. An event that cannot happen throws and nothing was tried. */
export function tryEvents(before: Facts, events: readonly AuthorityEvent[], at: number): Trying {
  const { profilesMax } = before
  // Both sides are compared by the places of what is compiled, so nothing of it may be thrown away in between.
  before.profilesMax = Infinity
  for (let member = 0; member < before.members.ids.count; member++) ready(before, member, at)
  before.profilesMax = profilesMax
  const after = fork(before)
  after.profilesMax = Infinity
  for (const event of events) apply(after, event)
  return { before, after, at }
}

/**
 * The exact effective difference that some events would make, for everyone who is active before or after, at an
 * instant (ms since 1970). The facts stay as they are. An event that cannot happen throws.
 */
export function differenceOf(facts: Facts, events: readonly AuthorityEvent[], at: number): Difference {
  return differenceBetween(tryEvents(facts, events, at))
}

/** Compares both sides for everyone who is active on one of them. */
export function differenceBetween(trying: Trying): Difference {
  const { after, at } = trying
  const comparing = comparingOf(trying)
  let people = 0
  for (let member = 0; member < after.members.ids.count; member++) {
    if (!isTouched(comparing, member, at)) continue
    const told = changesOf(comparing, member)
    if (told === null) continue
    people++
    told.members.push(member)
  }
  return {
    people,
    alike: [...comparing.bySignature.values()].toSorted((a, b) => b.members.length - a.members.length),
    idsOf: ({ members }, first = 0, count = Infinity) =>
      members.slice(first, first + count).map((member) => idOf(after.members.ids, member)),
  }
}

/** What changes for one compiled member (handle), or null. */
export function differenceFor(trying: Trying, member: number): Alike | null {
  const comparing = comparingOf(trying)
  if (!isActive(trying.before, member) && !isActive(trying.after, member)) return null
  return compared(comparing, member).told
}

/** What some events would change for one member at an instant (ms since 1970); nothing for whoever is not active. */
export function changesFor(
  facts: Facts,
  memberId: string,
  events: readonly AuthorityEvent[],
  at: number,
): readonly Change[] {
  const member = find(facts.members.ids, memberId)
  if (member === NONE) return []
  return differenceFor(tryFor(facts, events, at, member), member)?.changes ?? []
}

type Told = Alike & { readonly members: number[] }

type Comparing = Trying & {
  readonly moves: Moves
  /** What is compiled of people before and after, numbered: equal profiles mean equal changes. */
  readonly kinds: Pool
  readonly byKind: (Told | null | 'depends' | undefined)[]
  /** The same with the departments somebody stands in, for those whose own departments matter. */
  readonly byPlace: Map<string, Told | null>
  /** By the changes themselves, written in handles. */
  readonly bySignature: Map<string, Told>
}

/** Integers by which a kind of person is told from others. */
const KIND = 6

const comparingOf = (trying: Trying): Comparing => ({
  ...trying,
  moves: movesBetween(trying.before, trying.after),
  kinds: emptyPool(2, KIND),
  byKind: [],
  byPlace: new Map(),
  bySignature: new Map(),
})

/** Whether a member (handle) is known and active. */
export const isActive = (facts: Facts, member: number): boolean =>
  member < facts.members.ids.count && (int(facts.members.state, member) & STATUS) === ACTIVE

// Whether anything about a member may differ. After a copy of compiled facts the marks of `apply` tell.
function isTouched({ before, after, moves }: Comparing, member: number, at: number): boolean {
  const wasActive = isActive(before, member)
  const nowActive = isActive(after, member)
  if (!wasActive && !nowActive) return false
  ready(after, member, at)
  if (wasActive !== nowActive) return true
  const state = int(after.members.state, member)
  if (((state | int(before.members.state, member)) & SEATED) !== 0) return true
  const same =
    frontOf(before, member) === frontOf(after, member) &&
    int(before.members.profile, member) === int(after.members.profile, member)
  if (!same) return true
  return hasEntries(after, member) && (moves.any || hasMoved(before, after, member))
}

// Whether a member stands in other departments than before.
function hasMoved(before: Facts, after: Facts, member: number): boolean {
  const sole = int(before.members.department, member)
  if (sole !== int(after.members.department, member)) return true
  if (sole !== SEVERAL) return false
  const now = ownDepartments(after, member)
  return ownDepartments(before, member).join() !== now.join()
}

const statusOf = (facts: Facts, member: number): MemberStatus =>
  statusNames[int(facts.members.state, member) & STATUS] ?? 'departed'

// Ranks before and after, as two digits.
function rankOf({ before, after, at }: Trying, member: number): string {
  const was = member < before.members.ids.count ? tierAt(before, member, at) : 0
  return `${was}${tierAt(after, member, at)}`
}

// Whoever has the same profiles before and after is compared once; where their own departments matter, once a place.
function changesOf(comparing: Comparing, member: number): Told | null {
  const { after, byPlace } = comparing
  if (!isPlain(comparing, member)) return compared(comparing, member).told
  const kind = kindOf(comparing, member)
  const found = comparing.byKind[kind]
  if (found !== undefined && found !== 'depends') return found
  const place = `${kind} ${ownDepartments(after, member).join()}`
  const there = found === undefined ? undefined : byPlace.get(place)
  if (there !== undefined) return there
  const { told, depends } = compared(comparing, member)
  comparing.byKind[kind] = depends ? 'depends' : told
  if (depends) byPlace.set(place, told)
  return told
}

function isPlain({ before, after, moves }: Comparing, member: number): boolean {
  if (!isActive(before, member) || !isActive(after, member)) return false
  const seated = (int(before.members.state, member) | int(after.members.state, member)) & SEATED
  return seated === 0 && !moves.any && !hasMoved(before, after, member)
}

const kind = new Int32Array(KIND)

// A number for all that is compiled of somebody on both sides. Without an appointment own departments are none.
function kindOf({ before, after, kinds }: Comparing, member: number): number {
  kind[0] = int(before.members.profile, member)
  kind[1] = frontOf(before, member)
  kind[2] = int(after.members.profile, member)
  kind[3] = frontOf(after, member)
  kind[4] = int(after.members.department, member) === NONE ? 1 : 0
  return Math.floor(intern(kinds, kind, KIND) / KIND)
}

// One permission before and after, still in handles.
type Shift = {
  readonly key: PermissionKey
  readonly how: How
  readonly was: Extent | null
  readonly now: Extent | null
}

// What changes for a member; `depends` when that hangs on where their own departments lie.
function compared(
  comparing: Comparing,
  member: number,
): { readonly told: Told | null; readonly depends: boolean } {
  const { before, after } = comparing
  let depends = false
  const shifts = keysOf(suspectsOf(comparing, member)).flatMap((key): Shift[] => {
    const [was, now] = [extentAt(before, member, bitOf(key)), extentAt(after, member, bitOf(key))]
    depends ||= hangsOnPlace(was, now)
    const how = howOf(comparing, was, now)
    return how === null ? [] : [{ key, how, was, now }]
  })
  return { told: toldOf(comparing, member, shifts), depends }
}

// Whether how two extents differ, or what is said of them, may be otherwise for somebody with other own departments.
function hangsOnPlace(was: Extent | null, now: Extent | null): boolean {
  if ([was, now].some((extent) => extent?.by.leaning === true || extent?.except.leaning === true)) return true
  if (was === null || now === null) return false
  if (was.except.own || now.except.own) return true
  // The whole company is more than any part of it, whichever part that is.
  return was.by.everywhere === now.by.everywhere && (was.by.own || now.by.own)
}

function toldOf(comparing: Comparing, member: number, shifts: readonly Shift[]): Told | null {
  const { before, after } = comparing
  const known = member < before.members.ids.count
  const was = known ? statusOf(before, member) : null
  const now = statusOf(after, member)
  const rank = rankOf(comparing, member)
  const [oldTier, newTier] = [tierNames[Number(rank[0])] ?? null, tierNames[Number(rank[1])] ?? null]
  if (shifts.length === 0 && was === now && oldTier === newTier) return null
  const resolved = known && hasMoved(before, after, member)
  const states = `${was === now ? '' : `${was ?? ''}>${now}`} ${oldTier === newTier ? '' : rank}`
  const signature = `${states} ${shifts.map((shift) => signatureOf(shift, resolved)).join(';')}`
  const twin = comparing.bySignature.get(signature)
  if (twin !== undefined) return twin
  const told: Told = {
    changes: shifts.map((shift) => ({
      permission: shift.key,
      how: shift.how,
      before: coverageIn(before, shift.was, resolved),
      after: coverageIn(after, shift.now, resolved),
    })),
    status: was === now ? null : { before: was, after: now },
    tier: oldTier === newTier ? null : { before: oldTier, after: newTier },
    members: [],
  }
  comparing.bySignature.set(signature, told)
  return told
}

const signatureOf = ({ key, how, was, now }: Shift, resolved: boolean): string =>
  `${key} ${how} ${placesOf(was, resolved)} ${placesOf(now, resolved)}`

const placesOf = (extent: Extent | null, resolved: boolean): string =>
  extent === null ? '' : `${textOf(extent.by, resolved)}-${textOf(extent.except, resolved)}`

const textOf = ({ everywhere, own, roots, named, resources }: Extent['by'], resolved: boolean): string =>
  everywhere ? '*' : `${own && !resolved}${(resolved ? roots : named).join()}/${resources.join()}`

// Permissions about which anything differs. Where the ground itself has moved, all that have an entry.
function suspectsOf({ before, after, moves }: Comparing, member: number): Mask {
  const [was, now] = [isActive(before, member), isActive(after, member)]
  if (!was || !now) return mentionedBy(was ? before : after, member)
  const ground = moves.any || hasMoved(before, after, member)
  return differingBits(before, after, member, ground)
}

/** The extent of a permission for an active, compiled member; null where it is held nowhere. */
export const extentAt = (facts: Facts, member: number, bit: number): Extent | null =>
  isActive(facts, member) ? extentOf(facts, member, bit) : null

function howOf({ before, after, moves }: Comparing, was: Extent | null, now: Extent | null): How | null {
  if (was === null) return now === null ? null : 'gained'
  if (now === null) return 'lost'
  const noWider = isInside(moves, { extent: now, facts: after }, { extent: was, facts: before })
  const noNarrower = isInside(moves, { extent: was, facts: before }, { extent: now, facts: after })
  if (noWider && noNarrower) return null
  return noWider ? 'narrower' : noNarrower ? 'wider' : 'other'
}

const coverageIn = (facts: Facts, extent: Extent | null, resolved: boolean): Coverage | null =>
  extent === null
    ? null
    : { by: scopesOf(facts, extent.by, resolved), except: scopesOf(facts, extent.except, resolved) }
