import { topOf } from '@hufu/authority'
import type { PermissionKey } from '@hufu/authority'
import type { Act, AfterCritical, CriticalAct } from '../../platform/act/index.ts'
import { tell } from './tell.ts'

export const CRITICAL_ACT = 'authority.critical-act@1'

/** What such a notice knows: the permission used, about whom, and where in the ledger it stands. */
export type CriticalNotice = {
  readonly permission: PermissionKey
  readonly memberId: string | null
  /** Who did it, when a member. */
  readonly by: string | null
  readonly revision: number
  /** Place among the entries of its revision; null when it wrote none. */
  readonly place: number | null
  /** How many critical acts the same transaction held. */
  readonly count: number
}

/**
 * Tells of a critical act everybody who is entitled to know: the creator, every active super administrator, and the
 * person it concerns; not whoever did it. A transaction of many such acts is told once, and to each person their own.
 */
export const tellOfCritical: AfterCritical = async (done) => {
  const [first] = done
  const { tally } = first
  const { act } = tally
  const entitled = entitledTo(act)
  await tell(tally, { to: [...entitled], kind: CRITICAL_ACT, data: noticeOf(first, done.length), mail: true })
  for (const [memberId, one] of concerned(done))
    if (!entitled.has(memberId) && memberId !== actorOf(act))
      await tell(one.tally, { to: [memberId], kind: CRITICAL_ACT, data: noticeOf(one, 1), mail: true })
}

const noticeOf = ({ tally, place }: CriticalAct, count: number): CriticalNotice => ({
  permission: tally.permission,
  memberId: memberOf(tally.target),
  by: actorOf(tally.act),
  revision: tally.act.facts.revision + 1,
  place,
  count,
})

/** Creator and super administrators in force, as they were before the act: whoever it takes away hears of it too. */
function entitledTo(act: Act): ReadonlySet<string> {
  return new Set(topOf(act.facts, act.at.getTime()).filter((memberId) => memberId !== actorOf(act)))
}

const actorOf = ({ actor }: Act): string | null => (actor.type === 'member' ? actor.memberId : null)

const memberOf = (target: CriticalAct['tally']['target']): string | null =>
  target.type === 'member' ? target.id : null

function concerned(done: readonly CriticalAct[]): ReadonlyMap<string, CriticalAct> {
  const found = new Map<string, CriticalAct>()
  for (const one of done) {
    const memberId = memberOf(one.tally.target)
    if (memberId !== null) found.set(memberId, one)
  }
  return found
}
