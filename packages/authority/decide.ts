/** The decision with its reasons, read from the source rows; of what is compiled only that nothing speaks of it. */
import { entryOf, innate } from './catalogue.ts'
import type { CatalogueEntry } from './catalogue.ts'
import { coversAllMask, has, int, revokeBit } from './bits.ts'
import { isUnspoken, reaches } from './check.ts'
import { seatMask, seatScope } from './compile.ts'
import type { Decision, DecisionCode, Question, Reason, Target } from './events.ts'
import { ACTIVE, NONE, STATUS, SUSPENDED } from './facts.ts'
import type { Facts, Seat } from './facts.ts'
import { find, idOf } from './ids.ts'
import {
  administratorRow,
  grantRow,
  isSuspended,
  restrictionRow,
  ruleInForce,
  rulesGiving,
  seatInForce,
} from './rows.ts'
import type { AdministratorRow, GrantRow, RestrictionRow } from './rows.ts'
import { UNKNOWN, covers, handleIn, tagOf, target, targetOf } from './scope.ts'
import { tierAt, tierNumber } from './tiers.ts'

/** A fact that was looked at: what it is and why it counts or does not. */
export type Considered = (
  | { readonly kind: 'grant'; readonly row: GrantRow }
  | { readonly kind: 'restriction'; readonly row: RestrictionRow }
  | { readonly kind: 'administrator'; readonly row: AdministratorRow }
) & { readonly state: 'counts' | 'not-yet' | 'ended' | 'suspended' | 'elsewhere' | 'higher-tier' }

/** A decision with every fact about this permission that was looked at. */
export type Explanation = {
  readonly decision: Decision
  readonly considered: readonly Considered[]
}

// A question in handles, with the rules that speak of the member and of this permission, in force or not.
type Asked = {
  readonly facts: Facts
  readonly entry: CatalogueEntry
  readonly member: number
  readonly ref: number
  readonly at: number
  readonly all: boolean
  readonly grants: readonly number[]
  readonly restrictions: readonly number[]
}

type Rules = Pick<Asked, 'grants' | 'restrictions'>

/** Answers a question from the facts: whether, why, and by which facts, each of which suffices alone. */
export const decide = (facts: Facts, question: Question): Decision =>
  decideAs(facts, find(facts.members.ids, question.memberId), question)

/** As `decide`, for whoever has looked up the member's handle already: it is of these facts and of this question. */
export function decideAs(facts: Facts, member: number, question: Question): Decision {
  const asked = understood(facts, member, question, rulesInForce)
  return typeof asked === 'string' ? unknown(facts, asked) : decisionOf(asked, question)
}

const allRules: typeof rulesInForce = (facts, { bit }, member) => rulesGiving(facts, member, bit)

// Most answers are no, because nothing speaks of the permission at all: that much the compiled facts know at once.
const rulesInForce = (facts: Facts, entry: CatalogueEntry, member: number, at: number): Rules =>
  entry.kind === 'feature' && isUnspoken(facts, member, entry.bit, at)
    ? silence
    : rulesGiving(facts, member, entry.bit)

const silence: Rules = { grants: [], restrictions: [] }

// The question in handles, or what of it nobody knows.
function understood(
  facts: Facts,
  member: number,
  question: Question,
  rules: typeof rulesInForce,
): Asked | DecisionCode {
  const entry = entryOf(question.permission)
  const ref = targetOf(facts, question.target)
  if (entry === undefined) return 'authority/unknown-permission'
  if (member === NONE) return 'authority/unknown-member'
  if (ref === UNKNOWN || Number.isNaN(question.at)) return 'authority/unknown-target'
  const { at } = question
  const { grants, restrictions } = rules(facts, entry, member, at)
  return { facts, entry, member, ref, at, all: has(coversAllMask, entry.bit), grants, restrictions }
}

const unknown = ({ revision }: Facts, because: DecisionCode): Decision => ({
  allowed: false,
  because,
  by: [],
  revision,
})

function decisionOf(asked: Asked, question: Question): Decision {
  const { allowed, because, by, needs } = answerOf(asked, question)
  const { revision } = asked.facts
  return needs === true
    ? { allowed, because, by, missing: missingOf(asked.entry, question.target), revision }
    : { allowed, because, by, revision }
}

type Answer = Pick<Decision, 'allowed' | 'because' | 'by'> & { readonly needs?: true }

const none: readonly never[] = []

const allow = (by: readonly Reason[]): Answer => ({ allowed: true, because: 'granted', by })

function answerOf(asked: Asked, question: Question): Answer {
  const { facts, entry, member } = asked
  const status = int(facts.members.state, member) & STATUS
  const own = ownBy(asked, question.memberId)
  if (status === SUSPENDED && own.length > 0) return allow(own)
  if (status !== ACTIVE)
    return {
      allowed: false,
      because: 'member/inactive',
      by: [{ kind: 'status', id: question.memberId }],
    }
  const restrictions = restrictionsOn(asked)
  if (restrictions.length > 0)
    return own.length > 0 ? allow(own) : { allowed: false, because: 'authority/restricted', by: restrictions }
  return entry.kind === 'feature' ? byGrant(asked, own) : byOffice(asked)
}

// What comes with being a member: nobody can take it, not even a suspension.
function ownBy({ facts, entry, ref, member }: Asked, memberId: string): readonly Reason[] {
  const self = tagOf(ref) === target.member && handleIn(ref) === member
  return self && facts.members.ids.count > 0 && innate.includes(entry.key)
    ? [{ kind: 'status', id: memberId }]
    : none
}

function restrictionsOn(asked: Asked): readonly Reason[] {
  const { facts, at, restrictions } = asked
  if (restrictions.length === 0) return none
  const by: Reason[] = []
  for (const row of restrictions)
    if (ruleInForce(facts, row, at) && ruleCovers(asked, row, false))
      by.push({ kind: 'restriction', id: idOf(facts.rules.ids, row) })
  return sorted(by)
}

const ruleCovers = ({ facts, ref, member }: Asked, row: number, all: boolean): boolean =>
  covers(facts, int(facts.rules.scope, row), ref, member, all)

const byId = (a: Reason, b: Reason): number => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)

// Most lists of reasons have one or none, and a sort of those is a copy.
const sorted = (by: readonly Reason[]): readonly Reason[] => (by.length < 2 ? by : by.toSorted(byId))

function byGrant(asked: Asked, own: readonly Reason[]): Answer {
  const { facts, at, grants, all } = asked
  const by: Reason[] = []
  let isLive = false
  for (const row of grants) {
    if (!ruleInForce(facts, row, at)) continue
    isLive = true
    if (ruleCovers(asked, row, all)) by.push({ kind: 'grant', id: idOf(facts.rules.ids, row) })
  }
  if (own.length > 0) return allow([...own, ...sorted(by)])
  if (by.length > 0) return allow(sorted(by))
  return {
    allowed: false,
    because: isLive ? 'authority/out-of-scope' : 'authority/not-granted',
    by,
    needs: true,
  }
}

const seatHas = (seat: Seat, bit: number): boolean => ((seatMask(seat, bit >>> 5) >>> (bit & 31)) & 1) === 1

const seatCovers = ({ facts, ref, member, all }: Asked, seat: Seat): boolean =>
  covers(facts, seatScope(seat), ref, member, all)

const seatReaches = ({ facts, entry, member, ref, at }: Asked, seat: Seat): boolean =>
  reaches(facts, member, tierNumber[seat.tier], entry.bit, ref, at)

function byOffice(asked: Asked): Answer {
  const { facts, entry, member, at } = asked
  const seats = (facts.seatsOf.get(member) ?? []).filter((seat) => seatInForce(seat, at))
  const fit = seats.filter((seat) => seatHas(seat, entry.bit))
  const covering = fit.filter((seat) => seatCovers(asked, seat))
  const reaching = covering.filter((seat) => seatReaches(asked, seat))
  const by = reaching.map((seat): Reason => ({ kind: 'administrator', id: seat.id }))
  const relations = entry.bit === revokeBit ? relationsTo(asked) : []
  if (by.length + relations.length > 0) return allow([...by.toSorted(byId), ...relations])
  if (covering.length > 0)
    return { allowed: false, because: 'authority/higher-tier', by: standingAbove(asked) }
  const because = fit.length > 0 ? 'authority/out-of-scope' : 'authority/not-administrator'
  return { allowed: false, because, by: [], needs: true }
}

// The seats of the person that put them out of reach.
function standingAbove({ facts, ref, at }: Asked): readonly Reason[] {
  const seats = facts.seatsOf.get(handleIn(ref)) ?? []
  const tier = tierAt(facts, handleIn(ref), at)
  return seats
    .filter((seat) => seatInForce(seat, at) && tierNumber[seat.tier] === tier)
    .map((seat): Reason => ({ kind: 'administrator', id: seat.id }))
    .toSorted(byId)
}

// One's own seats (stepping down) and the scoped seats one has given: each names the seat it may end.
function relationsTo({ facts, member, ref, at }: Asked): readonly Reason[] {
  if (tagOf(ref) !== target.member) return []
  const person = handleIn(ref)
  const tier = tierAt(facts, person, at)
  if (tier === 0 || (person !== member && tier > tierNumber.scoped)) return []
  return (facts.seatsOf.get(person) ?? [])
    .filter((seat) => seatInForce(seat, at) && (person === member || seat.appointedBy === member))
    .map((seat): Reason => ({ kind: 'relation', id: seat.id }))
    .toSorted(byId)
}

const missingOf = (entry: CatalogueEntry, asked: Target): NonNullable<Decision['missing']> => ({
  permission: entry.key,
  kind: entry.kind === 'feature' ? 'grant' : 'administrator',
  scope: textOf(asked),
})

function textOf(asked: Target): string {
  if (asked.type === 'workspace') return 'workspace'
  return asked.type === 'resource' ? `${asked.kind}:${asked.id}` : `${asked.type}:${asked.id}`
}

/** Answers a question and shows every fact about the permission that was looked at, counting or not. */
export function explain(facts: Facts, question: Question): Explanation {
  const asked = understood(facts, find(facts.members.ids, question.memberId), question, allRules)
  return typeof asked === 'string'
    ? { decision: unknown(facts, asked), considered: none }
    : { decision: decisionOf(asked, question), considered: consideredIn(asked) }
}

function consideredIn(asked: Asked): readonly Considered[] {
  const { facts, entry, member } = asked
  const considered: Considered[] = []
  for (const row of asked.restrictions)
    considered.push({
      kind: 'restriction',
      row: restrictionRow(facts, row),
      state: ruleState(asked, row, false),
    })
  // A right of office comes with a seat alone, one to use the product with a grant alone.
  if (entry.kind === 'feature')
    for (const row of asked.grants)
      considered.push({ kind: 'grant', row: grantRow(facts, row), state: ruleState(asked, row, asked.all) })
  else
    for (const seat of facts.seatsOf.get(member) ?? [])
      if (seatHas(seat, entry.bit))
        considered.push({
          kind: 'administrator',
          row: administratorRow(facts, seat),
          state: seatState(asked, seat),
        })
  return considered
}

function ruleState(asked: Asked, row: number, all: boolean): Considered['state'] {
  const { rules } = asked.facts
  const time = timeState(asked.at, rules.from[row] ?? NaN, rules.until[row] ?? NaN)
  // Times run on while a grant is suspended: one whose end has come is not waiting to be resumed.
  if (time !== 'ended' && isSuspended(asked.facts, row)) return 'suspended'
  return time ?? (ruleCovers(asked, row, all) ? 'counts' : 'elsewhere')
}

function seatState(asked: Asked, seat: Seat): Considered['state'] {
  const time = timeState(asked.at, seat.from, seat.until)
  if (time !== null) return time
  if (!seatCovers(asked, seat)) return 'elsewhere'
  return seatReaches(asked, seat) ? 'counts' : 'higher-tier'
}

const timeState = (at: number, from: number, until: number): 'not-yet' | 'ended' | null =>
  at < from ? 'not-yet' : at >= until ? 'ended' : null
