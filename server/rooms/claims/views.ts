import { statusOf } from '@hufu/authority'
import type { ClaimView } from '@hufu/contract'
import { can } from '../../platform/http/index.ts'
import type { Reading } from '../../platform/http/index.ts'
import type { Names } from '../authority/index.ts'
import { outcomesOf } from '../notices/index.ts'
import type { Outcome } from '../notices/index.ts'
import { claimLife, topAt, votesNeeded } from './claim.ts'
import type { Top } from './claim.ts'
import { evidenceOf, votesOf } from './store.ts'
import type { ClaimRow, EvidenceRow, VoteRow } from './store.ts'
import { toldOf } from './store-told.ts'
import type { ToldRow } from './store-told.ts'

type Can = { readonly allowed: boolean; readonly because: string }
const yes: Can = { allowed: true, because: 'granted' }
const no = (because: string): Can => ({ allowed: false, because })

/** Who may look at a claim: the creator, the successor, whoever made it, and every super administrator of now. */
export function mayLook(
  reading: Reading,
  row: Pick<ClaimRow, 'creatorId' | 'successorId' | 'byId'>,
): boolean {
  const { memberId } = reading
  if ([row.creatorId, row.successorId, row.byId].includes(memberId)) return true
  return topAt(reading.facts, reading.at).supers.includes(memberId)
}

/** Claims as those see them who may look at them. */
export async function showClaims(
  reading: Reading,
  names: Names,
  rows: readonly ClaimRow[],
): Promise<ClaimView[]> {
  const ids = rows.map(({ id }) => id)
  const [votes, evidence, told] = await Promise.all([
    votesOf(reading, ids),
    evidenceOf(reading, ids),
    toldOf(reading, ids),
  ])
  const outcomes = await outcomesOf(
    reading.db,
    reading.workspaceId,
    told.map(({ noticeId }) => noticeId),
  )
  const members = new Set([
    ...rows.flatMap(({ byId, creatorId, successorId }) => [byId, creatorId, successorId]),
    ...votes.map(({ memberId }) => memberId),
  ])
  const wanted = { members: [...members], departments: [], groups: [], positions: [] }
  const known = await names(reading.db, reading.workspaceId, wanted)
  const person = (id: string) => ({ id, name: known.get(id) ?? '' })
  const top = topAt(reading.facts, reading.at)
  return rows.map((row) => ({
    ...claimOf(row, person, top),
    votes: votes
      .filter(({ claimId }) => claimId === row.id)
      .map(({ memberId, at }) => ({
        by: person(memberId),
        at: at.toISOString(),
        counts: top.supers.includes(memberId),
      })),
    evidence: evidence
      .filter(({ claimId }) => claimId === row.id)
      .map((one) => evidenceView(one, row, person)),
    told: told
      .filter(({ claimId }) => claimId === row.id)
      .flatMap((one) => channelsOf(one, outcomes.get(one.noticeId))),
    may: mayDo(reading, row, votes, top),
  }))
}

type Person = (id: string) => { id: string; name: string }

const claimOf = (row: ClaimRow, person: Person, top: Top) => ({
  id: row.id,
  state: row.state,
  by: person(row.byId),
  creator: person(row.creatorId),
  successor: person(row.successorId),
  because: row.because,
  hash: row.hash.toString('hex'),
  votesNeeded: votesNeeded(top.supers.length) ?? 0,
  accepted: row.acceptedAt !== null,
  at: row.madeAt.toISOString(),
  dueAt: row.state === 'challenge' ? (row.dueAt?.toISOString() ?? null) : null,
  until: row.state === 'gathering' ? row.lapseAt.toISOString() : null,
  endedAt: row.endedAt?.toISOString() ?? null,
})

const evidenceView = (
  { words, fileName, sha256, bytes }: EvidenceRow,
  { byId, madeAt }: ClaimRow,
  person: Person,
) => ({
  words,
  file:
    fileName === null || sha256 === null || bytes === null
      ? null
      : {
          name: fileName,
          sha256: sha256.toString('hex'),
          bytes,
          by: person(byId),
          at: madeAt.toISOString(),
        },
})

/** Bell and letter of one notice, each with what became of it. */
function channelsOf({ at }: ToldRow, outcome: Outcome | undefined) {
  const when = at.toISOString()
  const bell = outcome === undefined ? 'forgotten' : outcome.readAt === null ? 'unread' : 'read'
  return [
    { at: when, channel: 'bell', outcome: bell },
    { at: when, channel: 'mail', outcome: outcome?.letter ?? 'none' },
  ]
}

function mayDo(reading: Reading, row: ClaimRow, votes: readonly VoteRow[], top: Top): ClaimView['may'] {
  const { memberId } = reading
  const events = claimLife.events(row.state)
  const when = (event: string, so: boolean, because: string): Can =>
    events.includes(event) ? (so ? yes : no(because)) : no('claim/not-now')
  const voted = votes.some((one) => one.claimId === row.id && one.memberId === memberId)
  const accepts = statusOf(reading.facts, memberId) === 'active' && row.successorId === memberId
  return {
    vote: voteOf(reading, top, when('vote', !voted, 'claim/voted-already')),
    accept: when(
      'accept',
      accepts && row.acceptedAt === null,
      accepts ? 'claim/accepted-already' : 'claim/not-found',
    ),
    withdraw: when('withdraw', row.byId === memberId, 'claim/not-yours'),
    refute: when('refute', row.creatorId === memberId, 'claim/not-you'),
  }
}

/** Whether whoever reads may vote, or claim: the permission, and that they are a super administrator. */
export function voteOf(reading: Reading, { creatorId, supers }: Top, otherwise: Can): Can {
  const held = can(reading, 'creator.recovery.vote', { type: 'workspace' })
  if (!held.allowed) return held
  if (reading.memberId === creatorId) return no('claim/creator-has-no-vote')
  return supers.includes(reading.memberId) ? otherwise : no('claim/supers-only')
}
