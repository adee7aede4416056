/** What takes everything of a person, or one grant: the same as ever, and kept and tried like any right taken back. */
import type { RevocationReason } from '@hufu/contract'
import type { Act } from '../../platform/act/index.ts'
import { endGrant } from '../authority/index.ts'
import { departMember, suspendMember } from '../directory/index.ts'
import { beginKeeping } from './take.ts'

type Leaving = {
  readonly memberId: string
  readonly because: string
  readonly reason?: RevocationReason | undefined
}
type Kept = { readonly revocationId: string }

/** The member leaves for good. */
export function departAndKeep(act: Act, { reason = 'leave', ...input }: Leaving): Promise<Kept> {
  return departMember(act, input, async (tally, end) => {
    const keeping = beginKeeping(act, { ...input, what: 'departure', reason })
    await end()
    return { revocationId: await keeping.keep(tally, []) }
  })
}

/** The member is suspended: what their grants give rests until they are restored. */
export function suspendAndKeep(act: Act, { reason = 'other', ...input }: Leaving): Promise<Kept> {
  return suspendMember(act, input, async (tally, end) => {
    const keeping = beginKeeping(act, { ...input, what: 'suspension', reason })
    await end()
    return { revocationId: await keeping.keep(tally, []) }
  })
}

/** Ends a grant. One that was given to a single person is kept like any right taken of them, where it took one. */
export function endGrantAndKeep(
  act: Act,
  input: { readonly grantId: string; readonly because: string },
): Promise<{ readonly revocationId: string | null }> {
  return endGrant(act, input, async (tally, grant, end) => {
    const { subjectType, subjectId, permission } = grant
    if (subjectType !== 'member' || subjectId === null) {
      await end()
      return { revocationId: null }
    }
    const { grantId, because } = input
    const about = { memberId: subjectId, what: 'grant', reason: 'other', because, grantId } as const
    const keeping = beginKeeping(act, about)
    await end()
    const direct = permission === null ? [] : [{ permission, ended: [grantId], restricted: null }]
    return { revocationId: await keeping.keep(tally, direct) }
  })
}
