/**
 * The compiled facts of one workspace. Only `apply` writes them. Everything is kept by handle in typed columns:
 * a company of 100,000 costs about 120 bytes a member, and a check touches a handful of cache lines.
 */
import { WORDS } from './bits.ts'
import type { Mask } from './bits.ts'
import type { Tier } from './events.ts'
import { noIds } from './ids.ts'
import type { Ids } from './ids.ts'
import { emptyPool } from './pool.ts'
import type { Pool } from './pool.ts'

/** Nothing here: the end of a list, no department, no position. */
export const NONE = -1

/** In place of the one department of a member who has several appointments. */
export const SEVERAL = -2

// A member's state is one integer: status, marks, and above them the offset in `fronts` of what most checks read.
// ACTIVE with no mark is the fast path of a check.
export const INVITED = 0
export const ACTIVE = 1
export const SUSPENDED = 2
export const DEPARTED = 3
export const STATUS = 3
/** The profile is missing or out of date. */
export const DIRTY = 4
/** The profile is right only within a window of time. */
export const TIMED = 8
/** Set while any seat names the member, in force or not. */
export const SEATED = 16
export const SLOW = STATUS | DIRTY | TIMED
/** Status and seat: what stays when the profile is made anew. */
export const LASTING = STATUS | SEATED

/** Fronts begin at multiples of 8, so an offset shifted by two leaves room for the five bits above. */
export const FRONT_SHIFT = 2
export const FRONT = ~31

/** Where a department stands when it is gone. */
export const GONE = -2

/** An appointment as administrator. Few, so they are plain objects, and never changed: forks share them. */
export type Seat = {
  readonly id: string
  readonly member: number
  readonly tier: Tier
  readonly permissions: Mask
  readonly scope: number
  readonly ceiling: Mask
  readonly reach: number
  readonly from: number
  readonly until: number
  readonly appointedBy: number
}

export type Members = {
  readonly ids: Ids
  state: Int32Array
  /** Offset of the profile in `profiles`, unless the state says that it is missing. */
  profile: Int32Array
  /** The department when there is exactly one appointment, NONE without any, SEVERAL otherwise. */
  department: Int32Array
  firstAppointment: Int32Array
  firstRule: Int32Array
  firstMembership: Int32Array
}

export type Departments = {
  readonly ids: Ids
  parent: Int32Array
  firstChild: Int32Array
  nextSibling: Int32Array
  previousSibling: Int32Array
  /** Two a department: its own label, and the last label of its subtree. */
  labels: Int32Array
  firstRule: Int32Array
  firstAppointment: Int32Array
}

export type Appointments = {
  readonly ids: Ids
  member: Int32Array
  department: Int32Array
  /** Position and marks, see `postOf`; NONE for a free row. */
  post: Int32Array
  nextOfMember: Int32Array
  nextOfDepartment: Int32Array
  previousOfDepartment: Int32Array
}

/** Marks of an appointment. */
export const PRIMARY = 1
export const HEAD = 2

/** A position (NONE for none) and marks in one integer that is never NONE. */
export const postOf = (position: number, marks: number): number => ((position + 1) << 2) | marks

/** The position of a post, or NONE. */
export const positionOf = (post: number): number => (post >> 2) - 1

/** Grants and restrictions. `from` and `until` are ms since 1970, ±Infinity for none. */
export type Rules = {
  readonly ids: Ids
  subject: Int32Array
  /** A permission's bit, or -1 - role. */
  right: Int32Array
  scope: Int32Array
  /** Index in `sources`, RESTRICTION, or NONE for a free row. */
  source: Int32Array
  /** 1 while a grant is suspended, else 0. */
  suspended: Int32Array
  nextOfSubject: Int32Array
  from: Float64Array
  until: Float64Array
}

export const sources = [
  'baseline',
  'position',
  'administrator',
  'request',
  'handover',
  'emergency',
  'import',
] as const
export const RESTRICTION = 100

export type Memberships = {
  /** Number of rows ever used, and those free again. */
  count: number
  readonly free: number[]
  group: Int32Array
  member: Int32Array
  nextOfMember: Int32Array
  nextOfGroup: Int32Array
  previousOfGroup: Int32Array
}

/**
 * Things that come by the hundred, not by the hundred thousand. `NONE` first rule or membership: empty. `inner` are
 * the groups directly inside, `around` all those it lies in, at any depth, itself first.
 */
export type Group = {
  firstRule: number
  firstMembership: number
  live: boolean
  inner: readonly number[]
  around: readonly number[]
}
export type Position = { firstRule: number; live: boolean }
export type Role = { mask: Mask; live: boolean }

export type Resources = {
  readonly ids: Ids
  /** Department handle, NONE when it belongs to the workspace, GONE when removed. */
  department: Int32Array
  readonly kinds: string[]
  readonly kindNumbers: Map<string, number>
}

/** Who is compiled to the same, see cohorts.ts. */
export type Cohorts = {
  readonly pairs: Pool
  /** By cohort: how many are in it, and one of them. */
  counts: Int32Array
  first: Int32Array
  /** By member: the cohort, or a mark in its place, and who stands beside them in it. */
  of: Int32Array
  next: Int32Array
  previous: Int32Array
  /** Who is to be sorted into a cohort before the next question. */
  readonly waiting: number[]
  /** By the offset of a front: its cohorts, and how many people are in them. */
  readonly byFront: Map<number, { people: number; readonly cohorts: number[] }>
  /** By a packed scope other than one's own department: the cohorts that have it in an entry. */
  readonly byScope: Map<number, number[]>
  /** Cohorts with a seat, and those that are right within a window of time. */
  readonly seated: number[]
  readonly timed: number[]
  /** Instants between which all of them are. */
  from: number
  until: number
}

/** The facts. Read them through the functions of this package; handles are of one facts object only. */
export type Facts = {
  revision: number
  workspaceId: string | null
  root: number
  readonly members: Members
  readonly departments: Departments
  readonly appointments: Appointments
  readonly positionIds: Ids
  readonly positions: Position[]
  readonly groupIds: Ids
  readonly groups: Group[]
  readonly memberships: Memberships
  readonly roleIds: Ids
  readonly roles: Role[]
  readonly rules: Rules
  everyoneFirstRule: number
  readonly seats: Map<string, Seat>
  readonly seatsOf: Map<number, readonly Seat[]>
  readonly resources: Resources
  /** Scopes that name several departments: sorted handles, interned by their text. */
  readonly lists: Int32Array[]
  readonly listNumbers: Map<string, number>
  /** What is said of a member, compiled; see compile.ts. */
  readonly profiles: Pool
  /** First words of profiles: what is held everywhere, and what the entries mention. */
  readonly fronts: Pool
  /** Masks of the entries. */
  readonly masks: Pool
  /** Integers of profiles at which they are thrown away and compiled anew. */
  profilesMax: number
  /** Department labels are out of date; the next reader renews them. */
  stale: boolean
  /** Members compiled and not dirty; while it is 0 nothing needs marking. */
  compiled: number
  /** Null until somebody asks about everybody, and after everything compiled was thrown away. */
  cohorts: Cohorts | null
}

const none = (): Int32Array => new Int32Array(0)

const noMembers = (): Members => ({
  ids: noIds(),
  state: none(),
  profile: none(),
  department: none(),
  firstAppointment: none(),
  firstRule: none(),
  firstMembership: none(),
})

const noDepartments = (): Departments => ({
  ids: noIds(),
  parent: none(),
  firstChild: none(),
  nextSibling: none(),
  previousSibling: none(),
  labels: none(),
  firstRule: none(),
  firstAppointment: none(),
})

const noAppointments = (): Appointments => ({
  ids: noIds(),
  member: none(),
  department: none(),
  post: none(),
  nextOfMember: none(),
  nextOfDepartment: none(),
  previousOfDepartment: none(),
})

const noMemberships = (): Memberships => ({
  count: 0,
  free: [],
  group: none(),
  member: none(),
  nextOfMember: none(),
  nextOfGroup: none(),
  previousOfGroup: none(),
})

const noRules = (): Rules => ({
  ids: noIds(),
  subject: none(),
  right: none(),
  scope: none(),
  source: none(),
  suspended: none(),
  nextOfSubject: none(),
  from: new Float64Array(0),
  until: new Float64Array(0),
})

/** Facts about nothing: no company, nobody, revision 0. */
export const emptyFacts = (): Facts => ({
  revision: 0,
  workspaceId: null,
  root: NONE,
  members: noMembers(),
  departments: noDepartments(),
  appointments: noAppointments(),
  positionIds: noIds(),
  positions: [],
  groupIds: noIds(),
  groups: [],
  memberships: noMemberships(),
  roleIds: noIds(),
  roles: [],
  rules: noRules(),
  everyoneFirstRule: NONE,
  seats: new Map(),
  seatsOf: new Map(),
  resources: { ids: noIds(5), department: none(), kinds: [], kindNumbers: new Map() },
  lists: [],
  listNumbers: new Map(),
  profiles: emptyPool(2, 0),
  fronts: emptyPool(2 * WORDS, 2 * WORDS),
  masks: emptyPool(WORDS, WORDS),
  profilesMax: 1 << 16,
  stale: false,
  compiled: 0,
  cohorts: null,
})

/** Says which log position the facts stand at; the reader of the feed calls it after the last event of a revision. */
export function setRevision(facts: Facts, revision: number): void {
  facts.revision = revision
}
