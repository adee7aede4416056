import type { Banner } from '@hufu/contract'
import type { Kysely } from 'kysely'
import type { Tally } from '../../platform/act/index.ts'
import type { PlatformTables } from '../../platform/feed/index.ts'
import type { Locale, Reading } from '../../platform/http/index.ts'

type Db = Kysely<PlatformTables>

/** What a person is called and where they work. */
export type Card = {
  readonly name: string
  readonly login: string
  readonly email: string | null
  readonly rootDepartmentId: string
  readonly departments: readonly { readonly id: string; readonly name: string }[]
}

/** What signing in needs of the room that knows people. */
export type People = {
  /** Finds a member by login or phone, whatever their status. */
  readonly find: (
    db: Db,
    workspaceId: string,
    loginOrPhone: string,
  ) => Promise<{ readonly id: string; readonly login: string } | null>
  readonly card: (db: Db, workspaceId: string, memberId: string) => Promise<Card | null>
  /** Makes the root department and the creator, and records them with the company itself. */
  readonly found: (
    tally: Tally<'sys.org.found'>,
    input: { readonly company: string; readonly creator: { readonly name: string; readonly login: string } },
  ) => Promise<{ readonly creatorId: string }>
  /** What stands on every page of whoever reads, told by rooms that come later. */
  readonly banners?: (reading: Reading, locale: Locale) => Promise<readonly Banner[]>
  /** An invited member has accepted: active from now on, recorded. */
  readonly activate: (tally: Tally, memberId: string) => Promise<void>
}

/** What signing in needs of the room that knows rights. */
export type Rights = {
  readonly found: (
    tally: Tally<'sys.org.found'>,
    creatorId: string,
    locale: 'zh-CN' | 'en-US',
  ) => Promise<void>
}
