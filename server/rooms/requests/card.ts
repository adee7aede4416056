/** What an approver looks at before deciding: what it would really change, who else has it, what was said before. */
import { appointmentsOf, changesFor, decide, membersOf, permission, restrictionOf } from '@hufu/authority'
import type { Change, Coverage, Facts, Scope } from '@hufu/authority'
import type { RequestCard } from '@hufu/contract'
import { lostBy, scopeLabel, namesWanted } from '../authority/index.ts'
import { knownTo } from './seen.ts'
import { similarTo } from './store-measures.ts'
import type { RequestRow } from './store.ts'
import { eventsOf, spanOf } from './terms.ts'
import type { Seeing } from './views.ts'
import { placeOf } from './screening.ts'

const SIMILAR_MAX = 5
const HISTORY_MAX = 10
const PEERS_MAX = 500
/** From this share of colleagues on, having it is usual. */
const USUAL = 0.5
const FEW_PEERS = 3

/** The card of one request. */
export async function showCard(seeing: Seeing, row: RequestRow): Promise<RequestCard> {
  const { reading } = seeing
  const { db, workspaceId, facts } = reading
  const positionId = positionOf(facts, row.memberId)
  const peers = peersOf(facts, row, positionId, reading.at)
  const [effect, similar, history, position] = await Promise.all([
    effectOf(seeing, row),
    similarTo(db, workspaceId, {
      requestId: row.id,
      memberIds: positionId === null ? [] : peers.ids,
      permissions: row.permissions,
      limit: SIMILAR_MAX,
    }),
    historyOf(seeing, row),
    nameOf(seeing, positionId),
  ])
  const names = await seeing.names(db, workspaceId, {
    members: similar.map(({ memberId }) => memberId),
    departments: [],
    groups: [],
    positions: [],
  })
  const seen = knownTo(reading, seeing.locale)
  const known = { position, of: peers.of, have: peers.have }
  return {
    effect,
    peers: known,
    similar: similar.map(({ id, memberId, state, at, because }) => ({
      id,
      name: seen.name(memberId, names),
      state,
      at: at.toISOString(),
      because,
    })),
    history,
    suggestion: suggested(row, known, similar, history),
  }
}

const positionOf = (facts: Facts, memberId: string): string | null =>
  appointmentsOf(facts, memberId)[0]?.positionId ?? null

async function nameOf({ reading, names }: Seeing, positionId: string | null): Promise<string | null> {
  if (positionId === null) return null
  const known = await names(reading.db, reading.workspaceId, {
    members: [],
    departments: [],
    groups: [],
    positions: [positionId],
  })
  return known.get(positionId) ?? null
}

/** People of the same position, and how many of them hold all that is asked in that kind of place. */
function peersOf(facts: Facts, row: RequestRow, positionId: string | null, at: number) {
  if (positionId === null || row.terms === null) return { ids: [], of: 0, have: 0 }
  const { scope } = row.terms
  const ids = membersOf(facts, { type: 'position', id: positionId })
    .filter((id) => id !== row.memberId)
    .slice(0, PEERS_MAX)
  const has = (memberId: string): boolean =>
    row.permissions.every(
      (key) => decide(facts, { memberId, permission: key, target: placeOf(scope, memberId), at }).allowed,
    )
  return { ids, of: ids.length, have: ids.filter(has).length }
}

async function effectOf({ reading, names, locale }: Seeing, row: RequestRow): Promise<RequestCard['effect']> {
  if (row.terms === null || row.kind !== 'right') return []
  const { facts, at, db, workspaceId } = reading
  const lifted = row.lifts.flatMap((id) => restrictionOf(facts, id) ?? [])
  const events = eventsOf({ facts, memberId: row.memberId, terms: row.terms, lifted, at })
  const moment = spanOf(row.terms, at).from?.getTime() ?? at
  const changes = changesFor(facts, row.memberId, events, moment)
  const scopes = changes.flatMap(({ before, after }): readonly Scope[] =>
    [before, after].flatMap((held) => (held === null ? [] : [...held.by, ...held.except])),
  )
  const everyone = { type: 'everyone' } as const
  const known = await names(
    db,
    workspaceId,
    namesWanted(scopes.map((scope) => ({ subject: everyone, scope, people: [] }))),
  )
  const words = (held: Coverage | null): string =>
    held === null ? '' : held.by.map((scope) => scopeLabel(scope, known, locale)).join('、')
  return changes.map(({ permission: key, how, before, after }) => ({
    permission: key,
    how: howOf(how),
    risk: permission(key).risk,
    before: words(before),
    after: words(after),
  }))
}

const howOf = (how: Change['how']) => (how === 'other' ? 'wider' : how)

async function historyOf(
  { reading, names, locale }: Seeing,
  row: RequestRow,
): Promise<RequestCard['history']> {
  const wanted = new Set<string>(row.permissions)
  const lost = await lostBy({ reading, names, locale, sees: () => true }, row.memberId)
  return lost
    .filter(({ key }) => wanted.has(key))
    .slice(0, HISTORY_MAX)
    .map(({ at, event, because }) => ({
      at,
      what: event === 'restriction.placed@1' ? 'restricted' : 'ended',
      words: because,
    }))
}

type Peers = { readonly of: number; readonly have: number }

/** A suggestion with its reasons, for whoever decides to agree with or not. Nothing is decided by it. */
export function suggested(
  row: Pick<RequestRow, 'terms' | 'because' | 'risk' | 'lifts' | 'kind'>,
  peers: Peers,
  similar: readonly { readonly state: RequestRow['state'] }[],
  history: RequestCard['history'],
): RequestCard['suggestion'] {
  const granted = similar.filter(({ state }) => state === 'granted').length
  const rejected = similar.filter(({ state }) => state === 'rejected' || state === 'upheld').length
  const usual = peers.of >= FEW_PEERS && peers.have / peers.of >= USUAL
  const unusual = peers.of >= FEW_PEERS && peers.have === 0
  const endless = row.terms !== null && row.terms.until === null && row.terms.lasts === null
  const risky = row.risk === 'high' || row.risk === 'critical'
  const reasons = [
    ...(peers.of > 0 ? [{ code: 'peers', of: peers.of, have: peers.have }] : []),
    ...(similar.length > 0 ? [{ code: 'similar', of: similar.length, have: granted }] : []),
    ...(row.lifts.length > 0 ? [{ code: 'lifts', of: row.lifts.length, have: 0 }] : []),
    ...(history.length > 0 ? [{ code: 'lost', of: history.length, have: 0 }] : []),
    ...(endless && risky ? [{ code: 'endless', of: 1, have: 1 }] : []),
    ...(row.because.trim().length < 8 ? [{ code: 'short-reason', of: 1, have: 1 }] : []),
  ]
  const verdict =
    row.kind === 'account'
      ? 'none'
      : row.because.trim().length < 8 && risky
        ? 'ask'
        : row.lifts.length > 0
          ? 'ask'
          : endless && risky
            ? 'narrow'
            : usual && rejected === 0
              ? 'approve'
              : unusual && risky
                ? 'ask'
                : granted > rejected
                  ? 'approve'
                  : 'none'
  return { verdict, reasons }
}
