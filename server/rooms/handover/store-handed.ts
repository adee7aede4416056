import type { HandedKind } from '@hufu/contract'
import type { Where } from '../holdings/index.ts'
import { on } from './store.ts'

/** What went over: how many things of a kind, to whom, and whether they accepted or were given them. */
export type Given = {
  readonly kind: HandedKind
  readonly toId: string
  readonly how: 'accepted' | 'parked'
  readonly count: number
  readonly at: Date
}
/** A sealed backup: when, the SHA-256 of its manifest in hex, and how many things it names. */
export type SealedBackup = { readonly at: Date; readonly sha256: string; readonly things: number }

export type HandedOn = { readonly given: readonly Given[]; readonly backups: readonly SealedBackup[] }

/** Where that went since an instant which somebody held, as it stands now, and what was sealed of it; oldest first. */
export async function handedOn({ db, workspaceId }: Where, memberId: string, since: Date): Promise<HandedOn> {
  const offers = await on(db)
    .selectFrom('handover')
    .innerJoin('handoverItem', (join) =>
      join
        .onRef('handoverItem.workspaceId', '=', 'handover.workspaceId')
        .onRef('handoverItem.handoverId', '=', 'handover.id')
        .on('handoverItem.fate', '=', 'handed'),
    )
    .select(({ fn }) => [
      'handover.id',
      'handover.kind',
      'handover.toId',
      'handover.state',
      'handover.madeAt',
      'handover.settledAt',
      fn.countAll<string>().as('count'),
    ])
    .where('handover.workspaceId', '=', workspaceId)
    .where('handover.fromId', '=', memberId)
    .where('handover.madeAt', '>=', since)
    .where('handover.state', 'in', ['accepted', 'parked'])
    .groupBy(['handover.workspaceId', 'handover.id'])
    .orderBy('handover.id')
    .execute()
  const sealed = await on(db)
    .selectFrom('backup')
    .select(['takenAt', 'sha256', 'counts'])
    .where('workspaceId', '=', workspaceId)
    .where('memberId', '=', memberId)
    .where('takenAt', '>=', since)
    .orderBy('id')
    .execute()
  return {
    given: offers.map(({ kind, toId, state, madeAt, settledAt, count }) => ({
      kind,
      toId,
      how: state === 'parked' ? 'parked' : 'accepted',
      count: Number(count),
      at: settledAt ?? madeAt,
    })),
    backups: sealed.map(({ takenAt, sha256, counts }) => ({
      at: takenAt,
      sha256: sha256.toString('hex'),
      things: counts.reduce((sum, { count }) => sum + count, 0),
    })),
  }
}
