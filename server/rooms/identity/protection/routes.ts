import { contract } from '@hufu/contract'
import type { Applied, ProtectionView } from '@hufu/contract'
import { factorProjection, protectionProjection } from '../../../platform/act/index.ts'
import { can, may } from '../../../platform/http/index.ts'
import type { Doors, Reading } from '../../../platform/http/index.ts'
import type { Names } from '../../authority/index.ts'
import { findSessionById } from '../store.ts'
import type { Parts } from '../parts.ts'
import { chooseProtection, couldGoOn } from './commands.ts'
import { isThereSecond, stoppedBy } from './stopped.ts'
import { chosenBy } from './store.ts'

const routes = contract.protection
const STOPPED_SHOWN_MAX = 100
const workspace = { type: 'workspace' } as const

/** Registers the doors of how strictly the company proves and decides. */
export function protectionRoutes(doors: Doors, { node, names }: Pick<Parts, 'node' | 'names'>): void {
  doors.handle(routes.read, async (call) => {
    may(call.reading, 'sec.session.view', workspace)
    return protectionView(call.reading, names)
  })
  doors.handle(routes.preview, async (call) => {
    const { reading, body, caller } = call
    may(reading, 'sec.session.view', workspace)
    const { facts, memberId, at } = reading
    const stopped = stoppedBy(facts, reading.projection(factorProjection), body.needs, at)
    const shown = stopped.slice(0, STOPPED_SHOWN_MAX)
    const session = await findSessionById(node.pool, caller)
    const act = { facts, projection: reading.projection, at: new Date(at) }
    return {
      stopped: await withNames(reading, names, shown),
      total: stopped.length,
      me: !couldGoOn(act, memberId, session?.methods ?? [], body),
      seconds: isThereSecond(facts, memberId, at),
    }
  })
  doors.handle(routes.choose, async (call) => {
    const { applied } = await call.perform('authority', 'protection.choose', (act) =>
      chooseProtection(act, call.body),
    )
    may(call.reading, 'sec.policy.manage', workspace)
    const shown: ProtectionView & { readonly applied: Applied } = {
      ...(await protectionView(call.reading, names)),
      applied,
    }
    return shown
  })
}

async function protectionView(reading: Reading, names: Names): Promise<ProtectionView> {
  const { db, workspaceId, facts, at } = reading
  const { profile, needs } = reading.projection(protectionProjection)
  const chosen = await chosenBy(db, workspaceId)
  const by = chosen?.byId ?? null
  const named = by === null ? [] : await withNames(reading, names, [{ memberId: by }])
  return {
    profile,
    needs,
    unmet: stoppedBy(facts, reading.projection(factorProjection), needs, at).length,
    change: can(reading, 'sec.policy.manage', workspace),
    since: chosen?.since.toISOString() ?? null,
    by: named[0]?.name ?? null,
  }
}

async function withNames<R extends { readonly memberId: string }>(
  { db, workspaceId }: Reading,
  names: Names,
  rows: readonly R[],
): Promise<(R & { readonly name: string })[]> {
  const members = rows.map(({ memberId }) => memberId)
  const known = await names(db, workspaceId, { members, departments: [], groups: [], positions: [] })
  return rows.map((row) => ({ ...row, name: known.get(row.memberId) ?? '' }))
}
