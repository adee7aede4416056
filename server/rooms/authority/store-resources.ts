import type { Selectable } from 'kysely'
import type { Act, Tally } from '../../platform/act/index.ts'
import { on, workspaceOf } from './tables-on.ts'
import type { Db } from './tables-on.ts'
import type { AuthorityTables } from './tables.ts'

/** Registers an external resource; false where one of this kind and id is there already. */
export async function insertResource(
  tally: Tally<'resource.manage'>,
  resource: { kind: string; id: string; name: string; departmentId: string | null },
): Promise<boolean> {
  const placed = await on(tally.tx)
    .insertInto('externalResource')
    .values({ workspaceId: workspaceOf(tally), ...resource, placedAt: tally.at })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return placed.numInsertedOrUpdatedRows === 1n
}

/** Forgets an external resource. */
export async function deleteResource(
  tally: Tally<'resource.manage'>,
  kind: string,
  id: string,
): Promise<void> {
  await on(tally.tx)
    .deleteFrom('externalResource')
    .where('workspaceId', '=', workspaceOf(tally))
    .where('kind', '=', kind)
    .where('id', '=', id)
    .execute()
}

/** Reads an external resource and keeps it from changing until the transaction ends. */
export async function lockResource(
  act: Act,
  kind: string,
  id: string,
): Promise<Selectable<AuthorityTables['externalResource']> | undefined> {
  return on(act.tx)
    .selectFrom('externalResource')
    .selectAll()
    .where('workspaceId', '=', act.workspaceId)
    .where('kind', '=', kind)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
}

/** External resources for a list, by kind and id above the cursor. */
export async function resourcesForList(
  db: Db,
  workspaceId: string,
  filter: {
    readonly search?: string | undefined
    readonly after?: readonly [string, string] | undefined
    readonly limit: number
  },
) {
  let query = on(db).selectFrom('externalResource').selectAll().where('workspaceId', '=', workspaceId)
  if (filter.search !== undefined)
    query = query.where('name', 'ilike', `%${filter.search.replaceAll(/[\\%_]/g, (c) => `\\${c}`)}%`)
  if (filter.after !== undefined) {
    const [kind, id] = filter.after
    query = query.where((eb) =>
      eb.or([eb('kind', '>', kind), eb.and([eb('kind', '=', kind), eb('id', '>', id)])]),
    )
  }
  return query.orderBy('kind').orderBy('id').limit(filter.limit).execute()
}
