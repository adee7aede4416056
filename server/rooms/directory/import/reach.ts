import {
  bitOf,
  check,
  decide,
  departmentsOf,
  handleOf,
  liveRestrictions,
  mayAdmit,
  seatsInForce,
  targetOf,
  tierOf,
} from '@hufu/authority'
import type { Facts, Subject, Target } from '@hufu/authority'
import type { Reach } from './snapshot.ts'

const key = 'org.directory.import'
/** Questions between two pauses: a few milliseconds of work. */
const PAUSE_EVERY = 2000

/** Who asks, and by what facts: always those of now. */
export type Importer = { readonly memberId: string; readonly facts: () => Facts; readonly at: () => number }

/**
 * How far somebody may import: the departments under their scope, the administrators out of reach, and what carries
 * more than they may hand out. Only for the preview: applying asks everything again under the lock.
 */
export async function importReach(
  { memberId, facts, at }: Importer,
  departmentIds: readonly string[],
  positionIds: readonly string[],
): Promise<Reach> {
  const everywhere =
    mayImport(facts(), memberId, { type: 'workspace' }, at()) && unrestricted(facts(), memberId, at())
  const departments = everywhere
    ? null
    : await sieve(departmentIds, (id) => mayImport(facts(), memberId, { type: 'department', id }, at()))
  return {
    departments,
    untouchable: untouchable(facts(), memberId, at()),
    beyond: await beyond({ memberId, facts, at }, departments ?? departmentIds, positionIds),
  }
}

function mayImport(facts: Facts, memberId: string, target: Target, at: number): boolean {
  return check(facts, handleOf(facts, memberId), bitOf(key), targetOf(facts, target), at)
}

const unrestricted = (facts: Facts, memberId: string, at: number): boolean =>
  liveRestrictions(facts, memberId, key, at).length === 0

function untouchable(facts: Facts, memberId: string, at: number): Reach['untouchable'] {
  const seated = new Set(seatsInForce(facts, at).map((seat) => seat.memberId))
  return [...seated].flatMap((id): [string, string][] => {
    const decision = decide(facts, { memberId, permission: key, target: { type: 'member', id }, at })
    return decision.because === 'authority/higher-tier' ? [[id, decision.because]] : []
  })
}

/** Creator and super administrators hand out all that can stand in a grant; only scoped ones have a ceiling. */
async function beyond(importer: Importer, departments: readonly string[], positions: readonly string[]) {
  const { memberId, facts, at } = importer
  if (tierOf(facts(), memberId, at()) !== 'scoped') return []
  const [receiver = ''] = departments
  const admits = (into: Subject, id: string): boolean =>
    id !== '' &&
    mayAdmit(facts(), memberId, { receiver: { type: 'department', id }, into: [into], act: key }, at())
      .allowed
  return [
    ...(await sieve(departments, (id) => !admits({ type: 'department', id }, id))),
    ...(await sieve(positions, (id) => !admits({ type: 'position', id }, receiver))),
  ]
}

/** Filters without holding up the thread that decides and delivers. */
async function sieve(ids: readonly string[], keep: (id: string) => boolean): Promise<readonly string[]> {
  const kept: string[] = []
  for (const [index, id] of ids.entries()) {
    if (keep(id)) kept.push(id)
    if (index % PAUSE_EVERY === PAUSE_EVERY - 1) await new Promise((resolve) => setImmediate(resolve))
  }
  return kept
}

/** A place at which somebody may import, for asking at all: the company, a department of their seat, or their own. */
export function importTarget(facts: Facts, memberId: string, at: number): Target {
  const workspace: Target = { type: 'workspace' }
  const scopes = seatsInForce(facts, at)
    .filter((seat) => seat.memberId === memberId)
    .map((seat) => seat.scope)
  const ids = [
    ...scopes.flatMap((scope) => (scope.type === 'departments' ? scope.ids : [])),
    ...departmentsOf(facts, memberId),
  ]
  const places: readonly Target[] = [workspace, ...ids.map((id): Target => ({ type: 'department', id }))]
  return places.find((place) => mayImport(facts, memberId, place, at)) ?? workspace
}
