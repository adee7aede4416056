/** Who may become creator, and why others may not: each reason is the code of a refusal, with its words. */
import { tierOf } from '@hufu/authority'
import type { Facts } from '@hufu/authority'
import { refuse } from '@hufu/kit'
import { profileOf } from '../../platform/act/index.ts'
import type { Act } from '../../platform/act/index.ts'
import { creatorOf } from './ground.ts'
import { settingsOf, whereOf } from './store.ts'
import type { Where } from './store.ts'
import { candidates } from './store-people.ts'
import type { Candidate } from './store-people.ts'

/** Which of some people have enrolled a factor that cannot be phished. Given by the room that keeps them. */
export type StrongHolders = (where: Where, memberIds: readonly string[]) => Promise<ReadonlySet<string>>

/** What eligibility is judged by, beside the person. `strong`: null where no such factor is asked. */
export type Asked = {
  readonly creatorId: string | null
  readonly rankMin: number | null
  readonly strong: ReadonlySet<string> | null
}

export type Bar = {
  readonly code: `${string}/${string}`
  readonly details: Readonly<Record<string, unknown>>
}

/** Everything that stands against somebody, worst first. Pure. */
export function barsOf(person: Candidate, { creatorId, rankMin, strong }: Asked): readonly Bar[] {
  const bar = (holds: boolean, code: Bar['code'], details: Bar['details'] = {}): readonly Bar[] =>
    holds ? [{ code, details }] : []
  return [
    ...bar(person.id === creatorId, 'transfer/is-creator'),
    ...bar(person.status !== 'active', 'transfer/not-active'),
    ...bar(person.isExternal, 'transfer/external'),
    ...bar(person.hasIncident, 'transfer/open-incident'),
    ...bar(person.isPlanned, 'transfer/planned'),
    ...bar(rankMin !== null && (person.rank ?? -1) < rankMin, 'transfer/rank', { rank: rankMin }),
    ...bar(strong !== null && !strong.has(person.id), 'transfer/no-passkey'),
  ]
}

/** What the company asks of successors as of now. */
export async function askedOf(
  where: Where,
  { facts, strict }: { readonly facts: Facts; readonly strict: boolean },
  holders: StrongHolders,
  memberIds: readonly string[],
): Promise<Asked> {
  const { rankMin } = await settingsOf(where)
  return {
    creatorId: creatorOf(facts),
    rankMin,
    strong: strict ? await holders(where, memberIds) : null,
  }
}

/** Refuses a successor who may not be one, by the worst of what stands against them. Asked at the offer and at the switch. */
export async function refuseIneligible(act: Act, memberId: string, holders: StrongHolders): Promise<void> {
  const where = whereOf(act)
  const [person] = await candidates(where, { ids: [memberId], after: null, limit: 1 })
  if (person === undefined) throw refuse('transfer/not-active')
  const strict = profileOf(act) === 'strict'
  const asked = await askedOf(where, { facts: act.facts, strict }, holders, [memberId])
  const [worst] = barsOf(person, asked)
  if (worst !== undefined) throw refuse(worst.code, worst.details)
}

export const tierShown = (facts: Facts, memberId: string, at: number): 'super' | 'scoped' | 'member' => {
  const tier = tierOf(facts, memberId, at)
  return tier === 'super' || tier === 'scoped' ? tier : 'member'
}
