/** What is left to be done after a switch: found where the system can see it, said with evidence where it cannot. */
import { checklistItem } from '@hufu/contract'
import type { ChecklistView } from '@hufu/contract'
import { refuse } from '@hufu/kit'
import { permit, publish, record } from '../../platform/act/index.ts'
import type { Act } from '../../platform/act/index.ts'
import { tellEach } from '../notices/index.ts'
import { actorId, creatorOf } from './ground.ts'
import { insertItem, itemsOf, lockTransfer, setTransfer, whereOf } from './store.ts'
import type { TransferRow, Where } from './store.ts'
import { firstEntryAfter } from './store-people.ts'
import type { Switching } from './parts.ts'
import { CHECKLIST_OPEN } from './told.ts'

const DAY_MS = 86_400_000
export type ItemKey = ChecklistView['items'][number]['key']

/** What the new creator says; everything else shows by itself. */
const said: readonly ItemKey[] = ['former-secrets', 'administrators', 'announcement']

export type Found = {
  readonly key: ItemKey
  readonly doneAt: Date | null
  readonly doneBy: string | null
  readonly evidence: { readonly code: string; readonly value: string }
}

const open = (key: ItemKey): Found => ({
  key,
  doneAt: null,
  doneBy: null,
  evidence: { code: '', value: '' },
})

/** How each item stands, in their order. */
export async function found(where: Where, row: TransferRow): Promise<readonly Found[]> {
  const ticked = new Map((await itemsOf(where, row.id)).map((item) => [item.key, item]))
  const all: Found[] = []
  for (const key of checklistItem.shape.key.options) {
    const item = ticked.get(key)
    all.push(
      item === undefined
        ? await foundBySystem(where, row, key)
        : {
            key,
            doneAt: item.doneAt,
            doneBy: item.doneBy,
            evidence: { code: 'said', value: item.evidence },
          },
    )
  }
  return all
}

async function foundBySystem(where: Where, row: TransferRow, key: ItemKey): Promise<Found> {
  const bySystem = (doneAt: Date | null, code: string, value = ''): Found =>
    doneAt === null ? open(key) : { key, doneAt, doneBy: null, evidence: { code, value } }
  const entry = async (memberId: string, event: string, kind: string | null): Promise<Found> => {
    const revision = row.doneRevision ?? 0
    const first = await firstEntryAfter(where, { event, kind, memberId, revision })
    return first === null ? open(key) : bySystem(first.at, 'entry', String(first.index))
  }
  switch (key) {
    case 'duties':
      return bySystem(row.acceptedAt, 'accepted')
    case 'former-sessions':
      return bySystem(row.doneAt, 'sessions')
    case 'sealed-backup':
      return bySystem(row.backupId === null ? null : row.doneAt, 'backup', row.backupId ?? '')
    case 'record-of-holdings':
      return bySystem(row.recordSha256 === null ? null : row.doneAt, 'record', row.recordSha256 ?? '')
    case 'recovery-codes':
      return entry(row.successorId, 'factor.added@1', 'recovery')
    case 'former-secrets':
      return entry(row.formerId, 'credential.set@1', null)
    case 'administrators':
    case 'announcement':
      return open(key)
  }
}

export const isWhole = (items: readonly Found[]): boolean => items.every(({ doneAt }) => doneAt !== null)

/** Says that something was done, and how. Only the creator to whom it was left, and only what does not show by itself. */
export async function tick(
  act: Act,
  { transferId, item, evidence }: { readonly transferId: string; readonly item: ItemKey; evidence: string },
): Promise<null> {
  const memberId = actorId(act)
  const tally = permit(act, 'sec.self.manage', { type: 'member', id: memberId })
  const row = await lockTransfer(act, transferId)
  if (row === undefined || row.successorId !== memberId) throw refuse('transfer/not-found')
  if (row.state !== 'done' || creatorOf(act.facts) !== memberId) throw refuse('transfer/not-now')
  if (!said.includes(item)) throw refuse('transfer/shows-itself')
  if (evidence.trim() === '') throw refuse('transfer/no-evidence')
  const items = await found(whereOf(act), row)
  if (items.some(({ key, doneAt }) => key === item && doneAt !== null)) throw refuse('transfer/voted')
  await insertItem(tally, { transferId, key: item, doneBy: memberId, evidence })
  record(
    tally,
    { name: 'transfer.item-done@1', data: { transferId, item } },
    { sealed: { evidence }, about: [memberId] },
  )
  return null
}

const WEEK_DAYS = 7

/** Every day of the first week, every week from then on. */
export const nextReminder = (doneAt: Date, now: Date): Date => {
  const days = (now.getTime() - doneAt.getTime()) / DAY_MS
  return new Date(now.getTime() + (days < WEEK_DAYS ? DAY_MS : WEEK_DAYS * DAY_MS))
}

/** Reminds the new creator of what is left, until nothing is. */
export async function remind({ perform }: Switching, { workspaceId, id }: TransferRow): Promise<void> {
  await perform(
    { type: 'system', name: 'usher' },
    { name: 'transfers.remind', kind: 'content', workspaceId, channel: 'job' },
    async (act) => {
      const row = await lockTransfer(act, id)
      if (row === undefined || row.state !== 'done' || row.doneAt === null) return null
      if (row.remindAt === null || row.remindAt > act.at) return null
      const items = await found(whereOf(act), row)
      const isOver = isWhole(items) || creatorOf(act.facts) !== row.successorId
      const tally = permit(act, 'perm.verify', { type: 'workspace' })
      await setTransfer(tally, id, { remindAt: isOver ? null : nextReminder(row.doneAt, act.at) })
      const left = items.filter(({ doneAt }) => doneAt === null).length
      const data = { transferId: id, left }
      publish(tally, { topic: `transfer:${id}`, kind: 'transfer.checklist', data })
      await tellEach(tally, isOver ? [] : [{ to: [row.successorId], kind: CHECKLIST_OPEN, data, mail: true }])
      return null
    },
  )
}
