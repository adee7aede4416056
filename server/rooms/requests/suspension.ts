/** What somebody reads whose account is suspended: since when, by whom, why, and whom to speak to. */
import { departmentsOf, statusOf } from '@hufu/authority'
import type { Suspension } from '@hufu/contract'
import { actorLabel } from '../authority/index.ts'
import { lastSuspension } from '../revocations/index.ts'
import { whoIsAsked } from './asked.ts'
import { accountWay } from './screening.ts'
import { knownTo } from './seen.ts'
import type { Seeing } from './views.ts'

const CONTACTS_MAX = 5

/** Of whoever reads; null while they are not suspended. */
export async function suspensionOf({ reading, names, locale }: Seeing): Promise<Suspension | null> {
  const { db, workspaceId, memberId, facts, at } = reading
  if (statusOf(facts, memberId) !== 'suspended') return null
  const [stage] = accountWay.stages
  const concerned = {
    kind: 'account',
    requesterId: memberId,
    memberId,
    terms: null,
    permissions: [],
    risk: 'medium',
    lifts: [],
    placers: [],
  } as const
  const ground = { db, workspaceId, facts, at }
  const [row, asked] = await Promise.all([
    lastSuspension(db, workspaceId, memberId),
    stage === undefined
      ? []
      : whoIsAsked(ground, { ...concerned, lifts: [] }, stage, { hop: 0, not: new Set() }),
  ])
  const seen = knownTo(reading, locale)
  const ids = asked.slice(0, CONTACTS_MAX).map((one) => one.memberId)
  const by = row?.takenBy ?? ''
  const known = await names(db, workspaceId, {
    members: [...ids, ...(by.startsWith('member:') ? [by.slice('member:'.length)] : [])],
    departments: ids.flatMap((id) => departmentsOf(facts, id).slice(0, 1)),
    groups: [],
    positions: [],
  })
  return {
    at: (row?.at ?? new Date(at)).toISOString(),
    by: by === '' ? '' : actorLabel(by, known, locale),
    because: row?.because ?? '',
    reason: row?.reason ?? 'other',
    revocationId: row?.id ?? null,
    contacts: ids.map((id) =>
      seen.person(id, known.get(id) ?? id, known.get(departmentsOf(facts, id)[0] ?? '') ?? ''),
    ),
  }
}
