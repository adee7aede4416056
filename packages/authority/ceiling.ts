/**
 * What an administrator may hand out. Asked beside the permission itself: `decide` holds status, restrictions and
 * tiers, these hold the ceiling. Every identity of the giver is judged alone; two halves make no whole.
 */
import { bitOf, heldByNobody, permission } from './catalogue.ts'
import type { PermissionKey } from './catalogue.ts'
import { coversAllMask, featureMask, has, instant, int, keysOf } from './bits.ts'
import { reaches } from './check.ts'
import { seatMask, seatScope } from './compile.ts'
import { upwards } from './departments.ts'
import type { DecisionCode, Reason, Scope, Subject } from './events.ts'
import { ACTIVE, NONE, STATUS } from './facts.ts'
import type { Facts, Seat } from './facts.ts'
import { find, idOf } from './ids.ts'
import { isInGroup, membersIn } from './people.ts'
import { isRestriction, rightMask, ruleInForce, rulesOf, seatInForce } from './rows.ts'
import {
  WHOLE_WORKSPACE,
  covers,
  coversDepartment,
  departmentsIn,
  handleIn,
  memberTarget,
  pack,
  packScope,
  packSubject,
  resourceAt,
  scope,
  subject,
  tagOf,
  targetOf,
} from './scope.ts'
import { tierAt, tierNumber } from './tiers.ts'

/** `by` names the seats that allow it, each alone; `above` the permissions that the nearest seat may not hand out. */
export type Verdict = {
  readonly allowed: boolean
  readonly because: DecisionCode
  readonly by: readonly Reason[]
  readonly above: readonly PermissionKey[]
}

/** What is to be given, where, and to whom. `act` is the permission being used, `perm.grant` unless said. */
export type Gift = {
  readonly permissions: readonly PermissionKey[]
  readonly scope: Scope
  readonly subject: Subject
  readonly act?: PermissionKey
}

/** A no with its code, and what was too much. */
export const no = (because: DecisionCode, above: readonly PermissionKey[] = []): Verdict => ({
  allowed: false,
  because,
  by: [],
  above,
})

/** Judges a giver's seats one by one; the first verdict in this order is the one worth telling. */
export function judge(
  facts: Facts,
  giverId: string,
  at: number,
  verdictOf: (seat: Seat) => Verdict,
): Verdict {
  const giver = find(facts.members.ids, giverId)
  if (giver === NONE) return no('authority/unknown-member')
  if ((int(facts.members.state, giver) & STATUS) !== ACTIVE) return no('member/inactive')
  const verdicts = (facts.seatsOf.get(giver) ?? []).filter((seat) => seatInForce(seat, at)).map(verdictOf)
  const by = verdicts.filter(({ allowed }) => allowed).flatMap((verdict) => verdict.by)
  if (by.length > 0) return { allowed: true, because: 'granted', by, above: [] }
  const worth: readonly DecisionCode[] = [
    'authority/over-ceiling',
    'authority/higher-tier',
    'authority/out-of-scope',
  ]
  for (const code of worth) {
    const [nearest] = verdicts
      .filter(({ because }) => because === code)
      .toSorted((a, b) => a.above.length - b.above.length)
    if (nearest !== undefined) return nearest
  }
  return no('authority/not-administrator')
}

/** A yes by one seat. */
export const yes = (seat: Seat): Verdict => ({
  allowed: true,
  because: 'granted',
  by: [{ kind: 'administrator', id: seat.id }],
  above: [],
})

/**
 * May the giver hand these permissions out there, to them? One seat must hold `act` over the subject, have every
 * permission in its ceiling, the scope inside its own and the subject inside its reach. Creator and super
 * administrators hand out all but the creator's own keys. A subject that `facts` do not know throws.
 */
export function mayGive(facts: Facts, giverId: string, gift: Gift, at: number): Verdict {
  const given: Given = {
    facts,
    permissions: gift.permissions,
    scope: packScope(facts, gift.scope),
    subject: packSubject(facts, gift.subject),
    target: targetOf(facts, targetOfSubject(gift.subject)),
    bit: bitOf(gift.act ?? 'perm.grant'),
    at,
  }
  return judge(facts, giverId, at, (seat) => judgeGift(given, seat))
}

type Given = {
  readonly facts: Facts
  readonly permissions: readonly PermissionKey[]
  readonly scope: number
  readonly subject: number
  readonly target: number
  readonly bit: number
  readonly at: number
}

/** Where changing something about a subject is asked: the person, the department, the group, else the workspace. */
export function targetOfSubject(named: Subject): Parameters<typeof targetOf>[1] {
  if (named.type === 'member' || named.type === 'department') return named
  return named.type === 'group' ? { type: 'resource', kind: 'group', id: named.id } : { type: 'workspace' }
}

/** Whether a seat holds a permission (bit). */
export const seatHas = (seat: Seat, bit: number): boolean =>
  ((seatMask(seat, bit >>> 5) >>> (bit & 31)) & 1) === 1

function judgeGift(given: Given, seat: Seat): Verdict {
  const { facts, target, bit, at, permissions } = given
  if (!seatHas(seat, bit)) return no('authority/not-administrator', permissions)
  if (!covers(facts, seatScope(seat), target, seat.member, has(coversAllMask, bit)))
    return no('authority/out-of-scope', permissions)
  if (!reaches(facts, seat.member, tierNumber[seat.tier], bit, target, at))
    return no('authority/higher-tier', permissions)
  const above = permissions.filter((key) => !mayHandOut(seat, key))
  if (above.length > 0) return no('authority/over-ceiling', above)
  if (seat.tier !== 'scoped') return yes(seat)
  const inside =
    scopeInside(facts, seat.scope, seat.member, given.scope, given.subject) &&
    isInReach(facts, seat, given.subject) &&
    !gainsOneself(given, seat)
  return inside ? yes(seat) : no('authority/over-ceiling', permissions)
}

/** Whether a seat may hand a permission out. */
export const mayHandOut = (seat: Seat, key: PermissionKey): boolean => {
  const { creatorOnly, bit } = permission(key)
  return !creatorOnly && key !== heldByNobody && (seat.tier !== 'scoped' || has(seat.ceiling, bit))
}

/** Whether a scope lies inside another one that `holder` has. *Own department* is read for the subject, as of now. */
export function scopeInside(
  facts: Facts,
  outer: number,
  holder: number,
  inner: number,
  spoken: number,
): boolean {
  if (outer === WHOLE_WORKSPACE) return true
  switch (tagOf(inner)) {
    case scope.workspace:
      return false
    case scope.own:
      // Of many people nobody knows where they will stand; of one it is every department they stand in now.
      return (
        tagOf(spoken) === subject.member && covers(facts, outer, memberTarget(handleIn(spoken)), holder, true)
      )
    case scope.resource:
      return covers(
        facts,
        outer,
        targetOf(facts, { type: 'resource', ...resourceAt(facts, handleIn(inner)) }),
        holder,
        true,
      )
    default:
      return departmentsIn(facts, inner).every((department) =>
        coversDepartment(facts, outer, department, holder),
      )
  }
}

// Whether everyone a subject speaks of lies in the reach of a seat's ceiling.
function isInReach(facts: Facts, seat: Seat, spoken: number): boolean {
  if (seat.reach === WHOLE_WORKSPACE) return true
  const handle = handleIn(spoken)
  switch (tagOf(spoken)) {
    case subject.member:
      return reachesMember(facts, seat, handle)
    case subject.department:
      return coversDepartment(facts, seat.reach, handle, seat.member)
    case subject.group:
      return (
        groupOfReach(facts, seat) === handle ||
        membersIn(facts, spoken).every((member) => reachesMember(facts, seat, member))
      )
    default:
      return false
  }
}

/** Whether a member (handle) lies in the reach of a seat's ceiling. */
export function reachesMember(facts: Facts, seat: Seat, member: number): boolean {
  const group = groupOfReach(facts, seat)
  if (group !== NONE) return isInGroup(facts, group, member)
  return covers(facts, seat.reach, memberTarget(member), seat.member, false)
}

// A reach that is one group means its members.
function groupOfReach(facts: Facts, seat: Seat): number {
  if (tagOf(seat.reach) !== scope.resource) return NONE
  const { kind, id } = resourceAt(facts, handleIn(seat.reach))
  return kind === 'group' ? find(facts.groupIds, id) : NONE
}

// INVARIANT E1: giving to many among whom one stands must not give oneself what one does not hold for good already.
function gainsOneself(given: Given, seat: Seat): boolean {
  const { facts, permissions, at } = given
  if (!membersIn(facts, given.subject).includes(seat.member)) return false
  const lasting = rulesOf(facts, seat.member).filter(
    (row) => !isRestriction(facts, row) && ruleInForce(facts, row, at) && facts.rules.until[row] === Infinity,
  )
  const holds = (key: PermissionKey): boolean =>
    lasting.some(
      (row) =>
        has(rightMask(facts, row), bitOf(key)) &&
        scopeInside(
          facts,
          int(facts.rules.scope, row),
          seat.member,
          given.scope,
          pack(subject.member, seat.member),
        ),
    )
  return !permissions.every(holds)
}

/** Who is to be let in (`receiver`), and what they will then belong to. `act` is the permission being used. */
export type Admission = {
  readonly receiver: Subject
  readonly into: readonly Subject[]
  readonly act: PermissionKey
}

/**
 * May the giver let somebody into a group, position or department, given what its grants would give them? Each grant
 * not ended yet must be one that the giver may give, and where a restriction stands whoever is let in must be one from whom
 * the giver may take; `by` of a refusal names the first that is not.
 */
export function mayAdmit(
  facts: Facts,
  giverId: string,
  { receiver, into, act }: Admission,
  at: number,
): Verdict {
  const held = receiver.type === 'member' ? rulesOf(facts, find(facts.members.ids, receiver.id)) : []
  const gained = into
    .flatMap((named) => rulesAt(facts, packSubject(facts, named)))
    .filter((row) => !held.includes(row) && instant(facts.rules.until, row) > at)
  for (const row of new Set(gained)) {
    if (isRestriction(facts, row)) {
      const taking = mayLetLose(facts, giverId, { receiver, act }, at)
      if (!taking.allowed) return { ...taking, by: [{ kind: 'restriction', id: idOf(facts.rules.ids, row) }] }
      continue
    }
    const gift: Given = {
      facts,
      permissions: keysOf(rightMask(facts, row)).filter((key) => has(featureMask, bitOf(key))),
      scope: int(facts.rules.scope, row),
      subject: packSubject(facts, receiver),
      target: targetOf(facts, targetOfSubject(receiver)),
      bit: bitOf(act),
      at,
    }
    const verdict = judge(facts, giverId, at, (seat) => judgeGift(gift, seat))
    if (!verdict.allowed) return { ...verdict, by: [{ kind: 'grant', id: idOf(facts.rules.ids, row) }] }
  }
  return { allowed: true, because: 'granted', by: [], above: [] }
}

// Letting somebody in where a restriction stands takes from them.
function mayLetLose(
  facts: Facts,
  giverId: string,
  { receiver, act }: Omit<Admission, 'into'>,
  at: number,
): Verdict {
  const spoken = packSubject(facts, receiver)
  const person = targetOf(facts, targetOfSubject(receiver))
  return judge(facts, giverId, at, (seat) => {
    if (!seatHas(seat, bitOf(act))) return no('authority/not-administrator')
    return covers(facts, seatScope(seat), person, seat.member, false)
      ? mayTakeFrom(facts, seat, spoken, at)
      : no('authority/out-of-scope')
  })
}

// A department and those above it, a group and those around it, a position alone.
function aroundOf(facts: Facts, packed: number): readonly number[] {
  const handle = handleIn(packed)
  if (tagOf(packed) === subject.department)
    return [...upwards(facts, handle)].map((at) => pack(subject.department, at))
  const around = tagOf(packed) === subject.group ? facts.groups[handle]?.around : undefined
  return around?.map((at) => pack(subject.group, at)) ?? [packed]
}

// Rows of all rules that speak of a group, a position, or a department or one above it.
function rulesAt(facts: Facts, packed: number): readonly number[] {
  const { rules } = facts
  const names = new Set(aroundOf(facts, packed))
  const rows: number[] = []
  for (let row = 0; row < rules.ids.count; row++)
    if (int(rules.source, row) !== NONE && names.has(int(rules.subject, row))) rows.push(row)
  return rows
}

/**
 * May somebody place this restriction? As `mayGive`, with `perm.restrict`, except that it takes away: no seat of the
 * same or a higher tier may be among those it speaks of, the restrictor aside; and any permission may be taken.
 */
export function mayRestrict(
  facts: Facts,
  giverId: string,
  { scope: named, subject: whom }: Omit<Gift, 'permissions' | 'act'>,
  at: number,
): Verdict {
  const bit = bitOf('perm.restrict')
  const spoken = packSubject(facts, whom)
  const asked = targetOf(facts, targetOfSubject(whom))
  return judge(facts, giverId, at, (seat) => {
    if (!seatHas(seat, bit)) return no('authority/not-administrator')
    if (!covers(facts, seatScope(seat), asked, seat.member, has(coversAllMask, bit)))
      return no('authority/out-of-scope')
    if (!reaches(facts, seat.member, tierNumber[seat.tier], bit, asked, at))
      return no('authority/higher-tier')
    if (
      seat.tier === 'scoped' &&
      !scopeInside(facts, seat.scope, seat.member, packScope(facts, named), spoken)
    )
      return no('authority/over-ceiling')
    return mayTakeFrom(facts, seat, spoken, at)
  })
}

// Whoever loses something by a rule stands below the seat, the holder aside, and the people of a group inside its scope.
function mayTakeFrom(facts: Facts, seat: Seat, spoken: number, at: number): Verdict {
  const others = membersIn(facts, spoken).filter((member) => member !== seat.member)
  if (others.some((member) => tierAt(facts, member, at) >= tierNumber[seat.tier]))
    return no('authority/higher-tier')
  const isInside = (member: number): boolean =>
    covers(facts, seatScope(seat), memberTarget(member), seat.member, false)
  return tagOf(spoken) !== subject.group || others.every(isInside) ? yes(seat) : no('authority/out-of-scope')
}
