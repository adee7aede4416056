/** Folding of rights: roles, grants, restrictions, seats of administrators. */
import { assert } from '@hufu/kit'
import { bitOf } from './catalogue.ts'
import { instant, int, maskOf } from './bits.ts'
import type { AuthorityEvent, GrantSource, Right, Scope, Subject, Terms } from './events.ts'
import { NONE, RESTRICTION, SEATED, sources } from './facts.ts'
import type { Facts, Role, Rules, Seat } from './facts.ts'
import { add, find, longer, remove } from './ids.ts'
import { markMember, markSubject } from './marks.ts'
import { handleIn, packScope, packSubject, subject, tagOf } from './scope.ts'
import { assertUnused } from './uses.ts'

type Data<Name extends AuthorityEvent['name']> = Extract<AuthorityEvent, { readonly name: Name }>['data']

/** Folds an event about rights; false when it is about something else. */
export function applyRights(facts: Facts, event: AuthorityEvent): boolean {
  switch (event.name) {
    case 'role.created@1':
      createRole(facts, event.data)
      return true
    case 'role.changed@1':
      changeRole(facts, event.data)
      return true
    case 'role.removed@1':
      removeRole(facts, event.data.roleId)
      return true
    case 'grant.given@1':
      addRule(facts, { ...event.data, id: event.data.grantId })
      return true
    case 'grant.ended@1':
      endRule(facts, event.data.grantId, false)
      return true
    case 'grant.suspended@1':
      setSuspended(facts, event.data.grantId, true)
      return true
    case 'grant.resumed@1':
      setSuspended(facts, event.data.grantId, false)
      return true
    case 'grant.extended@1':
      extend(facts, event.data)
      return true
    case 'restriction.placed@1':
      addRule(facts, { ...event.data, id: event.data.restrictionId, source: null })
      return true
    case 'restriction.lifted@1':
      endRule(facts, event.data.restrictionId, true)
      return true
    case 'administrator.appointed@1':
      appoint(facts, event.data)
      return true
    case 'administrator.changed@1':
      changeSeat(facts, event.data)
      return true
    case 'administrator.ended@1':
      endSeat(facts, event.data.administratorId)
      return true
    case 'creator.transferred@1':
      handOn(facts, event.data)
      return true
    default:
      return false
  }
}

/** The role of an id: handle and entry. An unknown or removed one is a bug of ours. */
function roleOf(facts: Facts, id: string): { readonly handle: number; readonly role: Role } {
  const handle = find(facts.roleIds, id)
  const role = facts.roles[handle]
  assert(role !== undefined && role.live, `unknown role ${id}`)
  return { handle, role }
}

function createRole(facts: Facts, data: Data<'role.created@1'>): void {
  const mask = maskOf(data.permissions)
  facts.roles[add(facts.roleIds, data.roleId)] = { mask, live: true }
}

function changeRole(facts: Facts, data: Data<'role.changed@1'>): void {
  const mask = maskOf(data.permissions)
  const { handle, role } = roleOf(facts, data.roleId)
  role.mask = mask
  const { rules } = facts
  for (let row = 0; row < rules.ids.count; row++)
    if (int(rules.source, row) !== NONE && int(rules.right, row) === -1 - handle)
      markSubject(facts, int(rules.subject, row))
}

function removeRole(facts: Facts, id: string): void {
  const { role } = roleOf(facts, id)
  assertUnused(facts, { type: 'role', id })
  role.live = false
}

type NewRule = Terms & {
  readonly id: string
  readonly subject: Subject
  readonly right: Right
  readonly scope: Scope
  /** null for a restriction */
  readonly source: GrantSource | null
}

function addRule(facts: Facts, rule: NewRule): void {
  const spoken = packSubject(facts, rule.subject)
  const right = rule.right.type === 'role' ? -1 - roleOf(facts, rule.right.id).handle : bitOf(rule.right.key)
  assert(rule.right.type === 'role' || right >= 0, `unknown permission in ${rule.id}`)
  const scope = packScope(facts, rule.scope)
  const { from, until } = instantsOf(rule)
  const source = rule.source === null ? RESTRICTION : sources.indexOf(rule.source)
  assert(source >= 0, `unknown source in ${rule.id}`)
  const { rules } = facts
  const row = add(rules.ids, rule.id)
  if (row >= rules.subject.length) lengthen(rules, row + 1)
  rules.subject[row] = spoken
  rules.right[row] = right
  rules.scope[row] = scope
  rules.source[row] = source
  rules.suspended[row] = 0
  rules.from[row] = from
  rules.until[row] = until
  rules.nextOfSubject[row] = firstRule(facts, spoken)
  setFirstRule(facts, spoken, row)
  markSubject(facts, spoken)
}

function lengthen(rules: Rules, needed: number): void {
  rules.subject = longer(rules.subject, needed)
  rules.right = longer(rules.right, needed)
  rules.scope = longer(rules.scope, needed)
  rules.source = longer(rules.source, needed)
  rules.suspended = longer(rules.suspended, needed)
  rules.nextOfSubject = longer(rules.nextOfSubject, needed)
  rules.from = longerInstants(rules.from, rules.subject.length)
  rules.until = longerInstants(rules.until, rules.subject.length)
}

function longerInstants(column: Float64Array, length: number): Float64Array<ArrayBuffer> {
  const copy = new Float64Array(length)
  copy.set(column)
  return copy
}

/** The interval of some terms in ms since 1970. Text that is no instant is a bug of ours. */
function instantsOf(terms: Terms): { readonly from: number; readonly until: number } {
  const from = terms.from === null ? -Infinity : Date.parse(terms.from)
  const until = terms.until === null ? Infinity : Date.parse(terms.until)
  assert(!Number.isNaN(from) && !Number.isNaN(until), `no instants: ${JSON.stringify(terms)}`)
  return { from, until }
}

/** The row of a rule. One that is unknown, ended or of the other sort is a bug of ours. */
function rowOf(facts: Facts, id: string, restriction: boolean): number {
  const { rules } = facts
  const row = find(rules.ids, id)
  const fits = row !== NONE && (int(rules.source, row) === RESTRICTION) === restriction
  assert(fits, `unknown ${restriction ? 'restriction' : 'grant'} ${id}`)
  return row
}

function setSuspended(facts: Facts, grantId: string, suspended: boolean): void {
  const { rules } = facts
  const row = rowOf(facts, grantId, false)
  assert((int(rules.suspended, row) === 1) !== suspended, `grant ${grantId} is in that state already`)
  rules.suspended[row] = suspended ? 1 : 0
  markSubject(facts, int(rules.subject, row))
}

function extend(facts: Facts, { grantId, until }: Data<'grant.extended@1'>): void {
  const { rules } = facts
  const row = rowOf(facts, grantId, false)
  const later = instantsOf({ from: null, until }).until
  assert(later > instant(rules.until, row), `grant ${grantId} does not end before ${until}`)
  rules.until[row] = later
  markSubject(facts, int(rules.subject, row))
}

function endRule(facts: Facts, id: string, restriction: boolean): void {
  const { rules } = facts
  const row = rowOf(facts, id, restriction)
  const spoken = int(rules.subject, row)
  const after = int(rules.nextOfSubject, row)
  let at = firstRule(facts, spoken)
  if (at === row) setFirstRule(facts, spoken, after)
  else {
    while (int(rules.nextOfSubject, at) !== row) at = int(rules.nextOfSubject, at)
    rules.nextOfSubject[at] = after
  }
  rules.source[row] = NONE
  remove(rules.ids, row)
  markSubject(facts, spoken)
}

/** The first rule that speaks of a packed subject, or NONE. */
export function firstRule(facts: Facts, spoken: number): number {
  const handle = handleIn(spoken)
  switch (tagOf(spoken)) {
    case subject.member:
      return int(facts.members.firstRule, handle)
    case subject.group:
      return facts.groups[handle]?.firstRule ?? NONE
    case subject.position:
      return facts.positions[handle]?.firstRule ?? NONE
    case subject.department:
      return int(facts.departments.firstRule, handle)
    default:
      return facts.everyoneFirstRule
  }
}

function setFirstRule(facts: Facts, spoken: number, row: number): void {
  const handle = handleIn(spoken)
  switch (tagOf(spoken)) {
    case subject.member:
      facts.members.firstRule[handle] = row
      return
    case subject.department:
      facts.departments.firstRule[handle] = row
      return
    case subject.everyone:
      facts.everyoneFirstRule = row
      return
    default: {
      const entry = tagOf(spoken) === subject.group ? facts.groups[handle] : facts.positions[handle]
      assert(entry !== undefined, 'a packed subject has its entry')
      entry.firstRule = row
    }
  }
}

function appoint(facts: Facts, data: Data<'administrator.appointed@1'>): void {
  const id = data.administratorId
  const member = find(facts.members.ids, data.memberId)
  const appointedBy = data.appointedBy === null ? NONE : find(facts.members.ids, data.appointedBy)
  assert(!facts.seats.has(id), `administrator ${id} is appointed already`)
  assert(member !== NONE, `unknown member ${data.memberId}`)
  assert(data.appointedBy === null || appointedBy !== NONE, 'unknown appointer')
  const seat: Seat = { id, member, tier: data.tier, appointedBy, ...seatTerms(facts, data) }
  facts.seats.set(id, seat)
  facts.seatsOf.set(member, [...(facts.seatsOf.get(member) ?? []), seat])
  const { state } = facts.members
  state[member] = int(state, member) | SEATED
  markMember(facts, member)
}

type SeatTerms = Pick<Seat, 'permissions' | 'scope' | 'ceiling' | 'reach' | 'from' | 'until'>

const seatTerms = (facts: Facts, data: Data<'administrator.changed@1'>): SeatTerms => ({
  permissions: maskOf(data.permissions),
  scope: packScope(facts, data.scope),
  ceiling: maskOf(data.ceiling.permissions),
  reach: packScope(facts, data.ceiling.reach),
  ...instantsOf(data),
})

function seatOf(facts: Facts, id: string): Seat {
  const seat = facts.seats.get(id)
  assert(seat !== undefined, `unknown administrator ${id}`)
  return seat
}

function changeSeat(facts: Facts, data: Data<'administrator.changed@1'>): void {
  const seat = seatOf(facts, data.administratorId)
  const changed: Seat = { ...seat, ...seatTerms(facts, data) }
  const all = facts.seatsOf.get(seat.member) ?? []
  facts.seats.set(seat.id, changed)
  facts.seatsOf.set(
    seat.member,
    all.map((one) => (one === seat ? changed : one)),
  )
  markMember(facts, seat.member)
}

function endSeat(facts: Facts, id: string): void {
  const { member } = seatOf(facts, id)
  const left = (facts.seatsOf.get(member) ?? []).filter((seat) => seat.id !== id)
  facts.seats.delete(id)
  markMember(facts, member)
  if (left.length > 0) {
    facts.seatsOf.set(member, left)
    return
  }
  const { state } = facts.members
  facts.seatsOf.delete(member)
  state[member] = int(state, member) & ~SEATED
}

// INVARIANT O1: the former creator's seat ends and the new one begins in one step; neither is ever missing or double.
function handOn(facts: Facts, data: Data<'creator.transferred@1'>): void {
  const { fromId, toId, administratorId, permissions, endedIds, appointedBy } = data
  const [from, to] = [find(facts.members.ids, fromId), find(facts.members.ids, toId)]
  const ending = endedIds.map((id) => seatOf(facts, id))
  const tops = ending.filter(({ tier }) => tier === 'creator')
  assert(tops.length === 1 && tops[0]?.member === from, 'exactly the former creator gives up the top seat')
  assert(new Set(endedIds).size === endedIds.length, 'a seat ends once')
  assert(
    ending.every(({ member }) => member === from || member === to),
    'nobody else loses a seat by a transfer',
  )
  assert(from !== to && to !== NONE, `the top seat goes to another member than ${fromId}`)
  assert(!facts.seats.has(administratorId), `administrator ${administratorId} is appointed already`)
  assert(appointedBy === null || find(facts.members.ids, appointedBy) !== NONE, 'unknown appointer')
  const everywhere: Scope = { type: 'workspace' }
  // Throws for an unknown permission while nothing has changed yet.
  maskOf(permissions)
  for (const id of endedIds) endSeat(facts, id)
  appoint(facts, {
    administratorId,
    memberId: toId,
    tier: 'creator',
    permissions,
    scope: everywhere,
    ceiling: { permissions: [], reach: everywhere },
    appointedBy,
    from: null,
    until: null,
  })
}
