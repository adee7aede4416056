import {
  administratorsOf,
  decide,
  innate,
  liveGrants,
  liveRestrictions,
  ownGroupsOf,
  permission,
  permissions,
  suspendedGrants,
} from '@hufu/authority'
import type { CatalogueEntry, PermissionKey } from '@hufu/authority'
import type { Can, PermissionProfile } from '@hufu/contract'
import { can } from '../../platform/http/index.ts'
import type { Reading } from '../../platform/http/index.ts'
import { actorLabel, namesWanted, say, scopeLabel, subjectLabel } from './names.ts'
import { subjectOf } from './commands/grants.ts'
import { lifeOf } from './lives.ts'
import { isoOf } from './rule.ts'
import { openSeats, restrictionsForList, roles, rulesByIds } from './store.ts'
import type { GrantRow, RestrictionRow } from './store.ts'
import { keysOfRule, showRestrictions, showSeats, tierWord } from './views.ts'
import type { Shown } from './views.ts'
import { driftOf, holdsPosition, roleKeysIn } from './templates.ts'
import { lostBy } from './lost.ts'

type HeldRight = PermissionProfile['rights'][number]
type Source = HeldRight['sources'][number]

/** Who the person is, from the room that knows people. */
export type PersonView = {
  readonly name: string
  readonly status: PermissionProfile['status']
  readonly departments: readonly string[]
}

const RULES_MAX = 500

/** The permission profile of a person: every enforced right, whether it is theirs now, and every fact behind it. */
export async function profileOf(
  shown: Shown,
  memberId: string,
  person: PersonView,
): Promise<PermissionProfile> {
  const { reading } = shown
  const entries = permissions.filter(({ state, key }) => state === 'enforced' && key !== 'sys.org.found')
  const sources = await sourcesFor(shown, memberId, entries)
  const restrictions = await restrictionsForList(reading.db, reading.workspaceId, {
    memberId,
    ended: false,
    limit: RULES_MAX,
  })
  const seats = await openSeats(reading.db, reading.workspaceId, memberId)
  return {
    memberId,
    name: person.name,
    status: person.status,
    tier: tierWord(reading, memberId),
    departments: [...person.departments],
    rights: entries.map((entry) => heldRight(reading, memberId, entry, sources)),
    restrictions: await showRestrictions(shown, restrictions),
    administrators: await showSeats(shown, seats),
    lost: await lostBy(shown, memberId),
    drift: await driftFor(shown, memberId),
    revision: reading.facts.revision,
  }
}

async function driftFor(shown: Shown, memberId: string): Promise<PermissionProfile['drift']> {
  const { facts, at } = shown.reading
  if (!holdsPosition(facts, memberId)) return null
  const drift = driftOf(facts, await roleKeysIn(shown), memberId, at)
  return drift === null ? null : { extra: [...drift.extra], missing: [...drift.missing] }
}

function heldRight(
  reading: Reading,
  memberId: string,
  entry: CatalogueEntry,
  { giving, suspended }: Sources,
): HeldRight {
  const sources = giving(entry)
  const verdict = verdictOf(reading, memberId, entry)
  return {
    key: entry.key,
    module: entry.module,
    allowed: verdict.allowed,
    because: verdict.because,
    sources,
    suspended: suspended(entry),
    can: mayChange(reading, memberId, entry, sources),
  }
}

/** Whether a right is somebody's at all: asked at the company, or anywhere its sources reach. */
function verdictOf(reading: Reading, memberId: string, { key, kind, scope }: CatalogueEntry): Can {
  const at = reading.at
  const target =
    scope === 'self' && innate.includes(key)
      ? ({ type: 'member', id: memberId } as const)
      : ({ type: 'workspace' } as const)
  const decision = decide(reading.facts, { memberId, permission: key, target, at })
  if (
    decision.allowed ||
    (decision.because !== 'authority/out-of-scope' && decision.because !== 'authority/higher-tier')
  )
    return decision
  const somewhere = kind === 'feature' ? liveGrants(reading.facts, memberId, key, at).length > 0 : true
  const restricted = liveRestrictions(reading.facts, memberId, key, at).length > 0
  return {
    allowed: somewhere && !restricted,
    because: restricted ? 'authority/restricted' : decision.because,
  }
}

function mayChange(
  reading: Reading,
  memberId: string,
  { key, kind }: CatalogueEntry,
  sources: readonly Source[],
): HeldRight['can'] {
  const member = { type: 'member', id: memberId } as const
  const no = (because: string): Can => ({ allowed: false, because })
  if (innate.includes(key)) return { give: no('authority/innate'), takeBack: no('authority/innate') }
  const held = sources.some((source) => source.kind !== 'restriction')
  const asked =
    kind === 'administration'
      ? (['admin.assign', 'admin.revoke'] as const)
      : (['perm.grant', 'perm.restrict'] as const)
  return {
    give: can(reading, asked[0], member),
    takeBack: held ? can(reading, asked[1], member) : no('authority/nothing-to-take'),
  }
}

type Sources = Readonly<Record<'giving' | 'suspended', (entry: CatalogueEntry) => Source[]>>

async function sourcesFor(
  shown: Shown,
  memberId: string,
  entries: readonly CatalogueEntry[],
): Promise<Sources> {
  const { reading } = shown
  const at = reading.at
  const resting = new Map(
    entries.map(({ key }) => [key, suspendedGrants(reading.facts, memberId, key, at)] as const),
  )
  const byKey = new Map(
    entries.map(
      ({ key }) =>
        [
          key,
          [
            ...liveGrants(reading.facts, memberId, key, at),
            ...liveRestrictions(reading.facts, memberId, key, at),
          ],
        ] as const,
    ),
  )
  const ids = [...new Set([...byKey.values(), ...resting.values()].flat())]
  const { grants, restrictions } = await rulesByIds(reading.db, reading.workspaceId, ids)
  const describe = await describer(shown, memberId, [...grants, ...restrictions])
  const known = new Map<string, Source>([
    ...grants.map((row) => [row.id, describe(row, row)] as const),
    ...restrictions.map((row) => [row.id, describe(row, null)] as const),
  ])
  const seats = await seatSources(shown, memberId)
  const named = (list: readonly string[] = []): Source[] => list.flatMap((id) => known.get(id) ?? [])
  return {
    giving: ({ key, kind }) => [
      ...named(byKey.get(key)),
      ...(kind === 'feature' ? innateSource(shown, memberId, key) : seats(key)),
    ],
    suspended: ({ key }) => named(resting.get(key)),
  }
}

function innateSource({ locale }: Shown, memberId: string, key: PermissionKey): Source[] {
  if (!innate.includes(key)) return []
  const label = say(locale, '成员身份自带，任何人不可收回', 'Comes with being a member; nobody can take it')
  return [
    {
      kind: 'status',
      id: memberId,
      label,
      scope: say(locale, '本人', 'Oneself'),
      since: null,
      until: null,
      by: '',
      reason: '',
      ...fixed,
      life: null,
    },
  ]
}

async function describer(
  { reading, names, locale }: Shown,
  memberId: string,
  rows: readonly (RestrictionRow | GrantRow)[],
) {
  const wanted = namesWanted(
    rows.map((row) => ({
      subject: subjectOf(row),
      scope: row.scope,
      people: [row.givenBy, 'suspendedBy' in row ? row.suspendedBy : null],
    })),
  )
  const [known, roleRows] = await Promise.all([
    names(reading.db, reading.workspaceId, wanted),
    roles(reading.db, reading.workspaceId),
  ])
  const roleNames = new Map(roleRows.map(({ id, name }) => [id, name]))
  const nameOf = (actor: string): string => actorLabel(actor, known, locale)
  return (row: RestrictionRow, grant: GrantRow | null): Source => {
    const source = grant?.source ?? null
    const through =
      row.subjectType === 'member'
        ? say(locale, '直接', 'Direct')
        : subjectLabel(subjectOf(row), known, locale)
    const role =
      row.roleId === null
        ? ''
        : ` · ${say(locale, '角色', 'role')} ${roleNames.get(row.roleId) ?? row.roleId}`
    const base =
      source === 'baseline'
        ? say(locale, '基线', 'Baseline')
        : grant === null
          ? say(locale, '限制', 'Restriction')
          : through
    return {
      kind: grant === null ? 'restriction' : 'grant',
      id: row.id,
      label: source === 'baseline' || grant === null ? `${base} · ${through}${role}` : `${base}${role}`,
      scope: scopeLabel(row.scope, known, locale),
      since: isoOf(row.fromAt ?? row.givenAt),
      until: isoOf(row.untilAt),
      by: nameOf(row.givenBy),
      reason: row.because,
      ...(grant === null ? fixed : pathOf(reading, memberId, row)),
      life: grant === null ? null : lifeOf(reading, grant, keysOfRule(grant, roleRows), nameOf),
    }
  }
}

type Way = Pick<Source, 'path' | 'remove'>
/** What cannot end for one person alone. */
const fixed: Way = { path: 'other', remove: { allowed: false, because: 'authority/path-stays' } }

/** By which kind of path a grant gives, and whether the reader may end that for this person. */
function pathOf(reading: Reading, memberId: string, row: RestrictionRow): Way {
  const subject = subjectOf(row)
  if (subject.type === 'member')
    return {
      path: row.permission === null ? 'role' : 'direct',
      remove: can(reading, 'perm.revoke', subject),
    }
  if (subject.type !== 'group' || !ownGroupsOf(reading.facts, memberId).includes(subject.id)) return fixed
  const group = { type: 'resource', kind: 'group', id: subject.id } as const
  return { path: 'group', remove: can(reading, 'org.usergroup.manage', group) }
}

async function seatSources(
  { reading, names, locale }: Shown,
  memberId: string,
): Promise<(key: PermissionKey) => Source[]> {
  const live = new Set(
    administratorsOf(reading.facts, memberId).map(({ administratorId }) => administratorId),
  )
  const rows = (await openSeats(reading.db, reading.workspaceId, memberId)).filter(({ id }) => live.has(id))
  const wanted = namesWanted(
    rows.map((row) => ({
      subject: { type: 'member', id: memberId },
      scope: row.scope,
      people: row.appointedBy === null ? [] : [`member:${row.appointedBy}`],
    })),
  )
  const known = await names(reading.db, reading.workspaceId, wanted)
  const tiers = {
    creator: say(locale, '创建者', 'Creator'),
    super: say(locale, '超级管理员', 'Super administrator'),
    scoped: say(locale, '分级管理员', 'Scoped administrator'),
  }
  return (key) =>
    rows
      .filter(({ tier, permissions: keys }) => tier !== 'scoped' || keys.includes(key))
      .filter(({ tier }) => tier === 'creator' || !permission(key).creatorOnly)
      .map((row) => ({
        kind: 'administrator' as const,
        id: row.id,
        label: tiers[row.tier],
        scope: scopeLabel(row.scope, known, locale),
        since: isoOf(row.fromAt ?? row.appointedAt),
        until: isoOf(row.untilAt),
        by:
          row.appointedBy === null
            ? actorLabel('system:setup', known, locale)
            : (known.get(row.appointedBy) ?? row.appointedBy),
        reason: row.because,
        ...fixed,
        life: null,
      }))
}
