/**
 * The compiled facts of one workspace. Only `apply` writes them. Everything is kept by handle in typed columns:
 * a company of 100,000 costs about 120 bytes a member, and a check touches two or three cache lines.
 */
import type { Mask } from './bits.ts'
import type { Tier } from './events.ts'
import { noIds } from './ids.ts'
import type { Ids } from './ids.ts'

/** Nothing here: the end of a list, no department, no position. */
export const NONE = -1

// One member is a record of eight integers: half a cache line.
export const RECORD = 8
/** Words 0 to 3 hold the feature permissions in force over the whole workspace, restrictions already taken away. */
export const FLAGS = 4
export const FIRST_APPOINTMENT = 5
/** Offset of the member's tail in the pool, 0 for none: scoped grants, scoped restrictions, seats, time window. */
export const TAIL = 6
/** The department when there is exactly one appointment, NONE without any, SEVERAL otherwise. */
export const SOLE_DEPARTMENT = 7
export const SEVERAL = -2

// Flags: two bits of status, then what makes a check leave the fast path. ACTIVE alone is the fast path.
export const INVITED = 0
export const ACTIVE = 1
export const SUSPENDED = 2
export const DEPARTED = 3
export const STATUS = 3
export const DIRTY = 4
export const TIMED = 8
export const SLOW = STATUS | DIRTY | TIMED
/** Set while any seat names the member, in force or not. */
export const SEATED = 16

/** Where a department stands when it is gone. */
export const GONE = -2

/** An appointment as administrator. Few, so they are plain objects. */
export type Seat = {
  readonly id: string
  readonly member: number
  readonly tier: Tier
  permissions: Mask
  scope: number
  ceiling: Mask
  reach: number
  from: number
  until: number
  readonly appointedBy: number
}

export type Members = {
  readonly ids: Ids
  record: Int32Array
  firstRule: Int32Array
  firstMembership: Int32Array
}

export type Departments = {
  readonly ids: Ids
  parent: Int32Array
  firstChild: Int32Array
  nextSibling: Int32Array
  previousSibling: Int32Array
  /** The subtree of a department is the interval [first, last] of these labels. */
  first: Int32Array
  last: Int32Array
  firstRule: Int32Array
  appointments: Int32Array
}

export type Appointments = {
  readonly ids: Ids
  member: Int32Array
  department: Int32Array
  position: Int32Array
  /** 1 primary, 2 head; NONE for a free row. */
  marks: Int32Array
  nextOfMember: Int32Array
}

/** Grants and restrictions. `from` and `until` are ms since 1970, ±Infinity for none. */
export type Rules = {
  readonly ids: Ids
  subject: Int32Array
  /** A permission's bit, or -1 - role. */
  right: Int32Array
  scope: Int32Array
  /** Index in `sources`, RESTRICTION, or NONE for a free row. */
  source: Int32Array
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

/** Things that come by the hundred, not by the hundred thousand. `NONE` first rule or membership: empty. */
export type Group = { firstRule: number; firstMembership: number; live: boolean }
export type Position = { firstRule: number; live: boolean }
export type Role = { mask: Mask; live: boolean }

export type Resources = {
  readonly ids: Ids
  /** Department handle, NONE when it belongs to the workspace, GONE when removed. */
  department: Int32Array
  readonly kinds: string[]
  readonly kindNumbers: Map<string, number>
}

/** Interned tails in one buffer, read as integers and as instants. */
export type Pool = {
  words: Int32Array
  instants: Float64Array
  top: number
  /** Open-addressing table of tail offsets by content. */
  slots: Int32Array
  used: number
  /** When the pool has grown past this it is thrown away and compiled anew. */
  limit: number
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
  readonly seatsOf: Map<number, Seat[]>
  readonly resources: Resources
  /** Scopes that name several departments: sorted handles, interned by their text. */
  readonly lists: Int32Array[]
  readonly listNumbers: Map<string, number>
  readonly pool: Pool
  /** Department labels are out of date; the next reader renews them. */
  stale: boolean
  /** Members compiled and not dirty; while it is 0 nothing needs marking. */
  compiled: number
}

const none = (): Int32Array => new Int32Array(0)

/** Facts about nothing: no company, nobody, revision 0. */
export function emptyFacts(): Facts {
  const buffer = new ArrayBuffer(4096)
  return {
    revision: 0,
    workspaceId: null,
    root: NONE,
    members: { ids: noIds(), record: none(), firstRule: none(), firstMembership: none() },
    departments: {
      ids: noIds(),
      parent: none(),
      firstChild: none(),
      nextSibling: none(),
      previousSibling: none(),
      first: none(),
      last: none(),
      firstRule: none(),
      appointments: none(),
    },
    appointments: {
      ids: noIds(),
      member: none(),
      department: none(),
      position: none(),
      marks: none(),
      nextOfMember: none(),
    },
    positionIds: noIds(),
    positions: [],
    groupIds: noIds(),
    groups: [],
    memberships: {
      count: 0,
      free: [],
      group: none(),
      member: none(),
      nextOfMember: none(),
      nextOfGroup: none(),
      previousOfGroup: none(),
    },
    roleIds: noIds(),
    roles: [],
    rules: {
      ids: noIds(),
      subject: none(),
      right: none(),
      scope: none(),
      source: none(),
      nextOfSubject: none(),
      from: new Float64Array(0),
      until: new Float64Array(0),
    },
    everyoneFirstRule: NONE,
    seats: new Map(),
    seatsOf: new Map(),
    resources: { ids: noIds(5), department: none(), kinds: [], kindNumbers: new Map() },
    lists: [],
    listNumbers: new Map(),
    pool: {
      words: new Int32Array(buffer),
      instants: new Float64Array(buffer),
      top: 2,
      slots: new Int32Array(64),
      used: 0,
      limit: 1 << 16,
    },
    stale: false,
    compiled: 0,
  }
}

/** Says which log position the facts stand at; the reader of the feed calls it after the last event of a revision. */
export function setRevision(facts: Facts, revision: number): void {
  facts.revision = revision
}
