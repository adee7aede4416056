import { assert } from '@hufu/kit'
import type { VisibilityTerms } from '@hufu/contract'
import { sql } from 'kysely'
import type { Selectable } from 'kysely'
import { actorText } from '../../../platform/act/index.ts'
import type { Act, Tally } from '../../../platform/act/index.ts'
import { on, workspaceOf } from '../store.ts'
import type { Db } from '../store.ts'
import type { DirectoryTables } from '../tables.ts'
import type { Rule } from './projection.ts'

export type RuleRow = Selectable<DirectoryTables['visibilityRule']>
type Managing = Tally<'org.visibility.manage'>

/** The rules that stand, for a node's memory. */
export async function readStanding(db: Db, workspaceId: string): Promise<readonly Rule[]> {
  const rows = await on(db)
    .selectFrom('visibilityRule')
    .selectAll()
    .where('workspaceId', '=', workspaceId)
    .where('endedAt', 'is', null)
    .execute()
  return rows.map((row) => ({ id: row.id, terms: termsOf(row) }))
}

/** What a row says. The database checks that each kind has its parts. */
export function termsOf(row: RuleRow): VisibilityTerms {
  const { kind, viewers, fields, reach, list } = row
  switch (kind) {
    case 'hide':
      return { kind, about: placeOf(row), viewers: [...viewers] }
    case 'fields':
      return {
        kind,
        about: row.aboutType === 'everyone' ? { type: 'everyone' } : placeOf(row),
        fields,
        viewers: [...viewers],
      }
    case 'limit':
      assert(reach !== null, 'a limit has a reach')
      return { kind, about: { type: 'department', id: idOf(row) }, reach, list, viewers: [...viewers] }
    case 'shield':
      return { kind, about: { type: 'member', id: idOf(row) }, viewers: [...viewers] }
  }
}

function placeOf(row: RuleRow): { type: 'member' | 'department'; id: string } {
  assert(row.aboutType !== 'everyone', 'only fields are hidden of everyone')
  return { type: row.aboutType, id: idOf(row) }
}

function idOf({ aboutId }: RuleRow): string {
  assert(aboutId !== null, 'a rule about one thing names it')
  return aboutId
}

const columnsOf = (terms: VisibilityTerms) => ({
  kind: terms.kind,
  aboutType: terms.about.type,
  aboutId: terms.about.type === 'everyone' ? null : terms.about.id,
  fields: terms.kind === 'fields' ? terms.fields : [],
  reach: terms.kind === 'limit' ? terms.reach : null,
  list: JSON.stringify(terms.kind === 'limit' ? terms.list : []),
  viewers: JSON.stringify(terms.viewers),
})

/** Writes a new rule. */
export async function insertRule(tally: Managing, rule: Rule & { readonly because: string }): Promise<void> {
  const { id, terms, because } = rule
  const setBy = actorText(tally.act.actor)
  await on(tally.tx)
    .insertInto('visibilityRule')
    .values({ workspaceId: workspaceOf(tally), id, ...columnsOf(terms), because, setBy, setAt: tally.at })
    .execute()
}

/** Writes what a rule says from now on. */
export async function updateRule(tally: Managing, rule: Rule & { readonly because: string }): Promise<void> {
  const { id, terms, because } = rule
  await on(tally.tx)
    .updateTable('visibilityRule')
    .set({ ...columnsOf(terms), because, changedAt: tally.at })
    .where('workspaceId', '=', workspaceOf(tally))
    .where('id', '=', id)
    .execute()
}

/** Ends a rule; its row stays. */
export async function markEnded(tally: Managing, id: string, because: string): Promise<void> {
  await on(tally.tx)
    .updateTable('visibilityRule')
    .set({ endedAt: tally.at, endedBy: actorText(tally.act.actor), endedBecause: because })
    .where('workspaceId', '=', workspaceOf(tally))
    .where('id', '=', id)
    .execute()
}

/** Reads a rule and keeps it from changing. */
export async function lockRule(act: Act, id: string): Promise<RuleRow | undefined> {
  return on(act.tx)
    .selectFrom('visibilityRule')
    .selectAll()
    .where('workspaceId', '=', act.workspaceId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
}

export type RulesWanted = {
  readonly kind: RuleRow['kind'] | null
  readonly search: string
  readonly ended: boolean
  readonly before: string | null
  readonly limit: number
}

/** Rules for a list, newest first; `search` is looked for in the names of whom they are about. */
export async function rulesForList(
  db: Db,
  workspaceId: string,
  { kind, search, ended, before, limit }: RulesWanted,
): Promise<readonly RuleRow[]> {
  let query = on(db)
    .selectFrom('visibilityRule as r')
    .selectAll('r')
    .where('r.workspaceId', '=', workspaceId)
    .where('r.endedAt', ended ? 'is not' : 'is', null)
    .orderBy('r.id', 'desc')
    .limit(limit)
  if (kind !== null) query = query.where('r.kind', '=', kind)
  if (before !== null) query = query.where('r.id', '<', before)
  if (search !== '')
    query = query.where(sql<boolean>`exists (
      select 1 from member m where m.workspace_id = r.workspace_id and m.id = r.about_id and position(${search} in m.name_key) > 0
      union all
      select 1 from department d where d.workspace_id = r.workspace_id and d.id = r.about_id and position(${search} in d.name_key) > 0)`)
  return query.execute()
}
