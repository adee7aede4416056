import { contract } from '@hufu/contract'
import { refuse } from '@hufu/kit'
import { may } from '../../../platform/http/index.ts'
import type { Call, Doors, Reading } from '../../../platform/http/index.ts'
import { readRefusals } from '../../../platform/ledger/index.ts'
import type { RefusalPlace } from '../../../platform/ledger/index.ts'
import { mayLookAt } from '../../authority/index.ts'
import { contest, decideContest } from './contest.ts'
import { restore } from './restore.ts'
import type { RevocationParts } from '../routes.ts'
import { findRevocation } from '../store.ts'
import type { RevocationRow } from '../store.ts'
import { lostBetween } from '../vectors.ts'
import { showAfter, showAttempts } from './views.ts'

const { revocations: routes } = contract
const LIST_LIMIT = 50

/** Registers the doors to what comes after a revocation. */
export function afterRoutes(doors: Doors, { node, names }: RevocationParts): void {
  doors.handle(routes.after, async (call) => {
    const row = await found(call.reading, call.params.revocationId)
    mayLookAt(call.reading, row.memberId)
    return showAfter({ reading: call.reading, locale: call.locale, names }, row)
  })
  doors.handle(routes.attempts, async (call) => {
    const { reading, query } = call
    const row = await found(reading, call.params.revocationId)
    may(reading, 'perm.view', { type: 'member', id: row.memberId })
    const limit = query.limit ?? LIST_LIMIT
    const entries = await readRefusals(node.pool, {
      workspaceId: row.workspaceId,
      memberId: row.memberId,
      since: row.at,
      permissions: [...new Set(lostBetween(row.before, row.after).map(({ permission }) => permission))],
      inactive: row.what === 'suspension' || row.what === 'departure',
      before: placeIn(query.cursor),
      limit: limit + 1,
    })
    const last = entries.length > limit ? entries[limit - 1] : undefined
    return {
      items: showAttempts(entries.slice(0, limit)),
      next: last === undefined ? null : `${last.at}-${last.index}`,
    }
  })
  doors.handle(routes.contest, async (call) => {
    const { applied } = await call.perform('authority', 'revocations.contest', (act) =>
      contest(act, { ...call.params, ...call.body }),
    )
    return { applied }
  })
  doors.handle(routes.decideContest, async (call) => {
    const { result, applied } = await call.perform('authority', 'revocations.decide-contest', (act) =>
      decideContest(act, { ...call.params, ...call.body }),
    )
    return { ...result, applied }
  })
  doors.handle(routes.restore, (call) => restoring(call, { ...call.params, ...call.body }))
}

async function restoring(call: Pick<Call, 'perform'>, input: Parameters<typeof restore>[1]) {
  const { result, applied } = await call.perform(
    'authority',
    'revocations.restore',
    (act) => restore(act, input),
    {
      batch: true,
    },
  )
  return { items: [...result.items], applied }
}

async function found({ db, workspaceId }: Reading, id: string): Promise<RevocationRow> {
  const row = await findRevocation(db, { workspaceId, id })
  if (row === undefined) throw refuse('revocation/not-found')
  return row
}

/** Where a page begins: `milliseconds-index` of the last one shown. */
function placeIn(cursor: string | undefined): RefusalPlace | null {
  if (cursor === undefined) return null
  const [at = NaN, index = NaN] = cursor.split('-').map(Number)
  if (!Number.isSafeInteger(at) || !Number.isSafeInteger(index) || at < 0 || at > 8.64e15)
    throw refuse('request/invalid', { field: 'cursor' })
  return { at, index }
}
