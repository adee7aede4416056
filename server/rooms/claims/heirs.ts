import type { Act } from '../../platform/act/index.ts'
import type { Where } from '../holdings/index.ts'
import type { heirsOf } from '../transfer/index.ts'

/** What this room needs of the one that knows how the seat of the creator goes over. */
export type Heirs = ReturnType<typeof heirsOf>

export const whereOf = (act: Act): Where => ({ db: act.tx, workspaceId: act.workspaceId })
