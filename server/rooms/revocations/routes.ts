import { contract } from '@hufu/contract'
import type { Applied } from '@hufu/contract'
import { refuse } from '@hufu/kit'
import type { Act } from '../../platform/act/index.ts'
import { idBefore, may } from '../../platform/http/index.ts'
import type { Call, Doors, Reading } from '../../platform/http/index.ts'
import type { LedgerKey } from '../../platform/ledger/index.ts'
import { lookedAt, looksEverywhere, mayLookAt } from '../authority/index.ts'
import type { Names } from '../authority/index.ts'
import { keepBarrier } from './tries/applied.ts'
import type { Checking } from './tries/applied.ts'
import { verifyAgain } from './tries/checking.ts'
import { endGrantAndKeep, suspendAndKeep } from './leaving.ts'
import type { Depart } from './leaving.ts'
import { receiptOf } from './receipt.ts'
import { afterRoutes } from './after/routes.ts'
import { findRevocation, listRevocations } from './store.ts'
import type { RevocationFilter, RevocationRow } from './store.ts'
import type { TakeBack } from './taking.ts'
import { showLines, showRevocation } from './views.ts'

const { revocations: routes, directory, authority } = contract
const LIST_LIMIT = 50

/** What this room needs: the node and its verifier, what people are called, and the key that signs. */
export type RevocationParts = Checking & {
  readonly names: Names
  readonly depart: Depart
  readonly takeBack: TakeBack
  readonly key: LedgerKey
  /** Signs what has happened so far. */
  readonly sign: () => Promise<void>
}

/** Registers the doors of revocations. */
export function revocationRoutes(doors: Doors, parts: RevocationParts): void {
  const { names } = parts
  const query = parts.node.pool
  const shown = ({ reading, locale }: Pick<Call, 'reading' | 'locale'>) => ({ reading, locale, names })

  takingRoutes(doors, parts)
  afterRoutes(doors, parts)
  doors.handle(routes.list, async (call) => {
    const { limit = LIST_LIMIT, cursor, ...asked } = call.query
    const filter = { ...asked, before: idBefore(cursor), limit: limit + 1 }
    const rows = await visible(call.reading, filter)
    const items = await showLines(shown(call), rows.slice(0, limit))
    return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null }
  })
  doors.handle(routes.one, async (call) => {
    const row = await found(call.reading, call.params.revocationId)
    mayLookAt(call.reading, row.memberId)
    return showRevocation(shown(call), query, row)
  })
  doors.handle(routes.verify, async (call) => {
    const { result } = await call.perform('content', 'revocations.verify', (act) =>
      verifyAgain(act, call.params.revocationId),
    )
    return result
  })
  doors.handle(routes.receipt, async (call) => {
    const row = await found(call.reading, call.params.revocationId)
    may(call.reading, 'perm.receipt.view', { type: 'member', id: row.memberId })
    return receiptOf(parts, query, shown(call), row)
  })
}

/** Everything that takes something of one person: done, told to every node, and what they said of it kept. */
function takingRoutes(doors: Doors, parts: RevocationParts): void {
  doors.handle(routes.take, async (call) => {
    const { result, applied } = await call.perform(
      'authority',
      'revocations.take',
      async (act) => {
        const { id, planId, ended, restricted } = await parts.takeBack(act, call.body)
        return { id, planId, ended: [...ended], restricted: [...restricted] }
      },
      { batch: true },
    )
    if (result.id !== null) await noteBarrier(parts, call.workspaceId, result.id, applied)
    return { ...result, applied }
  })
  doors.handle(directory.suspend, (call) =>
    settle(parts, call, 'members.suspend', (act) => suspendAndKeep(act, { ...call.params, ...call.body }), {
      urgent: true,
    }),
  )
  doors.handle(directory.depart, (call) =>
    settle(parts, call, 'members.depart', (act) => parts.depart(act, { ...call.params, ...call.body }), {
      urgent: true,
    }),
  )
  doors.handle(authority.endGrant, (call) =>
    settle(parts, call, 'grants.end', (act) => endGrantAndKeep(act, { ...call.params, ...call.body })),
  )
}

async function settle<K extends { readonly revocationId: string | null }>(
  parts: RevocationParts,
  { perform, workspaceId }: Pick<Call, 'perform' | 'workspaceId'>,
  name: string,
  work: (act: Act) => Promise<K>,
  options: { readonly urgent?: boolean } = {},
): Promise<K & { readonly applied: Applied }> {
  const { result, applied } = await perform('authority', name, work, { ...options, batch: true })
  if (result.revocationId !== null) await noteBarrier(parts, workspaceId, result.revocationId, applied)
  return { ...result, applied }
}

/** What was taken is gone and the caller is told so, whatever becomes of the note about it. */
const noteBarrier = (parts: RevocationParts, workspaceId: string, id: string, applied: Applied) =>
  keepBarrier(parts, workspaceId, [id], applied).catch((error: unknown) =>
    parts.node.log.warn({ err: error, revocationId: id }, 'what the nodes said was not kept'),
  )

async function found({ db, workspaceId }: Reading, id: string): Promise<RevocationRow> {
  const row = await findRevocation(db, { workspaceId, id })
  if (row === undefined) throw refuse('revocation/not-found')
  return row
}

type Line = Awaited<ReturnType<typeof listRevocations>>[number]

/** Those that whoever reads may look at, newest first. */
async function visible(reading: Reading, filter: RevocationFilter): Promise<readonly Line[]> {
  const { db, workspaceId } = reading
  if (filter.memberId === reading.memberId) {
    mayLookAt(reading, reading.memberId)
    return listRevocations(db, workspaceId, filter)
  }
  if (looksEverywhere(reading)) return listRevocations(db, workspaceId, filter)
  return lookedAt(reading, {
    limit: filter.limit,
    read: (after, limit) =>
      listRevocations(db, workspaceId, { ...filter, before: after?.id ?? filter.before, limit }),
    about: ({ memberId }) => [memberId],
  })
}
