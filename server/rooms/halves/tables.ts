import type { ColumnType } from 'kysely'
import type { Proved, Wanted } from '../../platform/act/index.ts'
import type { KeptState } from './half.ts'

/** jsonb goes in as text and comes out parsed. */
type Json<T> = ColumnType<T, string, string>

/** The tables of migration 0021, as rows. */
export type HalvesTables = {
  half: {
    workspaceId: string
    id: string
    byId: string
    method: 'POST' | 'PUT' | 'PATCH' | 'DELETE'
    path: string
    body: string
    actHash: Buffer
    wanted: Json<readonly Wanted[]>
    because: string
    at: Date
    until: Date
    state: KeptState
    answeredBy: string | null
    answeredAt: Date | null
    answeredBecause: string | null
    proof: ColumnType<Proved | null, string | null, string | null>
  }
  actTakenBack: { workspaceId: string; revision: string; byId: string; because: string; at: Date }
}
