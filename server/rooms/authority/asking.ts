import { decide, isPermission, whatCan, whoCan } from '@hufu/authority'
import type { Facts, PermissionKey, Target } from '@hufu/authority'
import { refuse } from '@hufu/kit'
import type { Reading } from '../../platform/http/index.ts'
import { namePeople } from './preview.ts'
import type { Shown } from './views.ts'

/** A moment asked about: the facts that stood then, the instant (ms since 1970), and whether it is over. */
export type Moment = { readonly facts: Facts; readonly at: number; readonly past: boolean }

/** The facts of now. */
export const presentOf = ({ facts, at }: Reading): Moment => ({ facts, at, past: false })

/** The facts to answer with: those of the ledger for a past instant, else those of now. */
export async function momentOf(reading: Reading, text: string | undefined): Promise<Moment> {
  if (text === undefined) return presentOf(reading)
  const at = Date.parse(text)
  if (at >= reading.at) return { facts: reading.facts, at, past: false }
  return { facts: await reading.past(at), at, past: true }
}

/** The key of a permission. Refuses what the catalogue does not have. */
export function keyOf(key: string): PermissionKey {
  if (!isPermission(key)) throw refuse('authority/unknown-permission', { permission: key })
  return key
}

const stamp = ({ facts, at, past }: Moment) => ({
  revision: facts.revision,
  at: new Date(at).toISOString(),
  past,
})

/** Everything somebody can do at a place. */
export function whatCanThey(moment: Moment, memberId: string, target: Target) {
  return { permissions: [...whatCan(moment.facts, memberId, target, moment.at)], ...stamp(moment) }
}

const WHO_LIMIT = 50

/** Everyone who can do something at a place: how many, and one page of them. */
export async function whoCanThere(
  shown: Shown,
  moment: Moment,
  {
    key,
    target,
    cursor,
    limit = WHO_LIMIT,
  }: {
    readonly key: PermissionKey
    readonly target: Target
    readonly cursor?: string | undefined
    readonly limit?: number | undefined
  },
) {
  const { total, ids } = whoCan(moment.facts, key, target, moment.at, { after: cursor, limit: limit + 1 })
  const page = ids.slice(0, limit)
  return {
    items: await namePeople(shown, page),
    total,
    next: ids.length > limit ? (page.at(-1) ?? null) : null,
    ...stamp(moment),
  }
}

/** Whether a target is known at a moment; asked before a list would silently be empty. */
export function refuseUnknownTarget(
  moment: Moment,
  memberId: string,
  key: PermissionKey,
  target: Target,
): void {
  const { because } = decide(moment.facts, { memberId, permission: key, target, at: moment.at })
  if (because === 'authority/unknown-target') throw refuse('authority/unknown-target')
}
