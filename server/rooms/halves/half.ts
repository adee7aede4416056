/** What a half is: its life, and who could be the second person. Pure. */
import { secondersOf } from '@hufu/authority'
import type { Facts } from '@hufu/authority'
import type { HalfState } from '@hufu/contract'
import { machine } from '@hufu/kit'
import type { Wanted } from '../../platform/act/index.ts'

/** Open at once by one person. */
export const OPEN_MAX = 20
/** Critical permissions that one act may use and be stood behind as a whole. */
export const WANTED_MAX = 1000

/** Whoever has agreed may think better of it for as long as it has not been used. */
export const halfLife = machine('half', {
  waiting: { agree: 'agreed', refuse: 'refused', withdraw: 'withdrawn' },
  agreed: { use: 'used', refuse: 'refused', withdraw: 'withdrawn' },
  refused: {},
  used: {},
  withdrawn: {},
})

/** How a half is kept; that its time is over shows by the clock alone. */
export type KeptState = Exclude<HalfState, 'lapsed'>

/** How a half stands at an instant. */
export function stateAt(
  { state, until }: { readonly state: KeptState; readonly until: Date },
  at: number,
): HalfState {
  const isOpen = state === 'waiting' || state === 'agreed'
  return isOpen && until.getTime() <= at ? 'lapsed' : state
}

/** Each permission once on each target. */
export function distinct(wanted: readonly Wanted[]): readonly Wanted[] {
  return [...new Map(wanted.map((one) => [JSON.stringify([one.permission, one.target]), one])).values()]
}

/** What of an act nobody else can stand behind takes no second person; who could stand behind all the rest. */
export function eligibleFor(
  facts: Facts,
  { byId, wanted }: { readonly byId: string; readonly wanted: readonly Wanted[] },
  at: number,
): { readonly needed: boolean; readonly memberIds: readonly string[] } {
  const each = wanted
    .map((one) => secondersOf(facts, { ...one, memberId: byId, at }))
    .filter((ids) => ids.length > 0)
  const [first = [], ...more] = each
  return { needed: each.length > 0, memberIds: first.filter((id) => more.every((ids) => ids.includes(id))) }
}
