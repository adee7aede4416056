/** The same company in CASL: one warm ability a member, built from the source rows, and targets ready to be asked. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import {
  administratorsOf,
  appointmentsOf,
  changes,
  departmentsOf,
  grantsOf,
  parentOf,
  permission,
  permissions,
  restrictionsOf,
  statusOf,
  tierOf,
} from '@hufu/authority'
import type { Facts, PermissionKey, Right, Scope, Target, Terms } from '@hufu/authority'
import { NOW, idOf, roleKeys, size } from './company.ts'
import type { Asked } from './company.ts'

const folder = join(import.meta.dirname, '..')

type Conditions = Readonly<Record<string, unknown>>
type RawRule = {
  readonly action: string | readonly string[]
  readonly subject: string | readonly string[]
  readonly conditions?: Conditions
  readonly inverted?: boolean
}

/** What is used of CASL; its own types are not there before the bench has installed it. */
type Casl = {
  readonly createMongoAbility: (rules: readonly RawRule[]) => Ability
  readonly subject: (type: string, object: Record<string, unknown>) => object
}
export type Ability = { readonly can: (action: string, subject: object) => boolean }

/** Loads the peer, installing it on the first run. Throws when it cannot be installed. */
export async function loadCasl(progress: (text: string) => void): Promise<Casl> {
  if (!existsSync(join(folder, 'node_modules/@casl/ability'))) {
    progress('installing the peers (npm ci in bench/)')
    const { status, stderr } = spawnSync('npm', ['ci', '--ignore-scripts'], { cwd: folder, encoding: 'utf8' })
    if (status !== 0) throw new Error(`the peers of the bench cannot be installed: ${stderr}`)
  }
  // The name is a variable because the type checker runs before the peer is installed.
  const peer = '@casl/ability'
  return (await import(peer)) as Casl
}

const inForce = ({ from, until }: Terms): boolean =>
  (from === null || Date.parse(from) <= NOW) && (until === null || NOW < Date.parse(until))

const ranks = { scoped: 1, super: 2, creator: 3 }

/** Builds the ability of a member from the rows that speak of them, for the instant of the questions. */
export function abilityOf(casl: Casl, facts: Facts, memberId: string): Ability {
  if (statusOf(facts, memberId) !== 'active') return casl.createMongoAbility([])
  const own = departmentsOf(facts, memberId)
  const rules: RawRule[] = []
  for (const grant of grantsOf(facts, memberId).filter(inForce))
    rules.push(
      ...rulesFor(
        keysOf(grant.right).filter((key) => permission(key).kind === 'feature'),
        grant.scope,
        own,
        {},
      ),
    )
  for (const seat of administratorsOf(facts, memberId).filter(inForce)) {
    const held =
      seat.tier === 'scoped'
        ? seat.permissions
        : permissions
            .filter(({ kind, key }) => kind === 'administration' && key !== 'sys.org.found')
            .map(({ key }) => key)
    const keys = held.filter((key) => seat.tier === 'creator' || !permission(key).creatorOnly)
    const scope: Scope = seat.tier === 'scoped' ? seat.scope : { type: 'workspace' }
    rules.push(
      ...rulesFor(
        keys.filter((key) => !changes(key)),
        scope,
        own,
        {},
      ),
    )
    rules.push(...rulesFor(keys.filter(changes), scope, own, { tier: { $lt: ranks[seat.tier] } }))
  }
  // In CASL the last rule that fits decides, so what forbids comes last.
  for (const restriction of restrictionsOf(facts, memberId).filter(inForce))
    rules.push(
      ...rulesFor(keysOf(restriction.right), restriction.scope, own, {}).map((rule) => ({
        ...rule,
        inverted: true,
      })),
    )
  return casl.createMongoAbility(rules)
}

const roles = new Map(Array.from({ length: size.roles }, (_, role) => [idOf('role', role), roleKeys(role)]))

const keysOf = (right: Right): readonly PermissionKey[] =>
  right.type === 'permission' ? [right.key] : (roles.get(right.id) ?? [])

/** One rule for all actions that share their conditions: CASL indexes rules by action and subject type itself. */
function rulesFor(
  keys: readonly PermissionKey[],
  scope: Scope,
  own: readonly string[],
  person: Conditions,
): readonly RawRule[] {
  const rules: RawRule[] = []
  for (const covers of ['any', 'all'] as const) {
    const action = keys.filter((key) => permission(key).covers === covers)
    if (action.length === 0) continue
    const where = conditionsOf(scope, own, covers)
    const join = (conditions: Conditions): Pick<RawRule, 'conditions'> =>
      Object.keys(conditions).length === 0 ? {} : { conditions }
    rules.push(
      { action, subject: 'member', ...join({ ...where, ...person }) },
      { action, subject: ['department', 'external'], ...join(where) },
    )
  }
  return rules
}

function conditionsOf(scope: Scope, own: readonly string[], covers: 'any' | 'all'): Conditions {
  switch (scope.type) {
    case 'workspace':
      return {}
    case 'resource':
      return { id: scope.id }
    case 'departments':
    case 'own-department': {
      const ids = scope.type === 'departments' ? scope.ids : own
      const [only] = ids
      const list = only !== undefined && ids.length === 1 ? only : { $in: ids }
      return covers === 'any' ? { within: list } : { $and: [{ within: list }, { whollyWithin: list }] }
    }
  }
}

/** Makes the object that CASL is asked about: a target with the departments above it, worked out beforehand. */
export function caslTarget(
  casl: Casl,
  facts: Facts,
  places: ReadonlyMap<string, string | null>,
  target: Target,
): object {
  if (target.type === 'workspace') return casl.subject('workspace', {})
  if (target.type === 'department')
    return casl.subject('department', { id: target.id, ...standing(facts, [target.id]) })
  if (target.type === 'resource') {
    const place = places.get(target.id) ?? null
    return casl.subject('external', { id: target.id, ...standing(facts, place === null ? [] : [place]) })
  }
  const tier = tierOf(facts, target.id, NOW)
  const departments = appointmentsOf(facts, target.id).map(({ departmentId }) => departmentId)
  return casl.subject('member', {
    id: target.id,
    tier: tier === null ? 0 : ranks[tier],
    ...standing(facts, departments),
  })
}

function standing(
  facts: Facts,
  departments: readonly string[],
): { readonly within: readonly string[]; readonly whollyWithin: readonly string[] } {
  const chains = departments.map((id) => chainOf(facts, id))
  const [first = [], ...others] = chains
  return {
    within: [...new Set(chains.flat())],
    whollyWithin: first.filter((id) => others.every((chain) => chain.includes(id))),
  }
}

function chainOf(facts: Facts, departmentId: string): readonly string[] {
  const chain: string[] = []
  for (let at: string | null = departmentId; at !== null; at = parentOf(facts, at)) chain.push(at)
  return chain
}

/** The questions as CASL takes them. */
export type CaslQuestion = { readonly ability: Ability; readonly action: string; readonly target: object }

/** Prepares everything that can be prepared before asking: abilities by member, targets by id. */
export function prepareCasl(
  casl: Casl,
  facts: Facts,
  places: ReadonlyMap<string, string | null>,
  asked: readonly Asked[],
): readonly CaslQuestion[] {
  const abilities = new Map<number, Ability>()
  const targets = new Map<string, object>()
  return asked.map(({ member, permission: action, target }) => {
    const ability = abilities.get(member) ?? abilityOf(casl, facts, idOf('member', member))
    abilities.set(member, ability)
    const name = JSON.stringify(target)
    const object = targets.get(name) ?? caslTarget(casl, facts, places, target)
    targets.set(name, object)
    return { ability, action, target: object }
  })
}
