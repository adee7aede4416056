import type { Kysely } from 'kysely'
import type { Tally } from '../../platform/act/index.ts'
import type { PlatformTables } from '../../platform/feed/index.ts'
import type { AuthorityTables } from './tables.ts'

export type Db = Kysely<PlatformTables>

/** The same connection, knowing this room's tables too. */
export const on = (db: Db) => db.$extendTables<AuthorityTables>()
export const workspaceOf = (tally: Tally): string => tally.act.workspaceId
