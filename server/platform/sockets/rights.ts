import { permission, heldRights } from '@hufu/authority'
import type { Ability, Facts, Held, PermissionKey } from '@hufu/authority'
import type { ServerFrame } from '@hufu/contract'
import { isAuthorityEvent } from '../feed/index.ts'
import type { FeedEvent } from '../feed/index.ts'
import type { Locale } from '../http/index.ts'

/** What somebody holds, by permission: enforced ones only, and only what was given or appointed. */
export type Abilities = ReadonlyMap<PermissionKey, Ability>

/** A permission that somebody lost or gained somewhere, with the facts by which: their ids stand in the events. */
export type Change = { readonly key: PermissionKey; readonly by: ReadonlySet<string> }

/** Everything a member holds at an instant (ms since 1970). What comes with being a member is not given and not lost. */
export function abilitiesAt(facts: Facts, memberId: string, at: number): Abilities {
  const held = heldRights(facts, memberId, at).flatMap(
    (ability): readonly (readonly [PermissionKey, Ability])[] => {
      const by = ability.by.filter(({ reason }) => reason.kind === 'grant' || reason.kind === 'administrator')
      if (by.length === 0 || permission(ability.permission).state !== 'enforced') return []
      return [[ability.permission, shared({ ...ability, by })]]
    },
  )
  return new Map(held)
}

// Most members hold most things by the same grants: equal abilities are kept once.
const abilities = new Map<string, Ability>()
const ABILITIES_MAX = 50_000

function shared(ability: Ability): Ability {
  const text = JSON.stringify(ability)
  const known = abilities.get(text)
  if (known !== undefined) return known
  if (abilities.size >= ABILITIES_MAX) abilities.clear()
  abilities.set(text, ability)
  return ability
}

/** What was lost and gained between two moments. Losing one of several ways to the same thing is no loss. */
export function compareAbilities(
  before: Abilities,
  after: Abilities,
): { readonly lost: readonly Change[]; readonly gained: readonly Change[] } {
  const lost: Change[] = []
  const gained: Change[] = []
  for (const key of new Set([...before.keys(), ...after.keys()])) {
    const [old, now] = [before.get(key), after.get(key)]
    if (old === now) continue
    const change = { key, by: differing(old, now) }
    if (isNarrower(now, old)) lost.push(change)
    else if (isNarrower(old, now)) gained.push(change)
  }
  return { lost, gained }
}

const differing = (a: Ability | undefined, b: Ability | undefined): ReadonlySet<string> => {
  const ids = (ability: Ability | undefined): ReadonlySet<string> =>
    new Set([...(ability?.by ?? []), ...(ability?.except ?? [])].map(({ reason }) => reason.id))
  const [left, right] = [ids(a), ids(b)]
  return new Set([...left, ...right].filter((id) => left.has(id) !== right.has(id)))
}

const everywhere = (held: readonly Held[]): boolean => held.some(({ reach }) => reach.type === 'workspace')
const reaches = (held: readonly Held[]): ReadonlySet<string> =>
  new Set(held.map(({ reach }) => JSON.stringify(reach)))

const within = (some: ReadonlySet<string>, all: ReadonlySet<string>): boolean =>
  [...some].every((one) => all.has(one))

// Some place where `b` reaches and `a` no longer does: fewer places given, or more places taken out.
function isNarrower(a: Ability | undefined, b: Ability | undefined): boolean {
  if (b === undefined || isShut(b)) return false
  if (a === undefined || isShut(a)) return true
  const given = everywhere(a.by) ? false : everywhere(b.by) || !within(reaches(b.by), reaches(a.by))
  return given || !within(reaches(a.except), reaches(b.except))
}

const isShut = ({ except }: Ability): boolean => everywhere(except)

// What gives and takes rights by where somebody stands, without an id that the ability would name.
const standings = /^(member|role|group|department|appointment|position|creator)\./

/**
 * The event that explains a change: the one that names a fact by which it differs, else one that moved the member or
 * what their rights hang on. `undefined`: time alone.
 */
export function causeOf(
  change: Change,
  memberId: string,
  events: readonly FeedEvent[],
): FeedEvent | undefined {
  const names = (event: FeedEvent, wanted: (value: string) => boolean): boolean =>
    Object.values(event.data as Readonly<Record<string, unknown>>)
      .flat()
      .some((value) => typeof value === 'string' && wanted(value))
  const about = events.filter(({ event }) => standings.test(event))
  return (
    events.findLast((event) => names(event, (value) => change.by.has(value))) ??
    about.findLast((event) => names(event, (value) => value === memberId)) ??
    about.findLast((event) => !event.event.startsWith('member.'))
  )
}

type Told = Extract<ServerFrame, { type: 'rights' }>['lost'][number]

/** What a change says to the member, in their language. Without a cause a time has come or gone. */
export function toldOf(
  change: Change,
  kind: 'lost' | 'gained',
  cause: FeedEvent | undefined,
  by: string,
  locale: Locale,
): Told {
  const zh = locale === 'zh-CN'
  const name = permission(change.key)[zh ? 'zh' : 'en']
  const because = cause?.sealed['because'] ?? ''
  const reason = because === '' ? '' : zh ? `，原因：${because}` : `: ${because}`
  return {
    key: change.key,
    because,
    by,
    words: `${sentence(name, kindOf(kind, cause), cause === undefined ? '' : by, zh)}${reason}`,
  }
}

type How = 'lost' | 'gained' | 'suspended' | 'resumed'

function kindOf(kind: 'lost' | 'gained', cause: FeedEvent | undefined): How {
  if (kind === 'lost' && cause?.event === 'grant.suspended@1') return 'suspended'
  return kind === 'gained' && cause?.event === 'grant.resumed@1' ? 'resumed' : kind
}

function sentence(name: string, kind: How, by: string, zh: boolean): string {
  if (kind === 'suspended') return zh ? `“${name}”权限已由 ${by} 暂停` : `“${name}” was suspended by ${by}`
  if (kind === 'resumed') return zh ? `${by} 恢复了你的“${name}”权限` : `${by} resumed “${name}” for you`
  if (by === '') {
    if (zh) return kind === 'lost' ? `“${name}”权限已到期` : `“${name}”权限已生效`
    return kind === 'lost' ? `“${name}” has run out` : `“${name}” is now in force`
  }
  if (zh) return kind === 'lost' ? `“${name}”权限已由 ${by} 收回` : `${by} 授予了你“${name}”权限`
  return kind === 'lost' ? `“${name}” was taken back by ${by}` : `${by} gave you “${name}”`
}

/** Events that change nobody's rights by themselves: something new that nothing speaks of yet, or words. */
const idle = new Set([
  'department.created@1',
  'position.created@1',
  'group.created@1',
  'role.created@1',
  'resource.placed@1',
  'resource.removed@1',
])

/** Whose rights an event may have changed: members by name, those who hold something by a fact, or everybody. */
export type Touched =
  | { readonly type: 'members'; readonly ids: readonly string[] }
  | { readonly type: 'holders'; readonly fact: string }
  | { readonly type: 'everybody' }

const nobody: Touched = { type: 'members', ids: [] }

/** Whose rights an event may have changed. */
export function touchedBy({ event, data }: Pick<FeedEvent, 'event' | 'data'>): Touched {
  if (!isAuthorityEvent(event) || idle.has(event)) return nobody
  // What is resumed gives to people who hold nothing by it yet, and says no more of them than its id.
  if (event === 'grant.resumed@1') return { type: 'everybody' }
  // The ledger keeps these events in this form for ever: their names bear the version.
  const { memberId, subject, fromId, toId, ...facts } = data as {
    readonly memberId?: string
    /** Of the top seat that goes from one to another. */
    readonly fromId?: string
    readonly toId?: string
    readonly subject?: { readonly type: string; readonly id?: string }
    readonly grantId?: string
    readonly restrictionId?: string
    readonly administratorId?: string
  }
  if (memberId !== undefined) return { type: 'members', ids: [memberId] }
  if (fromId !== undefined && toId !== undefined) return { type: 'members', ids: [fromId, toId] }
  if (subject?.type === 'member' && subject.id !== undefined) return { type: 'members', ids: [subject.id] }
  const fact = facts.grantId ?? facts.restrictionId ?? facts.administratorId
  return subject === undefined && fact !== undefined ? { type: 'holders', fact } : { type: 'everybody' }
}

const factsOf = new WeakMap<Ability, ReadonlySet<string>>()

/** Whether something is held, or kept back, by a fact. */
export function rests(held: Abilities, fact: string): boolean {
  for (const ability of held.values()) {
    const known =
      factsOf.get(ability) ?? new Set([...ability.by, ...ability.except].map(({ reason }) => reason.id))
    factsOf.set(ability, known)
    if (known.has(fact)) return true
  }
  return false
}
