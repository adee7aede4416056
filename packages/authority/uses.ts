/** Who still speaks of a thing: what is spoken of is not removed, so no right and no restriction vanishes unseen. */
import { assert } from '@hufu/kit'
import { int } from './bits.ts'
import { NONE, RESTRICTION } from './facts.ts'
import type { Facts } from './facts.ts'
import type { Reason } from './events.ts'
import { find, idOf } from './ids.ts'
import {
  departmentOf,
  departmentsIn,
  handleIn,
  pack,
  packScope,
  packSubject,
  resourceAt,
  resourceOf,
  scope,
} from './scope.ts'

/** A thing that grants, restrictions and seats can speak of. */
export type Thing =
  | { readonly type: 'department' | 'group' | 'position'; readonly id: string }
  | { readonly type: 'role'; readonly id: string }
  | { readonly type: 'resource'; readonly kind: string; readonly id: string }

/** What still needs a thing: a rule or seat that names it, or a resource that stands in it (`kind:id`). */
export type Use = { readonly kind: Reason['kind'] | 'resource'; readonly id: string }

/**
 * The grants, restrictions and seats, in force or not, that name a thing as subject, role, scope or reach, and the
 * resources that stand in a department. While there is one, `apply` refuses the event that removes the thing.
 */
export function usesOf(facts: Facts, thing: Thing): readonly Use[] {
  const names = namesOf(facts, thing)
  const { rules } = facts
  const found: Use[] = thing.type === 'department' ? placedIn(facts, thing.id) : []
  for (let row = 0; row < rules.ids.count; row++) {
    const source = int(rules.source, row)
    if (source === NONE) continue
    if (!names.subject(int(rules.subject, row)) && !names.right(int(rules.right, row)))
      if (!names.scope(int(rules.scope, row))) continue
    found.push({
      kind: source === RESTRICTION ? 'restriction' : 'grant',
      id: idOf(rules.ids, row),
    })
  }
  for (const seat of facts.seats.values())
    if (names.scope(seat.scope) || names.scope(seat.reach)) found.push({ kind: 'administrator', id: seat.id })
  return found.toSorted((a, b) => (a.id < b.id ? -1 : 1))
}

function placedIn(facts: Facts, departmentId: string): Use[] {
  const department = departmentOf(facts, departmentId)
  const { ids, department: places } = facts.resources
  const found: Use[] = []
  for (let handle = 0; handle < ids.count; handle++) {
    if (department === NONE || int(places, handle) !== department) continue
    const { kind, id } = resourceAt(facts, handle)
    found.push({ kind: 'resource', id: `${kind}:${id}` })
  }
  return found
}

type Names = Readonly<Record<'subject' | 'right' | 'scope', (packed: number) => boolean>>

const never = (): boolean => false

function namesOf(facts: Facts, thing: Thing): Names {
  if (thing.type === 'role') {
    const role = find(facts.roleIds, thing.id)
    return { subject: never, scope: never, right: (packed) => packed === -1 - role }
  }
  if (thing.type === 'resource') {
    const resource = packScope(facts, thing)
    return { subject: never, right: never, scope: (packed) => packed === resource }
  }
  const spoken = packSubject(facts, thing)
  const subject = (packed: number): boolean => packed === spoken
  if (thing.type === 'position') return { subject, right: never, scope: never }
  if (thing.type === 'group') {
    const resource = resourceOf(facts, 'group', thing.id)
    return {
      subject,
      right: never,
      scope: (packed) => resource !== NONE && packed === pack(scope.resource, resource),
    }
  }
  const department = handleIn(spoken)
  return {
    subject,
    right: never,
    scope: (packed) => departmentsIn(facts, packed).includes(department),
  }
}

/** Holds what `usesOf` promises. */
export function assertUnused(facts: Facts, thing: Thing): void {
  const [use] = usesOf(facts, thing)
  assert(use === undefined, `${thing.type} ${thing.id} is still spoken of: ${JSON.stringify(use)}`)
}
