import { mayAdmit, usesOf } from '@hufu/authority'
import type { PermissionKey, Subject, Thing } from '@hufu/authority'
import { refuse } from '@hufu/kit'
import type { Act } from '../../platform/act/index.ts'
import { isEmail, isLogin, normalPhone } from './contacts.ts'
import { visibility } from './visibility/projection.ts'
import type { Visibility } from './visibility/projection.ts'
import { nameFault, nameKey, tidyName } from './names.ts'

/** A tidied name with its key. Refuses `directory/name-…`. */
export function goodName(text: string): { readonly name: string; readonly nameKey: string } {
  const name = tidyName(text)
  const fault = nameFault(name)
  if (fault === 'too-long') throw refuse('directory/name-too-long', { length: name.length })
  if (fault !== null) throw refuse(`directory/name-${fault}`)
  return { name, nameKey: nameKey(name) }
}

/** A login as it is kept. Refuses `directory/login-characters`. */
export function goodLogin(text: string): string {
  const login = text.normalize('NFKC').trim()
  if (!isLogin(login)) throw refuse('directory/login-characters')
  return login
}

/** A phone as it is kept. Refuses `directory/phone-malformed`. */
export function goodPhone(text: string): string {
  const phone = normalPhone(text)
  if (phone === null) throw refuse('directory/phone-malformed', { phone: text })
  return phone
}

/** An address as it is kept. Refuses `directory/email-malformed`. */
export function goodEmail(text: string): string {
  const email = text.trim()
  if (!isEmail(email)) throw refuse('directory/email-malformed')
  return email
}

/**
 * INVARIANT E3, E6: nobody lets anybody into a department, position or group whose grants give more than they may give
 * themselves. Refuses `authority/above-ceiling`, naming what is too much.
 */
export function refuseBeyond(
  act: Act,
  permission: PermissionKey,
  receiver: Subject,
  into: readonly Subject[],
): void {
  if (act.actor.type !== 'member' || into.length === 0) return
  const verdict = mayAdmit(
    act.facts,
    act.actor.memberId,
    { receiver, into, act: permission },
    act.at.getTime(),
  )
  if (!verdict.allowed)
    throw refuse('authority/above-ceiling', { permissions: verdict.above, by: verdict.by })
}

/** Refuses to remove what grants, restrictions or seats still speak of: no right and no restriction vanishes unseen. */
export function refuseSpokenOf(act: Act, ...things: readonly Thing[]): void {
  const uses = things.flatMap((thing) => usesOf(act.facts, thing))
  if (uses.length > 0)
    throw refuse('directory/still-spoken-of', { count: uses.length, by: uses.slice(0, 20) })
  const rules = things.reduce((sum, thing) => sum + rulesNaming(act.projection(visibility), thing), 0)
  if (rules > 0) throw refuse('directory/still-in-rules', { count: rules })
}

/** How many standing rules of visibility name a thing: a rule must not come to speak of nobody unseen. */
function rulesNaming({ rules }: Visibility, thing: Thing): number {
  if (thing.type !== 'department' && thing.type !== 'group') return 0
  return [...rules.values()].filter(({ terms }) =>
    [terms.about, ...terms.viewers, ...(terms.kind === 'limit' ? terms.list : [])].some(
      (named) => named.type === thing.type && 'id' in named && named.id === thing.id,
    ),
  ).length
}

/** The places that an appointment lets somebody into. */
export function placesOf(departmentId: string, positionId: string | null): readonly Subject[] {
  const department = { type: 'department', id: departmentId } as const
  return positionId === null ? [department] : [department, { type: 'position', id: positionId }]
}
