import type { Tally } from '../../platform/act/index.ts'
import { keepHeadSeats } from '../authority/index.ts'
import { headedBy } from './store-members.ts'

/** Every tally by which somebody may become or stop being the head of a department here. */
type Moving = Tally<'org.member.move' | 'org.member.invite' | 'org.directory.import'>

/**
 * Called after appointments of these people were written: while department heads administer their departments, their
 * seats follow what they head from now on, in the same transaction.
 */
export async function keepHeads(tally: Moving, memberIds: readonly string[]): Promise<void> {
  if (memberIds.length === 0) return
  const headed = await headedBy(tally.act, memberIds)
  await keepHeadSeats(
    tally,
    [...new Set(memberIds)].map((memberId) => ({
      memberId,
      departmentIds: (headed.get(memberId) ?? []).toSorted(),
    })),
  )
}
