/**
 * The life of a grant: given, suspended and resumed, extended, ended. What its state allows, whoever asks: pure, and the
 * same for a command and for the button that leads to it. Null is a yes, text the code of the refusal.
 */
import type { Tier } from '@hufu/authority'
import type { GrantRow } from './store.ts'

type State = Pick<GrantRow, 'endedAt' | 'fromAt' | 'untilAt' | 'givenAt' | 'suspendedAt' | 'suspendedTier'>
type No = `authority/${string}` | null

const ranks = { scoped: 1, super: 2, creator: 3 } as const

// Whatever has not ended by anybody's doing ends with its time.
const isOver = ({ endedAt, untilAt }: State, at: Date): boolean =>
  endedAt !== null || (untilAt !== null && untilAt <= at)

/** Why a grant cannot be suspended. */
export function refusesSuspending(grant: State, at: Date): No {
  if (isOver(grant, at)) return 'authority/already-ended'
  return grant.suspendedAt === null ? null : 'authority/already-suspended'
}

/** Why somebody of some tier cannot resume a grant: whoever suspended it stood no higher. */
export function refusesResuming(grant: State, at: Date, tier: Tier | null): No {
  if (isOver(grant, at)) return 'authority/already-ended'
  if (grant.suspendedAt === null) return 'authority/not-suspended'
  const rank = tier === null ? 0 : ranks[tier]
  return grant.suspendedTier !== null && rank < ranks[grant.suspendedTier]
    ? 'authority/suspended-above'
    : null
}

/** Why a grant cannot end later; with a new end, why not then. */
export function refusesExtending(grant: State, at: Date, until: Date | null): No {
  if (isOver(grant, at)) return 'authority/already-ended'
  if (grant.untilAt === null) return 'authority/no-end'
  return until !== null && until <= grant.untilAt ? 'authority/end-not-later' : null
}

/** Why somebody cannot give a grant up: it has to be theirs alone. */
export function refusesGivingUp(
  grant: State & Pick<GrantRow, 'subjectType' | 'subjectId'>,
  at: Date,
  memberId: string,
): No {
  if (grant.subjectType !== 'member' || grant.subjectId !== memberId) return 'authority/not-direct'
  return isOver(grant, at) ? 'authority/already-ended' : null
}

/** The terms of a grant with some end, from its beginning on: what is extended or resumed is as long as all of it. */
export const termsWith = (
  { fromAt, givenAt }: State,
  until: Date | null,
): { readonly from: Date; readonly until: Date | null } => ({ from: fromAt ?? givenAt, until })
