/** How a thing stood before an act, as the ledger has it. */
import type { PermissionKey } from '@hufu/authority'
import { assert } from '@hufu/kit'
import type { Act } from '../../platform/act/index.ts'
import { readLastNaming } from '../../platform/ledger/index.ts'
import type { LedgerEntry, Naming } from '../../platform/ledger/index.ts'

/** One act to be taken back: its entry, and all entries of its revision. */
export type Undone = {
  readonly entry: LedgerEntry
  readonly beside: readonly LedgerEntry[]
  readonly because: string
}

/** A text of an entry's data. */
export function textIn(data: LedgerEntry['data'], field: string): string {
  const value = data[field]
  assert(typeof value === 'string', `the entry has a ${field}`)
  return value
}

/** The entry before an act that said how a thing stood; null when nobody had said anything. */
export const before = (
  { client, workspaceId }: Act,
  { revision }: LedgerEntry,
  events: readonly string[],
  thing: Naming['thing'],
): Promise<LedgerEntry | null> => readLastNaming(client, { workspaceId, events, thing }, revision)

async function ofRole(act: Act, entry: LedgerEntry, roleId: string, event: string): Promise<LedgerEntry> {
  const was = await before(act, entry, ['role.created@1', event], { field: 'roleId', id: roleId })
  assert(was !== null, 'a role was created before anything became of it')
  return was
}

/** What a role was called before an act. */
export async function roleNameBefore(act: Act, entry: LedgerEntry, roleId: string): Promise<string> {
  const { sealed } = await ofRole(act, entry, roleId, 'role.renamed@1')
  return sealed['name'] ?? ''
}

/** What a role held before an act. */
export async function roleKeysBefore(
  act: Act,
  entry: LedgerEntry,
  roleId: string,
): Promise<readonly PermissionKey[]> {
  const { data } = await ofRole(act, entry, roleId, 'role.changed@1')
  // Both events have these in this form for ever: their names bear the version.
  return data['permissions'] as readonly PermissionKey[]
}
