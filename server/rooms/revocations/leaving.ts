/** What takes everything of a person, or one grant: the same as ever, and kept and tried like any right taken back. */
import { statusOf } from '@hufu/authority'
import type { RevocationReason } from '@hufu/contract'
import type { Act, Tally } from '../../platform/act/index.ts'
import { endGrant } from '../authority/index.ts'
import type { Handover } from '../handover/index.ts'
import type { Where } from '../holdings/index.ts'
import { departMember, suspendMember } from '../directory/index.ts'
import { beginKeeping } from './take.ts'
import type { Taking } from './take.ts'

type Leaving = {
  readonly memberId: string
  readonly because: string
  readonly reason?: RevocationReason | undefined
}
type Ending = {
  readonly grantId: string
  readonly because: string
  readonly reason?: RevocationReason | undefined
}
type Kept = { readonly revocationId: string }
/** What else is written with the same tally; `revocationId` null where nothing was lost by one person. */
export type Also = (tally: Tally<Taking>, revocationId: string | null) => Promise<void>
const nothingElse: Also = () => Promise.resolve()

/** What seeing somebody off takes of other rooms. */
export type SeeingOff = Pick<Handover, 'readHeld' | 'forgetHeld' | 'holdsToPark' | 'takeBackup' | 'park'> & {
  /** To whom somebody reports. */
  readonly manager: (where: Where, memberId: string) => Promise<{ readonly id: string } | null>
}

/** Sees somebody off. */
export type Depart = (act: Act, input: Leaving, also?: Also) => Promise<Kept>

/**
 * The member leaves for good. Before anything is taken a backup of what they hold is sealed; what has no successor by now
 * goes to their manager, else to whoever sees them off, who hand it on from there.
 */
export function departing(seeingOff: SeeingOff): Depart {
  const { readHeld, forgetHeld, holdsToPark, takeBackup, park, manager } = seeingOff
  return (act, { reason = 'leave', ...input }, also = nothingElse) =>
    departMember(act, input, async (tally, end, { managerId }) => {
      const { memberId, because } = input
      const at = { db: act.tx, workspaceId: act.workspaceId }
      const keeping = beginKeeping(act, { ...input, what: 'departure', reason, managerId })
      await readHeld(at, [memberId])
      await takeBackup(tally, { memberId, because })
      const custodianId = (await holdsToPark(at, memberId)) ? await custodianOf(act, memberId, manager) : null
      if (custodianId !== null) await park(tally, { memberId, custodianId, because })
      await end()
      // Nobody leads whoever has left.
      for (const id of [memberId, managerId]) if (id !== null) forgetHeld(at, id)
      const revocationId = await keeping.keep(tally)
      await also(tally, revocationId)
      return { revocationId }
    })
}

async function custodianOf(
  act: Act,
  memberId: string,
  manager: SeeingOff['manager'],
): Promise<string | null> {
  const above = await manager({ db: act.tx, workspaceId: act.workspaceId }, memberId)
  if (above !== null && statusOf(act.facts, above.id) === 'active') return above.id
  return act.actor.type === 'member' ? act.actor.memberId : null
}

/** The member is suspended: what their grants give rests until they are restored. */
export function suspendAndKeep(
  act: Act,
  { reason = 'other', ...input }: Leaving,
  also: Also = nothingElse,
): Promise<Kept> {
  return suspendMember(act, input, async (tally, end) => {
    const keeping = beginKeeping(act, { ...input, what: 'suspension', reason })
    await end()
    const revocationId = await keeping.keep(tally)
    await also(tally, revocationId)
    return { revocationId }
  })
}

/** Ends a grant. One that was given to a single person is kept like any right taken of them, where it took one. */
export function endGrantAndKeep(
  act: Act,
  { reason = 'other', ...input }: Ending,
  also: Also = nothingElse,
): Promise<{ readonly revocationId: string | null }> {
  return endGrant(act, input, async (tally, grant, end) => {
    const { subjectType, subjectId, permission } = grant
    if (subjectType !== 'member' || subjectId === null) {
      await end()
      await also(tally, null)
      return { revocationId: null }
    }
    const { grantId, because } = input
    const about = { memberId: subjectId, what: 'grant', reason, because, grantId } as const
    const keeping = beginKeeping(act, about)
    await end()
    const rights = permission === null ? [] : [{ permission, ended: [grantId], left: [], restricted: null }]
    const revocationId = await keeping.keep(tally, { rights })
    await also(tally, revocationId)
    return { revocationId }
  })
}
