/**
 * Who is asked: managers climbing the departments, administrators whose seat covers it, those at the top. The same
 * questions are asked again in the moment somebody decides.
 */
import { administratorsOf, decide, mayGive, statusOf, tierOf } from '@hufu/authority'
import type { Facts, PermissionKey, Tier } from '@hufu/authority'
import type { Kysely } from 'kysely'
import type { PlatformTables } from '../../platform/feed/index.ts'
import { managersAbove } from '../directory/index.ts'
import type { RequestRow } from './store.ts'
import type { RouteStage, TaskVia } from './tables.ts'

/** Where it is asked. */
export type Ground = {
  readonly db: Kysely<PlatformTables>
  readonly workspaceId: string
  readonly facts: Facts
  /** Milliseconds since 1970. */
  readonly at: number
}

/** Whom a request concerns, and what of it makes somebody able to decide it. */
export type Concerned = Pick<RequestRow, 'kind' | 'requesterId' | 'memberId' | 'terms' | 'risk' | 'lifts'> & {
  readonly permissions: readonly PermissionKey[]
  /** Of those who placed the restrictions that would be lifted: nobody of a lower tier lifts them. */
  readonly placers: readonly string[]
}

export type Asked = { readonly memberId: string; readonly via: TaskVia }

const height: Readonly<Record<Tier, number>> = { creator: 3, super: 2, scoped: 1 }

const heightOf = ({ facts, at }: Ground, memberId: string): number => {
  const tier = tierOf(facts, memberId, at)
  return tier === null ? 0 : height[tier]
}

const holds = (
  { facts, at }: Ground,
  memberId: string,
  permission: PermissionKey,
  over: string | null,
): boolean =>
  decide(facts, {
    memberId,
    permission,
    target: over === null ? { type: 'workspace' } : { type: 'member', id: over },
    at,
  }).allowed

/** INVARIANT Q10: nobody decides for themselves. Whoever does is at work and may answer requests at all. */
export const mayAnswer = (ground: Ground, { requesterId, memberId }: Concerned, id: string): boolean =>
  id !== requesterId &&
  id !== memberId &&
  statusOf(ground.facts, id) === 'active' &&
  holds(ground, id, 'request.answer', id)

/** INVARIANT Q3: whoever lets a restriction be lifted may lift it, and stands no lower than whoever placed it. */
function mayLift(ground: Ground, { memberId, placers }: Concerned, id: string): boolean {
  if (placers.length === 0) return true
  if (!holds(ground, id, 'perm.restrict', memberId)) return false
  return placers.every((placer) => heightOf(ground, placer) <= heightOf(ground, id))
}

/** What an administrator holds to decide a request, beside being one: for rights the ceiling, for an account the seat. */
export function coversRequest(ground: Ground, request: Concerned, id: string): boolean {
  const { facts, at } = ground
  const { kind, memberId, terms, permissions } = request
  if (kind === 'account') return holds(ground, id, 'org.member.disable', memberId)
  if (!holds(ground, id, 'request.approve', memberId)) return false
  if (!mayLift(ground, request, id)) return false
  return (
    terms !== null &&
    mayGive(
      facts,
      id,
      { permissions, scope: terms.scope, subject: { type: 'member', id: memberId }, act: 'request.approve' },
      at,
    ).allowed
  )
}

function isAtTop(ground: Ground, request: Concerned, id: string): boolean {
  const tier = tierOf(ground.facts, id, ground.at)
  if (tier !== 'super' && tier !== 'creator') return false
  return coversRequest(ground, request, id)
}

/** Whether somebody may decide as what they were asked, at this instant. */
export async function isStill(
  ground: Ground,
  request: Concerned,
  { memberId, via }: Asked,
  stage: RouteStage,
): Promise<boolean> {
  if (!mayAnswer(ground, request, memberId)) return false
  switch (via) {
    case 'manager':
      return (await managersAbove(ground, request.memberId)).includes(memberId)
    case 'members':
      return stage.memberIds.includes(memberId)
    case 'scoped':
      return coversRequest(ground, request, memberId)
    case 'super':
      return isAtTop(ground, request, memberId)
    case 'panel':
      return holds(ground, memberId, 'request.appeal.decide', null) && mayLift(ground, request, memberId)
    case 'creator':
      return tierOf(ground.facts, memberId, ground.at) === 'creator'
  }
}

const asAll = (ids: readonly string[], via: TaskVia): readonly Asked[] =>
  ids.map((memberId) => ({ memberId, via }))

/** Administrators who could decide, those of departments before those of the company. */
function administrators(ground: Ground, request: Concerned): readonly Asked[] {
  const ids = new Set(
    administratorsOf(ground.facts)
      .filter(({ tier }) => tier === 'scoped')
      .map(({ memberId }) => memberId),
  )
  const scoped = [...ids].filter((id) => mayAnswer(ground, request, id) && coversRequest(ground, request, id))
  return scoped.length > 0 ? asAll(scoped, 'scoped') : top(ground, request)
}

/** Super administrators; where none of them could, the creator. */
function top(ground: Ground, request: Concerned, isWhole = false): readonly Asked[] {
  const able = topIds(ground).filter((id) => mayAnswer(ground, request, id) && isAtTop(ground, request, id))
  const supers = able.filter((id) => tierOf(ground.facts, id, ground.at) === 'super')
  return asAll(supers.length > 0 && !isWhole ? supers : able, 'super')
}

const topIds = ({ facts }: Ground): readonly string[] => [
  ...new Set(
    administratorsOf(facts)
      .filter(({ tier }) => tier !== 'scoped')
      .map(({ memberId }) => memberId),
  ),
]

/** How many times a stage goes on to others. */
export const HOPS_MAX = 3

/**
 * Whom a stage is put to. After each hop more people: the manager's manager or the company's administrators, and at last
 * everybody at the top. `not` have decided already. Empty: nobody could.
 */
export async function whoIsAsked(
  ground: Ground,
  request: Concerned,
  stage: RouteStage,
  { hop, not }: { readonly hop: number; readonly not: ReadonlySet<string> },
): Promise<readonly Asked[]> {
  const others = (asked: readonly Asked[]): readonly Asked[] =>
    asked.filter(({ memberId }) => !not.has(memberId))
  if (stage.who === 'panel' || stage.who === 'creator') return others(panel(ground, request, stage, hop))
  if (stage.who === 'manager') {
    const managers = others(
      asAll(
        (await managersAbove(ground, request.memberId)).filter((id) => mayAnswer(ground, request, id)),
        'manager',
      ),
    )
    const nearest = managers.slice(hop, hop + stage.needs)
    if (nearest.length > 0 && hop < HOPS_MAX) return nearest
  }
  if (stage.who === 'members' && hop === 0) {
    const named = others(asAll(stage.memberIds, 'members')).filter(({ memberId }) =>
      mayAnswer(ground, request, memberId),
    )
    if (named.length > 0) return named
  }
  if (stage.who === 'super') return others(top(ground, request, hop > 0))
  const able = others(hop < 2 ? administrators(ground, request) : top(ground, request, hop >= HOPS_MAX))
  return able.length > 0 ? able : others(top(ground, request, true))
}

/** INVARIANT Q16: people of the tier above who have not decided; after two hops, or where asked for, the creator. */
function panel(ground: Ground, request: Concerned, { who }: RouteStage, hop: number): readonly Asked[] {
  const ids = topIds(ground).filter((id) => mayAnswer(ground, request, id) && mayLift(ground, request, id))
  const creator = ids.filter((id) => tierOf(ground.facts, id, ground.at) === 'creator')
  if (who === 'creator' || hop >= 2) return asAll(creator, 'creator')
  const supers = ids.filter((id) => !creator.includes(id) && holds(ground, id, 'request.appeal.decide', null))
  return hop === 0 && supers.length > 0 ? asAll(supers, 'panel') : asAll([...supers, ...creator], 'panel')
}

/** Who answers what a member reports: administrators of requests over them, those of departments before those of the company. */
export function responsibleFor(ground: Ground, memberId: string): readonly string[] {
  const able = [...new Set(administratorsOf(ground.facts).map((seat) => seat.memberId))].filter(
    (id) =>
      id !== memberId &&
      statusOf(ground.facts, id) === 'active' &&
      holds(ground, id, 'request.approve', memberId),
  )
  const scoped = able.filter((id) => tierOf(ground.facts, id, ground.at) === 'scoped')
  return (scoped.length > 0 ? scoped : able).slice(0, RESPONSIBLE_MAX)
}

const RESPONSIBLE_MAX = 10
