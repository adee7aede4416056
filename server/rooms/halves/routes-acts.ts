import type { Target } from '@hufu/authority'
import { ACTS_SHOWN_MS, contract } from '@hufu/contract'
import type { CriticalAct } from '@hufu/contract'
import { refuse } from '@hufu/kit'
import { may } from '../../platform/http/index.ts'
import type { Call, Doors } from '../../platform/http/index.ts'
import { provedRevisions, readRevisions } from '../../platform/ledger/index.ts'
import type { Query } from '../../platform/ledger/index.ts'
import type { Names } from '../authority/index.ts'
import { ENTRIES_EACH, criticalIn, takeBack } from './taking-back.ts'
import type { Undoes } from './taking-back.ts'
import { undoOfProtection, undoes } from './undo.ts'
import type { ChooseProtection } from './undo.ts'
import { showActs } from './views-acts.ts'

const routes = contract.criticalActs
const company: Target = { type: 'workspace' }
const LIST_LIMIT = 20

/** What this room needs to show what was done and undo it: the ledger, and what people are called. */
export type ActsParts = {
  readonly pool: Query
  readonly names: Names
  /** Without it, what was chosen of protection is not on the list. */
  readonly chooseProtection?: ChooseProtection
}

/** Registers the doors of critical acts lately done. */
export function criticalActRoutes(doors: Doors, { pool, names, chooseProtection }: ActsParts): void {
  const all: Undoes = {
    ...undoes,
    ...(chooseProtection === undefined ? {} : undoOfProtection(chooseProtection)),
  }

  doors.handle(routes.list, async (call) => {
    may(call.reading, 'audit.admin.view', company)
    return listed(call, { pool, names, all })
  })
  doors.handle(routes.revert, async (call) => {
    const { applied } = await call.perform(
      'authority',
      'acts.take-back',
      (act) => takeBack(act, all, { ...call.params, ...call.body }),
      { batch: true },
    )
    return { applied }
  })
}

type Parts = Pick<ActsParts, 'pool' | 'names'> & { readonly all: Undoes }

async function listed(
  { reading, locale, query }: Pick<Call<typeof routes.list>, 'reading' | 'locale' | 'query'>,
  { pool, names, all }: Parts,
): Promise<{ items: CriticalAct[]; next: string | null }> {
  const { workspaceId, at } = reading
  const { limit = LIST_LIMIT, cursor } = query
  const revisions = await provedRevisions(pool, {
    workspaceId,
    events: Object.keys(all),
    since: new Date(at - ACTS_SHOWN_MS),
    before: beforeOf(cursor),
    limit: limit + 1,
  })
  const some = revisions.slice(0, limit)
  const entries = await readRevisions(pool, workspaceId, { revisions: some, each: ENTRIES_EACH })
  const items = await showActs({ reading, locale, names, pool }, criticalIn(all, entries))
  return { items: [...items], next: revisions.length > limit ? String(some.at(-1)) : null }
}

function beforeOf(cursor: string | undefined): number | null {
  if (cursor === undefined) return null
  const before = Number(cursor)
  if (!Number.isSafeInteger(before) || before < 0) throw refuse('request/invalid', { field: 'cursor' })
  return before
}
