/** What a story needs to go on: chance, and one of whatever the company has. */
import type { PermissionKey } from './catalogue.ts'
import type {
  AuthorityEvent,
  Ceiling,
  Question,
  Right,
  Scope,
  Subject,
  Target,
  Terms,
  Tier,
} from './events.ts'
import { happen } from './world.ts'
import type { World } from './world.ts'

/** A generator of numbers in [0, 1), the same for the same seed (mulberry32). */
export type Random = () => number

export function randomFrom(seed: number): Random {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** A company being told: its log so far, and what it looks like now. */
export type Story = {
  readonly random: Random
  readonly world: World
  readonly events: AuthorityEvent[]
}

/** The instant around which every time in a scenario lies, in ms since 1970. */
export const NOON = Date.UTC(2026, 2, 29, 12)
const STEP = 60_000
export const DEPTH_MAX = 6

export const features: readonly PermissionKey[] = [
  'msg.dm',
  'file.download',
  'resource.write',
  'org.directory.view',
  'audit.self.view',
  'request.submit',
]
export const offices: readonly PermissionKey[] = [
  'org.member.edit',
  'org.member.disable',
  'org.dept.edit',
  'perm.view',
  'perm.grant',
  'admin.assign',
  'admin.revoke',
  'admin.delegate',
  'admin.assign.super',
  'creator.transfer',
  'sys.org.found',
]

/** Random questions about a company: known and unknown members, permissions and targets, at and around its times. */
export const questionsAbout = (story: Story, count: number): readonly Question[] =>
  Array.from({ length: count }, () => ({
    memberId: rarely(story, 0.02) ? newIdOf(story) : (memberOf(story) ?? newIdOf(story)),
    permission: anyKey(story),
    target: anyTarget(story),
    at: anyInstant(story),
  }))

/** Any permission of those the scenarios use. */
export const anyKey = (story: Story): PermissionKey =>
  pick(story, rarely(story, 0.6) ? features : offices) ?? 'msg.dm'

/** Any instant on or beside a boundary of the scenarios. */
export const anyInstant = (story: Story): number => NOON + (below(story, 9) - 4) * STEP + below(story, 3) - 1

/** Any target of the company, sometimes one that is not there. */
export function anyTarget(story: Story): Target {
  const { world } = story
  const kind = below(story, 10)
  if (kind === 0) return { type: 'workspace' }
  if (kind < 3) return { type: 'department', id: departmentOf(story) ?? newIdOf(story) }
  if (kind < 7) return { type: 'member', id: memberOf(story) ?? newIdOf(story) }
  const resource = rarely(story, 0.95) ? pick(story, [...world.resources.keys()]) : undefined
  return {
    type: 'resource',
    ...(resource === undefined ? { kind: 'external', id: 'nowhere' } : resourceOf(resource)),
  }
}

export function tell(story: Story, event: AuthorityEvent): void {
  story.events.push(event)
  happen(story.world, event)
}

export const below = (story: Story, count: number): number => Math.floor(story.random() * count)
export const rarely = (story: Story, chance: number): boolean => story.random() < chance
export const pick = <T>(story: Story, list: readonly T[]): T | undefined => list[below(story, list.length)]

export function some<T>(story: Story, list: readonly T[], most: number): readonly T[] {
  const wanted = below(story, most + 1)
  return list.filter(() => story.random() < wanted / Math.max(1, list.length)).slice(0, most)
}

/** A random id in the form of a UUIDv7. */
export function newIdOf({ random }: Pick<Story, 'random'>): string {
  const hex = (digits: number): string =>
    Array.from({ length: digits }, () => Math.floor(random() * 16).toString(16)).join('')
  return `0195d0c0-${hex(4)}-7${hex(3)}-8${hex(3)}-${hex(12)}`
}

export const departmentOf = ({ world, random }: Story): string | undefined => {
  const ids = [...world.parents.keys()]
  return ids[Math.floor(random() * ids.length)]
}

export const memberOf = (story: Story): string | undefined => pick(story, [...story.world.statuses.keys()])
export const positionOf = (story: Story): string | undefined => pick(story, [...story.world.positions])
export const groupOf = (story: Story): string | undefined => pick(story, [...story.world.groups.keys()])

export function resourceOf(key: string): { readonly kind: string; readonly id: string } {
  const space = key.indexOf(' ')
  return { kind: key.slice(0, space), id: key.slice(space + 1) }
}

export function anyTerms(story: Story): Terms {
  const instant = (): string | null =>
    rarely(story, 0.6) ? null : new Date(NOON + (below(story, 9) - 4) * STEP).toISOString()
  return { from: instant(), until: instant() }
}

/** An instant some steps after another one. */
export const laterThan = (story: Story, instant: string): string =>
  new Date(Date.parse(instant) + (1 + below(story, 4)) * STEP).toISOString()

export function anyScope(story: Story): Scope {
  const kind = below(story, 10)
  if (kind < 3) return { type: 'workspace' }
  if (kind < 5) return { type: 'own-department' }
  const resource = pick(story, [...story.world.resources.keys()])
  if (kind < 7 && resource !== undefined) return { type: 'resource', ...resourceOf(resource) }
  return { type: 'departments', ids: some(story, [...story.world.parents.keys()], 3) }
}

export function anySubject(story: Story): Subject {
  const kind = below(story, 8)
  const id = [groupOf, positionOf, departmentOf][kind]?.(story)
  const type = (['group', 'position', 'department'] as const)[kind]
  if (id !== undefined && type !== undefined) return { type, id }
  const memberId = memberOf(story)
  return kind < 7 && memberId !== undefined ? { type: 'member', id: memberId } : { type: 'everyone' }
}

export function anyRight(story: Story): Right {
  const role = pick(story, [...story.world.roles.keys()])
  return role !== undefined && rarely(story, 0.4)
    ? { type: 'role', id: role }
    : { type: 'permission', key: anyKey(story) }
}

export const anyCeiling = (story: Story): Ceiling => ({
  permissions: some(story, features, 4),
  reach: anyScope(story),
})

export function appoint(story: Story, memberId: string, tier: Tier, appointedBy: string | null): void {
  const permissions = tier === 'scoped' ? some(story, offices, 6) : []
  const scope: Scope = tier === 'scoped' ? anyScope(story) : { type: 'workspace' }
  const terms = tier === 'creator' ? { from: null, until: null } : anyTerms(story)
  tell(story, {
    name: 'administrator.appointed@1',
    data: {
      administratorId: newIdOf(story),
      memberId,
      tier,
      permissions,
      scope,
      ceiling: anyCeiling(story),
      appointedBy,
      ...terms,
    },
  })
}

// True while a rule or seat still names a thing: then its removal is no valid event.
export const isSpokenOf = ({ world }: Story, id: string): boolean =>
  JSON.stringify([
    [...world.grants.values()],
    [...world.restrictions.values()],
    [...world.seats.values()],
  ]).includes(JSON.stringify(id))

export function depthOf({ world }: Story, departmentId: string): number {
  let depth = 0
  for (let at = world.parents.get(departmentId) ?? null; at !== null; at = world.parents.get(at) ?? null)
    depth++
  return depth
}

export function isInside({ world }: Story, inner: string, outer: string): boolean {
  for (let at: string | null = inner; at !== null; at = world.parents.get(at) ?? null)
    if (at === outer) return true
  return false
}

/** Whether one group is the other or lies inside it, at any depth. */
export function isGroupInside(story: Story, inner: string, outer: string): boolean {
  const nested = [...(story.world.nested.get(outer) ?? [])]
  return inner === outer || nested.some((id) => isGroupInside(story, inner, id))
}
