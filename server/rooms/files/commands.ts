import type { FileView } from '@hufu/contract'
import { refuse } from '@hufu/kit'
import { permit, publish } from '../../platform/act/index.ts'
import type { Act, Tally } from '../../platform/act/index.ts'
import { targetOf } from './place.ts'
import type { Place } from './place.ts'
import { insertFile, lockFile, markSent } from './store.ts'
import type { FileRow } from './store.ts'

export type Finished = Pick<FileRow, 'id' | 'conversationId' | 'name' | 'type' | 'size' | 'sha256'>

/** Writes the row of an upload that is whole. Asked here once more: what began with a right may not end without it. */
export async function finishUpload(act: Act, place: Place, file: Finished): Promise<FileView> {
  if (act.actor.type !== 'member') throw refuse('authority/not-granted')
  const uploaderId = act.actor.memberId
  if (!place.isIn(act, file.conversationId, uploaderId)) throw refuse('messaging/not-found')
  const tally = permit(act, 'file.upload', targetOf(file.conversationId))
  await insertFile(tally, { ...file, uploaderId })
  const { id, name, size, type } = file
  publish(tally, {
    topic: `file:${id}`,
    kind: 'file.uploaded@1',
    data: { id, conversationId: file.conversationId, uploaderId, size },
  })
  return { id, name, size, type }
}

type Taking = {
  readonly fileId: string
  readonly conversationId: string
  readonly senderId: string
  /** The number of the message that takes it along. */
  readonly seq: number
}

/** Takes an upload of the sender's own along with a message, once. Its message is written in the same transaction. */
export async function takeAlong(
  tally: Tally<'file.upload'>,
  { fileId, conversationId, senderId, seq }: Taking,
): Promise<FileView> {
  const file = await lockFile(tally.act, fileId)
  if (file === undefined || file.conversationId !== conversationId || file.uploaderId !== senderId)
    throw refuse('file/not-found')
  if (file.sentSeq !== null) throw refuse('file/already-sent')
  await markSent(tally, fileId, seq)
  const { id, name, size, type } = file
  return { id, name, size, type }
}
