import { HALF_MS } from '@hufu/contract'
import { assert, newId, refuse } from '@hufu/kit'
import { demandProof, permit, proved, record } from '../../platform/act/index.ts'
import type { Act, Half, Tally, Wanted } from '../../platform/act/index.ts'
import { actHashOf, bodySha256 } from '../../platform/http/index.ts'
import { tell } from '../notices/index.ts'
import { OPEN_MAX, WANTED_MAX, distinct, eligibleFor, halfLife, stateAt } from './half.ts'
import { insertHalf, lockHalf, openOf, setHalf, takeHalf } from './store.ts'
import type { HalfRow } from './store.ts'

export const HALF_ASKED = 'half.asked@1'
export const HALF_ANSWERED = 'half.answered@1'

/** What a notice of a half knows. */
export type HalfTold = { readonly halfId: string; readonly agreed: boolean | null }

type Self = { readonly tally: Tally<'sec.self.manage'>; readonly memberId: string }

function asSelf(act: Act): Self {
  if (act.actor.type !== 'member') throw refuse('authority/not-granted')
  const { memberId } = act.actor
  return { tally: permit(act, 'sec.self.manage', { type: 'member', id: memberId }), memberId }
}

const selfTarget = (memberId: string) => ({ type: 'member', id: memberId }) as const

/** What somebody asks a second person to stand behind. */
export type AskInput = {
  readonly act: Pick<HalfRow, 'method' | 'path' | 'body'>
  /** What of it takes two, as trying it has shown. */
  readonly wanted: readonly Wanted[]
  readonly because: string
}

/** Asks for a second person behind exactly one act, and tells everybody who could be it. */
export async function askHalf(act: Act, input: AskInput): Promise<{ readonly id: string }> {
  const { tally, memberId } = asSelf(act)
  const wanted = distinct(input.wanted)
  if (wanted.length > WANTED_MAX) throw refuse('half/too-much', { max: WANTED_MAX })
  const { needed, memberIds } = eligibleFor(act.facts, { byId: memberId, wanted }, act.at.getTime())
  const [weighty] = wanted
  if (!needed || weighty === undefined) throw refuse('half/not-needed')
  if (memberIds.length === 0) throw refuse('half/nobody-for-all')
  if ((await openOf(act, memberId)) >= OPEN_MAX) throw refuse('half/too-many', { max: OPEN_MAX })
  demandProof(act, 'sec.self.manage', selfTarget(memberId))
  const { method, path, body } = input.act
  const actHash = actHashOf({ method, path, bodySha256: bodySha256(Buffer.from(body)) })
  const id = newId()
  const until = new Date(act.at.getTime() + HALF_MS)
  const { because } = input
  await insertHalf(tally, { id, byId: memberId, method, path, body, actHash, wanted, because, until })
  const data = { halfId: id, permission: weighty.permission, method, until: until.toISOString() }
  const sealed = { because, path, act: actHash.toString('hex') }
  record(tally, { name: HALF_ASKED, data }, { sealed, about: [memberId] })
  const told: HalfTold = { halfId: id, agreed: null }
  await tell(tally, { to: memberIds, kind: HALF_ASKED, data: told, mail: true })
  return { id }
}

/** Reads an open half for whoever answers it. */
async function lockOpen(act: Act, id: string): Promise<HalfRow> {
  const half = await lockHalf(act, id)
  if (half === undefined) throw refuse('half/not-found')
  if (stateAt(half, act.at.getTime()) === 'lapsed') throw refuse('half/not-now')
  return half
}

function refuseOthers(act: Act, half: HalfRow, memberId: string): void {
  if (half.byId === memberId) throw refuse('half/own')
  // Whoever could not do it themselves does not see it either.
  if (!eligibleFor(act.facts, half, act.at.getTime()).memberIds.includes(memberId))
    throw refuse('half/not-found')
}

/** INVARIANT W3: stands behind exactly the act that was shown, as somebody who could do it, with a proof of their own. */
export async function agreeToHalf(
  act: Act,
  input: { readonly halfId: string; readonly hash: string },
): Promise<null> {
  const half = await lockOpen(act, input.halfId)
  const { tally, memberId } = asSelf(act)
  refuseOthers(act, half, memberId)
  const state = halfLife.next(half.state, 'agree')
  if (input.hash.toLowerCase() !== half.actHash.toString('hex')) throw refuse('half/other-act')
  demandProof(act, 'sec.self.manage', selfTarget(memberId))
  const proof = proved(act)
  await setHalf(tally, half.id, { state, answeredBy: memberId, answeredAt: act.at, proof })
  await answered(tally, half, { name: 'half.agreed@1', agreed: true })
  return null
}

/** Refuses to stand behind an act, or takes the word back for as long as it has not been used. */
export async function refuseHalf(
  act: Act,
  input: { readonly halfId: string; readonly because: string },
): Promise<null> {
  const half = await lockOpen(act, input.halfId)
  const { tally, memberId } = asSelf(act)
  if (half.answeredBy !== memberId) refuseOthers(act, half, memberId)
  if (half.state === 'agreed' && half.answeredBy !== memberId) throw refuse('half/not-now')
  const state = halfLife.next(half.state, 'refuse')
  const { because } = input
  const change = { state, answeredBy: memberId, answeredAt: act.at, answeredBecause: because }
  await setHalf(tally, half.id, change)
  await answered(tally, half, { name: 'half.refused@1', agreed: false, because })
  return null
}

/** Asks no longer. */
export async function withdrawHalf(act: Act, input: { readonly halfId: string }): Promise<null> {
  const half = await lockOpen(act, input.halfId)
  const { tally, memberId } = asSelf(act)
  if (half.byId !== memberId) throw refuse('half/not-found')
  await setHalf(tally, half.id, { state: halfLife.next(half.state, 'withdraw') })
  const event = { name: 'half.withdrawn@1', data: { halfId: half.id } } as const
  record(tally, event, { about: [memberId] })
  return null
}

type Answer = {
  readonly name: 'half.agreed@1' | 'half.refused@1'
  readonly agreed: boolean
  readonly because?: string
}

async function answered(
  tally: Tally<'sec.self.manage'>,
  half: HalfRow,
  { name, agreed, because }: Answer,
): Promise<void> {
  const [weighty] = half.wanted
  assert(weighty !== undefined, 'a half is of something that takes two')
  const data = { halfId: half.id, memberId: half.byId, permission: weighty.permission }
  record(tally, { name, data }, { sealed: because === undefined ? {} : { because }, about: [half.byId] })
  const told: HalfTold = { halfId: half.id, agreed }
  await tell(tally, { to: [half.byId], kind: HALF_ANSWERED, data: told, mail: true })
}

/** The half that an id stands for, if it does, once the act that it was agreed to for is under way. */
export const halfBy = (id: string, actHash: Buffer): Half => ({
  async consume(act) {
    const { actor } = act
    return actor.type === 'member' ? takeHalf(act, { id, actHash, byId: actor.memberId }) : null
  },
})
