/** What becomes of a request before anybody is asked: whether it makes sense, what it would do, and which way it goes. */
import {
  changesFor,
  decide,
  grantOf,
  isPermission,
  knowsScope,
  liveRestrictions,
  restrictionOf,
  statusOf,
} from '@hufu/authority'
import type { Facts, PermissionKey, RestrictionRow, Right, Risk, Scope, Target } from '@hufu/authority'
import type { RequestKind } from '@hufu/contract'
import { refuse } from '@hufu/kit'
import { readRoleKeys, rulesByIds } from '../authority/index.ts'
import { whoIsAsked } from './asked.ts'
import type { Asked, Concerned, Ground } from './asked.ts'
import { sameRight, wayOf, withAdministrator } from './flow.ts'
import type { RightWithKeys, Way } from './flow.ts'
import { isAtLeast, riskOf } from './request.ts'
import { readFlow } from './store-flow.ts'
import { openFor } from './store.ts'
import type { Terms, RouteStage } from './tables.ts'
import { eventsOf, isAskable, isLiftable, keysOf, samePlace, spanOf } from './terms.ts'

const DAY_MS = 86_400_000
const OPEN_MAX = 50
/** A right without end is tried at this distance too. */
const FAR_MS = 20 * 365 * DAY_MS
const EXTENSIONS_MAX = 2

/** What is asked, read from a body. */
export type AskedFor = {
  readonly kind: RequestKind
  readonly requesterId: string
  readonly memberId: string
  readonly rights?:
    | readonly { readonly type: 'permission' | 'role'; readonly key?: string; readonly id?: string }[]
    | undefined
  readonly scope?: Scope | undefined
  readonly from?: string | null | undefined
  readonly until?: string | null | undefined
  readonly lasts?: number | null | undefined
  readonly grantId?: string | undefined
  readonly because: string
  readonly answers: Readonly<Record<string, string>>
}

/** What a request comes to. */
export type Screened = {
  readonly terms: Terms | null
  readonly permissions: readonly PermissionKey[]
  readonly risk: Risk
  readonly lifts: readonly string[]
  readonly placers: readonly string[]
  readonly way: Way
  readonly flowVersion: number
  /** Whom each stage would be put to. */
  readonly asked: readonly (readonly Asked[])[]
}

/** A request whose own id is not to count as another one that is open. */
type Except = { readonly requestId: string | null }

/** Reads what is asked and tries it. Refuses what cannot be asked, with what would help. */
export async function screen(ground: Ground, input: AskedFor, except: Except): Promise<Screened> {
  const { kind, memberId } = input
  const [roleKeys, flow] = await Promise.all([
    readRoleKeys(ground.db, ground.workspaceId),
    readFlow(ground.db, ground.workspaceId),
  ])
  if (kind === 'account') {
    if (statusOf(ground.facts, memberId) !== 'suspended') throw refuse('access-request/not-suspended')
    await refuseDouble(ground, input, null, except)
    const way = accountWay
    const known = { terms: null, permissions: [], risk: 'medium', lifts: [], placers: [] } as const
    const asked = await askedOf(ground, { ...input, ...known }, way.stages)
    return { ...known, way, flowVersion: flow.version, asked }
  }
  if (statusOf(ground.facts, memberId) !== 'active') throw refuse('access-request/member-inactive')
  const terms = kind === 'extension' ? await extended(ground, input) : termsOf(ground, input)
  const rights = withKeys(terms, roleKeys)
  const way = wayOf(flow.flow, rights)
  if (!way.requestable) throw refuse('access-request/not-requestable')
  refuseTimes(ground, terms, way, kind)
  if (kind === 'extension') await refuseBeyondCap(ground, input, terms, way)
  const permissions = [...new Set(rights.flatMap(({ keys }) => keys))]
  const risk = riskOf(permissions)
  refuseWordless(input, way, risk)
  await refuseDouble(ground, input, terms, except)
  const lifted = kind === 'extension' ? [] : liftedBy(ground, memberId, permissions)
  if (kind === 'right') refuseIdle(ground, memberId, terms, permissions, lifted)
  const lifts = lifted.map(({ restrictionId }) => restrictionId)
  const placers = await placersOf(ground, lifts)
  const stages = lifts.length > 0 ? withAdministrator(way.stages) : way.stages
  const concerned = { ...input, terms, permissions: [...permissions], risk, lifts, placers }
  const asked = await askedOf(ground, concerned, stages)
  const route = stages.map((stage, at) => ({
    ...stage,
    needs: Math.max(1, Math.min(stage.needs, asked[at]?.length ?? 0)),
  }))
  return {
    terms,
    permissions,
    risk,
    lifts,
    placers,
    way: { ...way, stages: route },
    flowVersion: flow.version,
    asked,
  }
}

/** Whoever may suspend is asked whether somebody comes back. */
export const accountWay: Way = {
  requestable: true,
  stages: [{ who: 'scoped', memberIds: [], needs: 1, hours: 8 }],
  maxDays: null,
  capDays: null,
  questions: [],
}

/** INVARIANT Q12: a request that nobody could decide is not taken. */
async function askedOf(
  ground: Ground,
  concerned: Concerned,
  stages: readonly RouteStage[],
): Promise<readonly (readonly Asked[])[]> {
  const asked: (readonly Asked[])[] = []
  const not = new Set<string>()
  for (const stage of stages) {
    const people = await whoIsAsked(ground, concerned, stage, { hop: 0, not })
    if (people.length === 0) throw refuse('access-request/nobody-can-decide')
    asked.push(people)
  }
  return asked
}

function termsOf(
  { facts }: Ground,
  { rights, scope, from = null, until = null, lasts = null }: AskedFor,
): Terms {
  if (rights === undefined || scope === undefined) throw refuse('access-request/terms')
  if (until !== null && lasts !== null) throw refuse('access-request/terms')
  if (!knowsScope(facts, scope)) throw refuse('authority/unknown-target')
  return { rights: rights.map(rightOf), scope, from, until, lasts }
}

function rightOf({ type, key = '', id = '' }: NonNullable<AskedFor['rights']>[number]): Right {
  if (type === 'role') return { type, id }
  if (!isPermission(key)) throw refuse('authority/unknown-permission', { permission: key })
  return { type, key }
}

function withKeys(
  terms: Terms,
  roleKeys: ReadonlyMap<string, readonly PermissionKey[]>,
): readonly RightWithKeys[] {
  return terms.rights.map((right) => {
    const keys = keysOf(right, roleKeys)
    if (right.type === 'role' && !roleKeys.has(right.id))
      throw refuse('authority/not-found', { what: 'role' })
    const other = keys.find((key) => !isAskable(key))
    if (keys.length === 0 || other !== undefined)
      throw refuse('access-request/not-askable', { permission: other ?? '' })
    return { right, keys }
  })
}

/** What an extension asks for: the same as the grant, until later. */
async function extended({ facts, db, workspaceId }: Ground, input: AskedFor): Promise<Terms> {
  const grant = input.grantId === undefined ? null : grantOf(facts, input.grantId)
  if (grant === null || grant.subject.type !== 'member' || grant.subject.id !== input.memberId)
    throw refuse('authority/not-found', { what: 'grant' })
  const { until = null } = input
  if (grant.until === null || until === null || until <= grant.until)
    throw refuse('access-request/not-longer')
  const { grants } = await rulesByIds(db, workspaceId, [grant.grantId])
  if (grants[0]?.endedAt !== null) throw refuse('authority/already-ended')
  return { rights: [grant.right], scope: grant.scope, from: grant.from, until, lasts: null }
}

function refuseTimes({ at }: Ground, terms: Terms, { maxDays }: Way, kind: RequestKind): void {
  const { from, until } = spanOf(terms, at)
  const start = from?.getTime() ?? at
  if (until !== null && until.getTime() <= start) throw refuse('authority/times-reversed')
  if (kind === 'extension' || maxDays === null) return
  if (until === null || until.getTime() - start > maxDays * DAY_MS)
    throw refuse('access-request/too-long', { days: maxDays })
}

/** INVARIANT Q15: with all its extensions a grant lasts no longer than the cap; a second one is the last. */
async function refuseBeyondCap(
  { db, workspaceId }: Ground,
  { grantId }: AskedFor,
  { until }: Terms,
  { capDays }: Way,
): Promise<void> {
  const { grants } = await rulesByIds(db, workspaceId, [grantId ?? ''])
  const [grant] = grants
  if (grant === undefined || until === null) throw refuse('authority/not-found', { what: 'grant' })
  const start = (grant.fromAt ?? grant.givenAt).getTime()
  if (capDays !== null && Date.parse(until) - start > capDays * DAY_MS)
    throw refuse('access-request/beyond-cap', { days: capDays })
  if (grant.extended >= EXTENSIONS_MAX) throw refuse('access-request/extended-twice', { max: EXTENSIONS_MAX })
}

function refuseWordless({ because, answers }: AskedFor, { questions }: Way, risk: Risk): void {
  if (because.trim() === '' && isAtLeast(risk, 'medium')) throw refuse('access-request/reason-needed')
  const missing = questions.filter(({ id, required }) => required && (answers[id] ?? '').trim() === '')
  if (missing.length > 0)
    throw refuse('access-request/answers-missing', { questions: missing.map(({ id }) => id) })
}

async function refuseDouble(
  { db, workspaceId }: Ground,
  { kind, memberId, grantId }: AskedFor,
  terms: Terms | null,
  { requestId }: Except,
): Promise<void> {
  const open = (await openFor(db, workspaceId, memberId)).filter(({ id }) => id !== requestId)
  if (open.length >= OPEN_MAX) throw refuse('access-request/too-many', { max: OPEN_MAX })
  const double = open.find(
    (one) =>
      one.kind === kind &&
      (kind === 'account' ||
        (kind === 'extension' && one.grantId === grantId) ||
        (kind === 'right' && one.terms !== null && terms !== null && overlap(one.terms, terms))),
  )
  if (double !== undefined) throw refuse('access-request/open-already', { requestId: double.id })
}

const overlap = (a: Terms, b: Terms): boolean =>
  samePlace(a.scope, b.scope) && a.rights.some((one) => b.rights.some((other) => sameRight(one, other)))

/** Restrictions of this person alone that would stand against what is asked, now or when it begins. */
function liftedBy(
  { facts, at }: Ground,
  memberId: string,
  permissions: readonly PermissionKey[],
): readonly RestrictionRow[] {
  const ids = new Set(permissions.flatMap((key) => liveRestrictions(facts, memberId, key, at)))
  return [...ids]
    .toSorted()
    .flatMap((id) => restrictionOf(facts, id) ?? [])
    .filter((row) => isLiftable(row, memberId))
}

/** Refuses what is held already for as long as it is asked, and what something that speaks of more people stands against. */
function refuseIdle(
  { facts, at }: Ground,
  memberId: string,
  terms: Terms,
  permissions: readonly PermissionKey[],
  lifted: readonly RestrictionRow[],
): void {
  const events = eventsOf({ facts, memberId, terms, lifted, at })
  const { from, until } = spanOf(terms, at)
  const first = from?.getTime() ?? at
  const last = until === null ? at + FAR_MS : until.getTime() - 1
  if (isPlainGrowth(facts, memberId, terms, permissions, first)) return
  const grows = [first, last].some((moment) =>
    changesFor(facts, memberId, events, moment).some(({ how }) => how !== 'lost' && how !== 'narrower'),
  )
  if (grows) return
  const target = placeOf(terms.scope, memberId)
  const barred = permissions
    .map((permission) => decide(facts, { memberId, permission, target, at: first }))
    .find(({ because }) => because === 'authority/restricted')
  if (barred !== undefined) throw refuse('access-request/restricted-above', { by: barred.by })
  throw refuse('access-request/held-already')
}

// What nothing stands against and what is not held in a place of its scope is growth: most of what is asked, and told
// without trying it on a copy of the facts.
function isPlainGrowth(
  facts: Facts,
  memberId: string,
  { scope }: Terms,
  permissions: readonly PermissionKey[],
  at: number,
): boolean {
  if (scope.type !== 'workspace' && scope.type !== 'departments') return false
  const target = placeOf(scope, memberId)
  return permissions.some(
    (permission) =>
      liveRestrictions(facts, memberId, permission, at).length === 0 &&
      !decide(facts, { memberId, permission, target, at }).allowed,
  )
}

/** A place in a scope at which its rights are asked. */
export function placeOf(scope: Scope, memberId: string): Target {
  if (scope.type === 'departments') return { type: 'department', id: scope.ids[0] ?? '' }
  if (scope.type === 'resource') return scope
  return scope.type === 'workspace' ? { type: 'workspace' } : { type: 'member', id: memberId }
}

/** Who placed some restrictions. */
export async function placersOf(
  { db, workspaceId }: Pick<Ground, 'db' | 'workspaceId'>,
  lifts: readonly string[],
): Promise<readonly string[]> {
  if (lifts.length === 0) return []
  const { restrictions } = await rulesByIds(db, workspaceId, lifts)
  return restrictions.flatMap(({ givenBy }) =>
    givenBy.startsWith('member:') ? [givenBy.slice('member:'.length)] : [],
  )
}
