/** Scopes, targets and subjects packed into one integer each, and whether a scope covers a target. */
import { assert } from '@hufu/kit'
import { int } from './bits.ts'
import { contains, isLive } from './departments.ts'
import type { Scope, Subject, Target } from './events.ts'
import { GONE, NONE, SEVERAL } from './facts.ts'
import type { Facts } from './facts.ts'
import { find, idOf } from './ids.ts'

/** A target packed for `check`: kind in the upper bits, handle in the lower 28. -1 is an unknown target. */
export type TargetRef = number

export const UNKNOWN = -1
const TAG = 28
const HANDLE = (1 << TAG) - 1
export const tagOf = (ref: number): number => ref >> TAG
export const handleIn = (ref: number): number => ref & HANDLE

export const target = { workspace: 0, department: 1, member: 2, resource: 3 } as const
export const scope = { workspace: 0, own: 1, department: 2, resource: 3, list: 4 } as const
export const subject = { everyone: 0, member: 1, group: 2, position: 3, department: 4 } as const

/** Packs a kind and a handle into one integer. */
export const pack = (tag: number, handle: number): number => (tag << TAG) | handle
export const memberTarget = (member: number): TargetRef => pack(target.member, member)
export const WHOLE_WORKSPACE = pack(scope.workspace, 0)

/** Finds a resource's handle, or -1 when it never was or is removed. */
export function resourceOf(facts: Facts, kind: string, id: string): number {
  const number = facts.resources.kindNumbers.get(kind)
  const handle = number === undefined ? NONE : find(facts.resources.ids, id, number)
  return handle !== NONE && int(facts.resources.department, handle) === GONE ? NONE : handle
}

/** Finds a department's handle, or -1 when it never was or is removed. */
export function departmentOf(facts: Facts, id: string): number {
  const handle = find(facts.departments.ids, id)
  return handle !== NONE && !isLive(facts, handle) ? NONE : handle
}

/** Packs a target for `check`. Gives -1 for a target these facts do not know: `check` denies it. */
export function targetOf(facts: Facts, asked: Target): TargetRef {
  const ref = (tag: number, handle: number): number => (handle < 0 ? UNKNOWN : pack(tag, handle))
  switch (asked.type) {
    case 'workspace':
      return facts.workspaceId === null ? UNKNOWN : pack(target.workspace, 0)
    case 'department':
      return ref(target.department, departmentOf(facts, asked.id))
    case 'member':
      return ref(target.member, find(facts.members.ids, asked.id))
    case 'resource':
      return ref(target.resource, resourceOf(facts, asked.kind, asked.id))
  }
}

/** True while what a packed target names still exists; a connection may have kept it for long. */
export function isKnown(facts: Facts, ref: TargetRef): boolean {
  if (ref < 0) return false
  const handle = handleIn(ref)
  switch (tagOf(ref)) {
    case target.department:
      return isLive(facts, handle)
    case target.resource:
      return int(facts.resources.department, handle) !== GONE
    default:
      return true
  }
}

/** Packs a scope. A department or resource the facts do not know is a bug of ours and throws. */
export function packScope(facts: Facts, named: Scope): number {
  switch (named.type) {
    case 'workspace':
      return WHOLE_WORKSPACE
    case 'own-department':
      return pack(scope.own, 0)
    case 'resource': {
      const handle = resourceOf(facts, named.kind, named.id)
      assert(handle !== NONE, `scope names unknown ${named.kind} ${named.id}`)
      return pack(scope.resource, handle)
    }
    case 'departments': {
      const handles = [...new Set(named.ids.map((id) => knownDepartment(facts, id)))].toSorted(
        (a, b) => a - b,
      )
      const [only] = handles
      return only !== undefined && handles.length === 1
        ? pack(scope.department, only)
        : packList(facts, handles)
    }
  }
}

function knownDepartment(facts: Facts, id: string): number {
  const handle = departmentOf(facts, id)
  assert(handle !== NONE, `scope names unknown department ${id}`)
  return handle
}

function packList(facts: Facts, handles: readonly number[]): number {
  const text = handles.join(' ')
  const number = facts.listNumbers.get(text) ?? facts.lists.push(Int32Array.from(handles)) - 1
  facts.listNumbers.set(text, number)
  return pack(scope.list, number)
}

/** The departments a packed scope names, or none. */
export function departmentsIn(facts: Facts, packed: number): readonly number[] {
  if (tagOf(packed) === scope.department) return [handleIn(packed)]
  return tagOf(packed) === scope.list ? [...listAt(facts, packed)] : []
}

function listAt(facts: Facts, packed: number): Int32Array {
  const list = facts.lists[handleIn(packed)]
  assert(list !== undefined, 'a packed list of departments exists')
  return list
}

/** The scope as it is written outside; ids sorted. */
export function unpackScope(facts: Facts, packed: number): Scope {
  switch (tagOf(packed)) {
    case scope.workspace:
      return { type: 'workspace' }
    case scope.own:
      return { type: 'own-department' }
    case scope.resource:
      return { type: 'resource', ...resourceAt(facts, handleIn(packed)) }
    default: {
      const ids = departmentsIn(facts, packed).map((handle) => idOf(facts.departments.ids, handle))
      return { type: 'departments', ids: ids.toSorted() }
    }
  }
}

/** Kind and id of a resource by its handle. */
export function resourceAt(facts: Facts, handle: number): { readonly kind: string; readonly id: string } {
  const { ids, kinds } = facts.resources
  return { kind: kinds[int(ids.words, handle * ids.stride + 4)] ?? '', id: idOf(ids, handle) }
}

/** Packs a subject. One the facts do not know is a bug of ours and throws. */
export function packSubject(facts: Facts, named: Subject): number {
  if (named.type === 'everyone') return pack(subject.everyone, 0)
  const handle = subjectHandle(facts, named.type, named.id)
  assert(handle !== NONE, `unknown ${named.type} ${named.id}`)
  return pack(subject[named.type], handle)
}

function subjectHandle(facts: Facts, type: Exclude<Subject['type'], 'everyone'>, id: string): number {
  switch (type) {
    case 'member':
      return find(facts.members.ids, id)
    case 'department':
      return departmentOf(facts, id)
    case 'group': {
      const handle = find(facts.groupIds, id)
      return facts.groups[handle]?.live === true ? handle : NONE
    }
    case 'position': {
      const handle = find(facts.positionIds, id)
      return facts.positions[handle]?.live === true ? handle : NONE
    }
  }
}

/** Whether facts know everything that a subject or a scope names. */
export const knowsSubject = (facts: Facts, named: Subject): boolean =>
  named.type === 'everyone' || subjectHandle(facts, named.type, named.id) !== NONE

export function knowsScope(facts: Facts, named: Scope): boolean {
  if (named.type === 'departments') return named.ids.every((id) => departmentOf(facts, id) !== NONE)
  return named.type !== 'resource' || resourceOf(facts, named.kind, named.id) !== NONE
}

/** The subject as it is written outside. */
export function unpackSubject(facts: Facts, packed: number): Subject {
  const handle = handleIn(packed)
  switch (tagOf(packed)) {
    case subject.member:
      return { type: 'member', id: idOf(facts.members.ids, handle) }
    case subject.group:
      return { type: 'group', id: idOf(facts.groupIds, handle) }
    case subject.position:
      return { type: 'position', id: idOf(facts.positionIds, handle) }
    case subject.department:
      return { type: 'department', id: idOf(facts.departments.ids, handle) }
    default:
      return { type: 'everyone' }
  }
}

/**
 * Whether a packed scope, held by `holder`, covers a packed target. `all` asks for every department of a person.
 * A person without appointment stands at the root; a holder without appointment has no own department.
 */
export function covers(
  facts: Facts,
  packed: number,
  asked: TargetRef,
  holder: number,
  all: boolean,
): boolean {
  if (packed === WHOLE_WORKSPACE) return true
  const handle = handleIn(asked)
  switch (tagOf(asked)) {
    case target.department:
      return coversDepartment(facts, packed, handle, holder)
    case target.member:
      return coversMember(facts, packed, handle, holder, all)
    case target.resource: {
      if (tagOf(packed) === scope.resource) return handleIn(packed) === handle
      const department = int(facts.resources.department, handle)
      return department >= 0 && coversDepartment(facts, packed, department, holder)
    }
    default:
      return false
  }
}

function coversMember(facts: Facts, packed: number, member: number, holder: number, all: boolean): boolean {
  const sole = int(facts.members.department, member)
  if (sole !== SEVERAL) return coversDepartment(facts, packed, sole === NONE ? facts.root : sole, holder)
  const { department, nextOfMember } = facts.appointments
  for (let at = int(facts.members.firstAppointment, member); at !== NONE; at = int(nextOfMember, at))
    if (coversDepartment(facts, packed, int(department, at), holder) !== all) return !all
  return all
}

/** Whether a packed scope, held by `holder`, covers a department and so all below it. */
export function coversDepartment(facts: Facts, packed: number, department: number, holder: number): boolean {
  switch (tagOf(packed)) {
    case scope.workspace:
      return true
    case scope.own:
      return isOwn(facts, holder, department)
    case scope.department:
      return contains(facts, handleIn(packed), department)
    case scope.list:
      for (const outer of listAt(facts, packed)) if (contains(facts, outer, department)) return true
      return false
    default:
      return false
  }
}

function isOwn(facts: Facts, holder: number, department: number): boolean {
  const sole = int(facts.members.department, holder)
  if (sole !== SEVERAL) return sole !== NONE && contains(facts, sole, department)
  const appointments = facts.appointments
  for (
    let at = int(facts.members.firstAppointment, holder);
    at !== NONE;
    at = int(appointments.nextOfMember, at)
  )
    if (contains(facts, int(appointments.department, at), department)) return true
  return false
}
