import type { RevocationLine, RevocationPlace, RevocationView } from '@hufu/contract'
import { can } from '../../platform/http/index.ts'
import type { Locale, Reading } from '../../platform/http/index.ts'
import { readPlaced } from '../../platform/ledger/index.ts'
import type { LedgerEntry, Query } from '../../platform/ledger/index.ts'
import { actorLabel, grantLabels, namesWanted, permissionWords } from '../authority/index.ts'
import type { Names } from '../authority/index.ts'
import { handedOn } from '../handover/index.ts'
import { checksOf, keysIn, nodeNames } from './store.ts'
import type { CheckRow, RevocationRow } from './store.ts'
import type { Place, Vector } from './vectors.ts'

export type Shown = { readonly reading: Reading; readonly names: Names; readonly locale: Locale }

type LineRow = Pick<
  RevocationRow,
  'id' | 'memberId' | 'what' | 'reason' | 'takenBy' | 'at' | 'state' | 'rights'
>

/** Revocations as the list shows them. */
export async function showLines(
  { reading, names, locale }: Shown,
  rows: readonly LineRow[],
): Promise<RevocationLine[]> {
  const wanted = rows.map(({ memberId, takenBy }) => ({
    subject: { type: 'member', id: memberId } as const,
    scope: { type: 'workspace' } as const,
    people: [takenBy],
  }))
  const known = await names(reading.db, reading.workspaceId, namesWanted(wanted))
  return rows.map((row) => ({
    id: row.id,
    at: row.at.toISOString(),
    memberId: row.memberId,
    memberName: known.get(row.memberId) ?? row.memberId,
    by: actorLabel(row.takenBy, known, locale),
    what: row.what,
    reason: row.reason,
    state: row.state,
    permissions: [...keysIn(row)],
  }))
}

/** One revocation whole, with what the nodes have found. */
export async function showRevocation(
  shown: Shown,
  query: Query,
  row: RevocationRow,
): Promise<RevocationView> {
  const { reading, locale } = shown
  const [[line], placed, checks, nodes, entry, labels, handover] = await Promise.all([
    showLines(shown, [row]),
    namedPlaces(shown, row),
    checksOf(reading.db, row),
    nodeNames(reading.db),
    entryOf(query, row),
    grantLabels(
      shown,
      row.remaining.map(({ grantId }) => grantId),
    ),
    row.what === 'departure' ? shownHandover(shown, row) : null,
  ])
  if (line === undefined) throw new Error('one row gives one line')
  const answered = new Set(checks.filter(({ round }) => round === row.round).map(({ node }) => node))
  const about = { type: 'member', id: row.memberId } as const
  return {
    ...line,
    because: row.because,
    revision: row.revision,
    entry: entry?.index ?? null,
    rights: row.rights.map(({ permission: key, ended, left, restricted }) => ({
      permission: key,
      ended: ended.length,
      left: left.length,
      restricted: restricted !== null,
    })),
    remaining: row.remaining.map(({ permission: key, grantId, because }) => ({
      permission: key,
      label: labels.get(grantId) ?? permissionWords(key, locale),
      how: because === null ? 'stopped' : 'kept',
      because: because ?? '',
    })),
    handover,
    finishing: row.finishing?.toISOString() ?? null,
    before: shownVectors(row.before, placed),
    after: shownVectors(row.after, placed),
    applied: row.applied === null ? null : { ...row.applied, nodes: [...row.applied.nodes] },
    round: row.round,
    checks: checks.map((check) => showCheck(check, placed)),
    awaited: row.state === 'verified' ? [] : nodes.filter((node) => !answered.has(node)),
    can: {
      verify: can(reading, 'perm.verify', about),
      receipt: can(reading, 'perm.receipt.view', about),
    },
  }
}

/** What was handed over so long before somebody left belongs to their leaving. */
const HANDED_MS = 90 * 86_400_000

async function shownHandover(
  { reading, names }: Shown,
  { memberId, at: left }: RevocationRow,
): Promise<NonNullable<RevocationView['handover']>> {
  const since = new Date(left.getTime() - HANDED_MS)
  const { given, backups } = await handedOn(reading, memberId, since)
  const members = given.map(({ toId }) => toId)
  const wanted = { members, departments: [], groups: [], positions: [] }
  const known = await names(reading.db, reading.workspaceId, wanted)
  return {
    given: given.map(({ toId, at, ...one }) => ({
      ...one,
      to: known.get(toId) ?? toId,
      at: at.toISOString(),
    })),
    backups: backups.map(({ at, ...one }) => ({ ...one, at: at.toISOString() })),
  }
}

export type Placed = (place: Place) => RevocationPlace

/** What places are called. */
export async function namedPlaces(
  { reading, names }: Shown,
  row: { readonly before: readonly Pick<Vector, 'place'>[] },
): Promise<Placed> {
  const ids = row.before.flatMap(({ place }) => (place.type === 'department' ? [place.id] : []))
  const wanted = { subject: { type: 'everyone' }, scope: { type: 'departments', ids }, people: [] } as const
  const known = await names(reading.db, reading.workspaceId, namesWanted([wanted]))
  return (place) => {
    switch (place.type) {
      case 'workspace':
        return { type: 'workspace', id: null, name: null }
      case 'department':
        return { type: 'department', id: place.id, name: known.get(place.id) ?? null }
      case 'resource':
        return { type: 'resource', id: `${place.kind}/${place.id}`, name: null }
    }
  }
}

const shownVectors = (vectors: readonly Vector[], placed: Placed) =>
  vectors.map(({ place, permissions }) => ({ place: placed(place), permissions: [...permissions] }))

const showCheck = (check: CheckRow, placed: Placed) => ({
  round: check.round,
  node: check.node,
  at: check.at.toISOString(),
  tookMs: check.tookMs,
  tried: check.tried,
  failed: check.failed.map(({ permission: key, place }) => ({ permission: key, place: placed(place) })),
  surfaces: check.surfaces.map(({ notTried, failed, ...counts }) => ({
    ...counts,
    notTried: [...notTried],
    failed: [...failed],
  })),
})

/** Its entry in the ledger; null when the ledger no longer has it there. */
async function entryOf(query: Query, row: RevocationRow): Promise<LedgerEntry | null> {
  const { workspaceId, revision, place } = row
  const entries = await readPlaced(query, { workspaceId, tree: 'authority' }, [{ revision, place }])
  const entry = entries.get(`${revision} ${place}`)
  return entry?.data['revocationId'] === row.id ? entry : null
}
