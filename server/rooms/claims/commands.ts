import { createHash } from 'node:crypto'
import type { Target } from '@hufu/authority'
import { assert, canonicalJson, newId, refuse } from '@hufu/kit'
import { demandProof, permit, proved } from '../../platform/act/index.ts'
import type { Act, Proved, Tally } from '../../platform/act/index.ts'
import { lockSigns } from '../identity/index.ts'
import { GATHERING_MS, claimLife, daysOf, topAt } from './claim.ts'
import type { Top } from './claim.ts'
import { readEvidence } from './evidence.ts'
import type { Evidence } from './evidence.ts'
import { whereOf } from './heirs.ts'
import type { Heirs } from './heirs.ts'
import { insertClaim, insertVote, lockClaim, openClaim, setClaim } from './store.ts'
import type { ClaimRow } from './store.ts'
import { recordClaim, tellOf } from './told.ts'

export type MakeInput = {
  readonly successorId: string
  readonly because: string
  readonly evidence: readonly {
    readonly words: string
    readonly file?: { readonly name: string; readonly content: string } | undefined
  }[]
}

const company: Target = { type: 'workspace' }

/** The member who acts. Systems and operators claim nothing. */
function selfOf({ actor }: Act): string {
  if (actor.type !== 'member') throw refuse('authority/not-granted')
  return actor.memberId
}

function proofOf(act: Act): Proved {
  const proof = proved(act)
  assert(proof !== null, 'whoever stands behind a claim has proved who they are')
  return proof
}

/** INVARIANT G2: only an active super administrator claims and votes; the creator has no vote about themself. */
function refuseVoter(memberId: string, { creatorId, supers }: Top): void {
  if (memberId === creatorId) throw refuse('claim/creator-has-no-vote')
  if (!supers.includes(memberId)) throw refuse('claim/supers-only')
}

/** Claims that the creator is gone, and stands behind it with the first vote. */
export async function makeClaim(act: Act, heirs: Heirs, input: MakeInput): Promise<{ readonly id: string }> {
  const tally = permit(act, 'creator.recovery.vote', company)
  const byId = selfOf(act)
  const top = topAt(act.facts, act.at.getTime())
  refuseVoter(byId, top)
  const { creatorId } = top
  assert(creatorId !== null, 'a company has a creator')
  if ((await openClaim(whereOf(act))) !== undefined) throw refuse('claim/already-open')
  await refuseSuccessor(act, heirs, input.successorId, creatorId)
  const evidence = input.evidence.map(readEvidence)
  const id = newId()
  const hash = hashOfTerms(act, { id, creatorId, ...input, evidence })
  const claim = { id, byId, creatorId, successorId: input.successorId, hash }
  const signs = await lockSigns(tally, creatorId)
  const lapseAt = new Date(act.at.getTime() + GATHERING_MS)
  const { because } = input
  await insertClaim(tally, { ...claim, because, signs, lapseAt, days: daysOf(top.supers.length) }, evidence)
  await insertVote(tally, { claimId: id, memberId: byId, proof: proofOf(act) })
  const files = evidence.flatMap(({ file }) => (file === null ? [] : [file.sha256.toString('hex')]))
  const words = Object.fromEntries(evidence.map((one, place) => [`evidence${place}`, one.words]))
  recordClaim(tally, claim, 'made@1', { files }, { because, ...words })
  await tellOf(tally, claim, 'made')
  return { id }
}

async function refuseSuccessor(
  act: Act,
  heirs: Heirs,
  successorId: string,
  creatorId: string,
): Promise<void> {
  if (successorId === creatorId) throw refuse('claim/successor-is-creator')
  const reasons = await heirs.against(act, successorId)
  if (reasons.length > 0) throw refuse('claim/not-eligible', { reasons })
}

type Terms = Pick<ClaimRow, 'id' | 'creatorId' | 'successorId' | 'because'> & {
  readonly evidence: readonly Evidence[]
}

/** INVARIANT G6: what votes and acceptance stand for, as one hash; a different successor or other evidence has another. */
const hashOfTerms = (act: Act, { id, creatorId, successorId, because, evidence }: Terms): Buffer =>
  createHash('sha256')
    .update(
      canonicalJson({
        id,
        workspaceId: act.workspaceId,
        creatorId,
        successorId,
        because,
        evidence: evidence.map(({ words, file }) => ({
          words,
          sha256: file?.sha256.toString('hex') ?? null,
        })),
      }),
    )
    .digest()

async function locked(act: Act, id: string): Promise<ClaimRow> {
  const row = await lockClaim(act, id)
  if (row === undefined) throw refuse('claim/not-found')
  return row
}

/** Stands behind a claim. */
export async function vote(act: Act, claimId: string): Promise<null> {
  const row = await locked(act, claimId)
  const tally = permit(act, 'creator.recovery.vote', company)
  const memberId = selfOf(act)
  refuseVoter(memberId, topAt(act.facts, act.at.getTime()))
  claimLife.next(row.state, 'vote')
  const isNew = await insertVote(tally, { claimId, memberId, proof: proofOf(act) })
  if (!isNew) throw refuse('claim/voted-already')
  recordClaim(tally, row, 'voted@1', { memberId })
  return null
}

const myself = (memberId: string): Target => ({ type: 'member', id: memberId })

/** Accepts, as the successor who was named. INVARIANT G7: nobody becomes creator without their own proof. */
export async function accept(
  act: Act,
  heirs: Heirs,
  { claimId, duties }: { readonly claimId: string; readonly duties: readonly string[] },
): Promise<null> {
  const row = await locked(act, claimId)
  const memberId = selfOf(act)
  if (row.successorId !== memberId) throw refuse('claim/not-found')
  const tally = permit(act, 'sec.self.manage', myself(memberId))
  const state = claimLife.next(row.state, 'accept')
  if (row.acceptedAt !== null) throw refuse('claim/accepted-already')
  const unread = heirs.duties.filter((key) => !duties.includes(key))
  if (unread.length > 0) throw refuse('claim/duties-unread', { duties: unread })
  await refuseSuccessor(act, heirs, memberId, row.creatorId)
  demandProof(act, 'sec.self.manage', myself(memberId), 'seat')
  await setClaim(tally, claimId, {
    state,
    acceptedAt: act.at,
    acceptedBy: JSON.stringify(proofOf(act)),
  })
  recordClaim(tally, row, 'accepted@1', { duties: [...duties] })
  await tellOf(tally, row, 'accepted')
  return null
}

/** Takes a claim back, as whoever made it. */
export const withdraw = (act: Act, claimId: string): Promise<null> =>
  endBy(act, claimId, 'withdraw', ({ byId }) => byId)

/** Says that one is here, as the creator. */
export const refute = (act: Act, claimId: string): Promise<null> =>
  endBy(act, claimId, 'refute', ({ creatorId }) => creatorId)

async function endBy(
  act: Act,
  claimId: string,
  deed: 'withdraw' | 'refute',
  whose: (row: ClaimRow) => string,
): Promise<null> {
  const row = await locked(act, claimId)
  const memberId = selfOf(act)
  if (whose(row) !== memberId) throw refuse(deed === 'refute' ? 'claim/not-you' : 'claim/not-yours')
  const tally: Tally<'sec.self.manage'> = permit(act, 'sec.self.manage', myself(memberId))
  const state = claimLife.next(row.state, deed)
  await setClaim(tally, claimId, { state, endedAt: act.at })
  if (deed === 'refute') recordClaim(tally, row, 'refuted@1', { how: 'word' })
  else recordClaim(tally, row, 'withdrawn@1')
  await tellOf(tally, row, deed === 'refute' ? 'refuted' : 'withdrawn')
  return null
}
