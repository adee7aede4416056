/**
 * The last word on every change, whatever command made it: what people have in effect afterwards and had not before
 * must be something that whoever changed it may hand out, and nobody's own rights grow by what they do alone.
 */
import { bitOf, heldByNobody, permission } from './catalogue.ts'
import type { PermissionKey } from './catalogue.ts'
import { has, instant, int } from './bits.ts'
import { reachesMember } from './ceiling.ts'
import { differenceBetween, differenceFor, extentAt, isActive, tryEvents, tryFor } from './difference.ts'
import type { Alike, Trying } from './difference.ts'
import type { AuthorityEvent, Right, Scope, Subject } from './events.ts'
import { areaCovers, areaCoversResource } from './extent.ts'
import type { Extent } from './extent.ts'
import { NONE } from './facts.ts'
import type { Facts, Seat } from './facts.ts'
import { find, idOf } from './ids.ts'
import { movesBetween } from './inside.ts'
import type { Moves } from './inside.ts'
import { restrictionOf, rulesOf, seatInForce } from './rows.ts'
import {
  WHOLE_WORKSPACE,
  covers,
  coversDepartment,
  knowsScope,
  knowsSubject,
  memberTarget,
  pack,
  target,
} from './scope.ts'
import { tierAt, tierNumber } from './tiers.ts'

/** Somebody would get what the giver may not hand out, or the giver themself would get something. */
export type Escalation = {
  readonly memberId: string
  readonly permissions: readonly PermissionKey[]
  readonly because: 'authority/own-rights' | 'authority/over-ceiling'
}

/**
 * What of some events goes beyond their author, or null. The creator, above whom nobody stands, is never beyond. An
 * author who is no administrator gives nothing at all. `at` is the instant of the change (ms since 1970).
 */
export function escalationOf(
  facts: Facts,
  authorId: string,
  events: readonly AuthorityEvent[],
  at: number,
): Escalation | null {
  const author = find(facts.members.ids, authorId)
  if (author === NONE || events.length === 0) return null
  const tier = tierAt(facts, author, at)
  if (tier === tierNumber.creator) return null
  // INVARIANT C4: nobody gains by these, so there is nothing to try on a copy.
  if (events.every(({ name }) => onlyTakes.has(name))) return null
  const own = ofOneself(facts, author, events, at)
  // Super administrators hand out everything but what is the creator's own: only their own rights are looked at.
  if (own !== null || tier === tierNumber.super) return own
  const starts = startsIn(facts, events, at)
  if (starts.length > STARTS_MAX) return beyond(facts, author, [], 'authority/over-ceiling')
  for (const moment of [at, ...starts]) {
    const found = escalationAt(tryEvents(facts, events, moment), author)
    if (found !== null) return found
  }
  return null
}

/**
 * What an author gets by events that others answer for, or null: those of a request that was approved are judged by the
 * way it went, but nobody's own rights grow by what they do.
 */
export function ownGrowthOf(
  facts: Facts,
  authorId: string,
  events: readonly AuthorityEvent[],
  at: number,
): Escalation | null {
  const author = find(facts.members.ids, authorId)
  return author === NONE || events.length === 0 ? null : ofOneself(facts, author, events, at)
}

const onlyTakes: ReadonlySet<AuthorityEvent['name']> = new Set([
  'grant.ended@1',
  'grant.suspended@1',
  'restriction.placed@1',
])

const beyond = (
  facts: Facts,
  member: number,
  keys: readonly PermissionKey[],
  because: Escalation['because'],
): Escalation => ({ memberId: idOf(facts.members.ids, member), permissions: keys, because })

// What the author gets, now or at any later instant at which something of what speaks of them begins or ends: a rule
// that still waits, or one that hides the growth until it ends.
function ofOneself(
  facts: Facts,
  author: number,
  events: readonly AuthorityEvent[],
  at: number,
): Escalation | null {
  // A rule about one other person changes nothing for anybody else, so there is nothing to try on a copy.
  if (areAboutOthers(facts, events, idOf(facts.members.ids, author))) return null
  const first = tryFor(facts, events, at, author)
  const turns = [...turnsOf(facts, author), ...turnsOf(first.after, author)].filter((turn) => turn > at)
  for (const moment of new Set([at, ...turns])) {
    if (!Number.isFinite(moment)) continue
    const trying = moment === at ? first : tryFor(facts, events, moment, author)
    const alike = differenceFor(trying, author)
    const grown = alike === null ? [] : grownIn(alike)
    if (grown.length > 0) return beyond(facts, author, grown, 'authority/own-rights')
  }
  return null
}

/**
 * Whether events only give, bar and free other people, each by a rule of its own about one person who is there: of those
 * nobody else notices anything. Whatever else there is, is tried on the copy, which throws where it cannot happen.
 */
function areAboutOthers(facts: Facts, events: readonly AuthorityEvent[], memberId: string): boolean {
  const rules = events.flatMap((event) => ruleIn(facts, event) ?? [])
  return (
    new Set(rules.map(({ id }) => id)).size === events.length &&
    rules.every(
      ({ subject, scope, right }) =>
        subject.type === 'member' &&
        subject.id !== memberId &&
        knowsSubject(facts, subject) &&
        knowsScope(facts, scope) &&
        (right.type === 'permission' || find(facts.roleIds, right.id) !== NONE),
    )
  )
}

type RuleIn = { readonly id: string; readonly subject: Subject; readonly scope: Scope; readonly right: Right }

function ruleIn(facts: Facts, event: AuthorityEvent): RuleIn | null {
  switch (event.name) {
    case 'grant.given@1':
      return { ...event.data, id: event.data.grantId }
    case 'restriction.placed@1':
      return { ...event.data, id: event.data.restrictionId }
    case 'restriction.lifted@1': {
      const { restrictionId: id } = event.data
      const rule = restrictionOf(facts, id)
      return rule === null ? null : { ...rule, id }
    }
    default:
      return null
  }
}

// When the rules that speak of a member, and the member's seats, begin and end.
const turnsOf = (facts: Facts, member: number): readonly number[] => [
  ...rulesOf(facts, member).flatMap((row) => [
    instant(facts.rules.from, row),
    instant(facts.rules.until, row),
  ]),
  ...(facts.seatsOf.get(member) ?? []).flatMap(({ from, until }) => [from, until]),
]

/** Starts in one change of a scoped administrator; more are too many to judge one by one, and refused. */
const STARTS_MAX = 16

// What is given for later is judged as of its beginning, too; a longer end as of the former one, where it begins to give.
function startsIn(facts: Facts, events: readonly AuthorityEvent[], at: number): readonly number[] {
  const starts = events.flatMap((event): readonly number[] => {
    const { data } = event
    if ('from' in data && data.from !== null) return [Date.parse(data.from)]
    if (event.name !== 'grant.resumed@1' && event.name !== 'grant.extended@1') return []
    const row = find(facts.rules.ids, event.data.grantId)
    // One given by the same change is wholly new, and judged as that.
    if (row === NONE) return []
    return [instant(event.name === 'grant.resumed@1' ? facts.rules.from : facts.rules.until, row)]
  })
  return [...new Set(starts.filter((start) => start > at && Number.isFinite(start)))]
}

function escalationAt(trying: Trying, author: number): Escalation | null {
  const { before, after, at } = trying
  const seats = (before.seatsOf.get(author) ?? []).filter((seat) => seatInForce(seat, at))
  const moves = movesBetween(before, after)
  for (const alike of differenceBetween(trying).alike) {
    const grown = grownIn(alike)
    if (grown.length === 0) continue
    const found = judgeAll({ trying, moves, seats, author }, alike, grown)
    if (found !== null) return found
  }
  return null
}

const grownIn = ({ changes }: Alike): readonly PermissionKey[] =>
  changes.flatMap(({ how, permission: key }) => (how === 'lost' || how === 'narrower' ? [] : [key]))

type Judging = {
  readonly trying: Trying
  readonly moves: Moves
  readonly seats: readonly Seat[]
  readonly author: number
}

function judgeAll(judging: Judging, alike: Alike, grown: readonly PermissionKey[]): Escalation | null {
  const { trying, seats, author } = judging
  // Who comes in or comes back gets what waits for them: whether they may be let in is asked by the command.
  const settled = alike.members.filter((member) => isActive(trying.before, member))
  const memberId = (member: number): string => idOf(trying.after.members.ids, member)
  if (settled.includes(author))
    return { memberId: memberId(author), permissions: grown, because: 'authority/own-rights' }
  for (const member of settled) {
    const above = grown.filter((key) => !seats.some((seat) => mayLetHave(judging, seat, member, key)))
    if (above.length > 0)
      return { memberId: memberId(member), permissions: above, because: 'authority/over-ceiling' }
  }
  return null
}

function mayLetHave({ trying, moves }: Judging, seat: Seat, member: number, key: PermissionKey): boolean {
  const { before, after } = trying
  const { kind, creatorOnly, bit } = permission(key)
  if (creatorOnly || key === heldByNobody) return false
  const isFeature = kind === 'feature'
  if (!has(isFeature ? seat.ceiling : seat.permissions, bit)) return false
  const reached = isFeature
    ? reachesMember(before, seat, member)
    : covers(before, seat.scope, memberTarget(member), seat.member, false)
  if (!reached) return false
  const now = extentAt(after, member, bitOf(key))
  const grown = now === null ? nothing : grownArea(trying, moves, extentAt(before, member, bit), now)
  if (grown === 'everywhere') return seat.scope === WHOLE_WORKSPACE
  const ground = (department: number): Facts => (department < before.departments.ids.count ? before : after)
  return (
    grown.departments.every((one) => coversDepartment(ground(one), seat.scope, one, seat.member)) &&
    grown.resources.every((one) => coversResource(trying, seat, one))
  )
}

const coversResource = ({ before, after }: Trying, seat: Seat, resource: number): boolean => {
  const facts = resource < before.resources.ids.count ? before : after
  return covers(facts, seat.scope, pack(target.resource, resource), seat.member, true)
}

type Grown = 'everywhere' | { readonly departments: readonly number[]; readonly resources: readonly number[] }
const nothing: Grown = { departments: [], resources: [] }

// Where a right is held now and was not: places added to it, places no longer taken out of it, ground moved into it.
function grownArea({ before, after }: Trying, moves: Moves, was: Extent | null, now: Extent): Grown {
  if (now.by.everywhere && was?.by.everywhere !== true) return 'everywhere'
  const covered = (department: number): boolean => was !== null && areaCovers(before, was.by, department)
  const given = now.by.everywhere ? [] : now.by.roots.filter((root) => !covered(root))
  const freed = (was?.except.roots ?? []).filter((root) => !areaCovers(after, now.except, root))
  const moved = moves.departments.filter((one) => areaCovers(after, now.by, one) && !covered(one))
  const had = (resource: number): boolean => was !== null && areaCoversResource(before, was.by, resource)
  const loose = (was?.except.resources ?? []).filter((one) => !areaCoversResource(after, now.except, one))
  const shifted = moves.resources.filter((one) => areaCoversResource(after, now.by, one) && !had(one))
  return {
    departments: [...given, ...freed, ...moved].filter((one) => int(after.departments.parent, one) >= NONE),
    resources: [...now.by.resources.filter((one) => !had(one)), ...loose, ...shifted],
  }
}
