import { peopleAmong, peopleEach } from '@hufu/authority'
import type { PermissionKey, Right } from '@hufu/authority'
import type { RoleView } from '@hufu/contract'
import type { Reading } from '../../platform/http/index.ts'
import { subjectOf } from './commands/grants.ts'
import { namesWanted, subjectLabel } from './names.ts'
import { holdersOfRoles, linesOfRole, roles, rulesByIds } from './store.ts'
import type { RoleLine } from './store.ts'
import { showGrants, showRestrictions } from './views.ts'
import type { Shown } from './views.ts'

/** Permissions of roles by id. */
export type RoleKeys = ReadonlyMap<string, readonly PermissionKey[]>

/** The permissions a right stands for. */
export const permissionKeysOf = (roleKeys: RoleKeys, right: Right): readonly PermissionKey[] =>
  right.type === 'permission' ? [right.key] : (roleKeys.get(right.id) ?? [])

/** The living roles with their holders, in the order in which they were made. */
export async function rolesView(reading: Reading): Promise<{ items: RoleView[] }> {
  const { db, workspaceId, facts } = reading
  const holders = await holdersOfRoles(db, workspaceId)
  const items = (await roles(db, workspaceId)).map(({ id, name, slug, permissions }) => {
    const held = holders.filter(({ roleId }) => roleId === id)
    const given = held.filter(({ kind }) => kind === 'grant')
    return {
      id,
      name,
      builtIn: slug !== null,
      permissions: [...permissions],
      holders: held.reduce((sum, { rules }) => sum + rules, 0),
      people: peopleAmong(facts, given.map(subjectOf)),
    }
  })
  return { items }
}

type Asked = {
  readonly search?: string | undefined
  readonly cursor?: string | undefined
  readonly limit: number
}

/** A page of the grants and restrictions by which a role is held or taken, first given first. */
export async function roleHoldersView(shown: Shown, roleId: string, { search, cursor, limit }: Asked) {
  const { db, workspaceId, facts } = shown.reading
  const lines = await linesOfRole(db, workspaceId, roleId)
  const found = await named(shown, lines, search ?? '')
  const from = cursor === undefined ? 0 : found.filter(({ id }) => id <= cursor).length
  const ids = found.slice(from, from + limit).map(({ id }) => id)
  const { grants, restrictions } = await rulesByIds(db, workspaceId, ids)
  const views = [
    ...(await showGrants(shown, grants)).map((view) => ({ view, kind: 'grant' as const })),
    ...(await showRestrictions(shown, restrictions)).map((view) => ({ view, kind: 'restriction' as const })),
  ].toSorted((a, b) => (a.view.id < b.view.id ? -1 : 1))
  const people = peopleEach(
    facts,
    views.map(({ view }) => view.subject),
  )
  return {
    items: views.map(({ kind, view: { id, subject, scope, until, because } }, at) => ({
      id,
      kind,
      subject,
      scope,
      people: people[at] ?? 0,
      until,
      because,
    })),
    next: from + limit < found.length ? (ids.at(-1) ?? null) : null,
    total: found.length,
    restricts: lines.some(({ kind }) => kind === 'restriction'),
  }
}

// Names live in another room, so what a search leaves is decided here; full rows are read of one page only.
async function named(
  { reading, names, locale }: Shown,
  lines: readonly RoleLine[],
  search: string,
): Promise<readonly RoleLine[]> {
  if (search === '') return lines
  const scope = { type: 'workspace' } as const
  const wanted = namesWanted(lines.map((line) => ({ subject: subjectOf(line), scope, people: [] })))
  const known = await names(reading.db, reading.workspaceId, wanted)
  const folded = search.toLowerCase()
  return lines.filter((line) => subjectLabel(subjectOf(line), known, locale).toLowerCase().includes(folded))
}
