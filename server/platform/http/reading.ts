import { bitOf, check, decide, handleOf, looksOverAll, memberTarget, targetOf } from '@hufu/authority'
import type { Decision, Facts, PermissionKey, Target } from '@hufu/authority'
import { isRefusal, refuse } from '@hufu/kit'
import type { Refusal } from '@hufu/kit'
import type { Kysely } from 'kysely'
import { refusalOf } from '../act/index.ts'
import type { PlatformTables, Projection } from '../feed/index.ts'

/** One read under way: where it reads, as whom, and the instant its grants are judged by. Facts are always those of now. */
export type Reading = {
  readonly workspaceId: string
  readonly memberId: string
  /** Milliseconds since 1970. */
  readonly at: number
  readonly db: Kysely<PlatformTables>
  readonly facts: Facts
  readonly projection: <S>(projection: Projection<S>) => S
  /** The facts as they stood at an instant in the past. */
  readonly past: (at: number) => Promise<Facts>
}

/** What an answer rests on. An answer that rests on the facts alone names them, and is the same while they are. */
type Held = {
  readonly check: () => Refusal | null
  readonly facts: Facts | null
  readonly revision: number
}

// On the reading itself: a map beside it is work for the collector with every request.
const held = Symbol('held')
type Holding = Reading & { [held]?: Held[] }

/** Asks, throws the refusal, and is asked again in the moment the head and each chunk of the answer leave. */
export function may(reading: Reading, permission: PermissionKey, target: Target): void {
  holdRight(reading, () => {
    if (isAllowed(reading, permission, target)) return null
    return refusalOf(permission, ask(reading, permission, target))
  })
}

/** Asks for one permission over many members, each by id and handle in `facts`. */
export type MayOver = (memberId: string, handle: number) => void

/**
 * As `may`, over many members for one answer: whoever asks is looked up once, and what is held is one list. Handles are
 * those of `facts`, which are the reading's own of now.
 */
export function mayOver(reading: Reading, facts: Facts, permission: PermissionKey): MayOver {
  const { at } = reading
  const [asker, bit] = [handleOf(facts, reading.memberId), bitOf(permission)]
  // Whoever may look at everybody is asked about nobody; when the facts have moved, about each.
  const whole = looksOverAll(facts, asker, permission, at)
  const asked: string[] = []
  const refusalAt = (id: string): Refusal | null => {
    const target: Target = { type: 'member', id }
    if (isAllowed(reading, permission, target)) return null
    return refusalOf(permission, ask(reading, permission, target))
  }
  const again = (): Refusal | null => {
    for (const id of asked) {
      const refusal = refusalAt(id)
      if (refusal !== null) return refusal
    }
    return null
  }
  return (memberId, handle) => {
    const allowed = (whole && handle >= 0) || check(facts, asker, bit, memberTarget(handle), at)
    const refusal = allowed ? null : refusalAt(memberId)
    if (refusal !== null) throw refusal
    if (asked.length === 0) keep(reading, { check: again, facts, revision: facts.revision })
    asked.push(memberId)
  }
}

/** Like `may`, but what one may not see is not there: the caller hears `notFound`, the journal hears the truth. */
export function see(
  reading: Reading,
  permission: PermissionKey,
  target: Target,
  notFound: `${string}/${string}`,
): void {
  holdRight(reading, () => {
    if (isAllowed(reading, permission, target)) return null
    return hiding(refusalOf(permission, ask(reading, permission, target)), refuse(notFound))
  })
}

/** Asks for a `can` field of a view. The page shows it and decides nothing, so it is not asked again. */
export function can(
  reading: Pick<Reading, 'facts' | 'memberId' | 'at'>,
  permission: PermissionKey,
  target: Target,
): { readonly allowed: boolean; readonly because: string } {
  const { allowed, because } = ask(reading, permission, target)
  return { allowed, because }
}

/** Holds any other condition of the answer, such as membership of a conversation: checked now and again at the act. */
export function hold(reading: Reading, check: () => Refusal | null): void {
  const refusal = check()
  if (refusal !== null) throw refusal
  keep(reading, { check, facts: null, revision: 0 })
}

// A decision is made of the facts, of the question, and of the instant of the reading, which stays.
function holdRight(reading: Reading, check: () => Refusal | null): void {
  const refusal = check()
  if (refusal !== null) throw refusal
  const { facts } = reading
  keep(reading, { check, facts, revision: facts.revision })
}

function keep(reading: Holding, one: Held): void {
  const before = reading[held]
  if (before === undefined) reading[held] = [one]
  else before.push(one)
}

/** Asks everything again that the answer rests on. Synchronous: called in the stretch that emits. */
export function askAgain(reading: Holding, isExcused?: (refusal: Refusal) => boolean): Refusal | null {
  for (const one of reading[held] ?? []) {
    const refusal = checked(reading, one)
    if (refusal !== null && isExcused?.(truthOf(refusal)) !== true) return refusal
  }
  return null
}

// A check that cannot answer, because the facts are being loaded anew, has not said yes.
function checked(reading: Reading, { check, facts, revision }: Held): Refusal | null {
  try {
    if (facts !== null && facts === reading.facts && facts.revision === revision) return null
    return check()
  } catch (error) {
    if (isRefusal(error)) return error
    throw error
  }
}

const hidden = new WeakMap<Refusal, Refusal>()

const hiding = (truth: Refusal, shown: Refusal): Refusal => {
  hidden.set(shown, truth)
  return shown
}

/** What a shown refusal hides, for the journal; otherwise itself. */
export const truthOf = (shown: Refusal): Refusal => hidden.get(shown) ?? shown

// The fast question; the reasons are only looked for where the answer is no. Both give one answer (A36).
const isAllowed = (
  { facts, memberId, at }: Pick<Reading, 'facts' | 'memberId' | 'at'>,
  permission: PermissionKey,
  target: Target,
): boolean => check(facts, handleOf(facts, memberId), bitOf(permission), targetOf(facts, target), at)

const ask = (
  { facts, memberId, at }: Pick<Reading, 'facts' | 'memberId' | 'at'>,
  permission: PermissionKey,
  target: Target,
): Decision => decide(facts, { memberId, permission, target, at })
