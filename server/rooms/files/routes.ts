import { UPLOAD_BYTES_MAX, contract } from '@hufu/contract'
import type { FileView } from '@hufu/contract'
import { isRefusal, newId, refuse } from '@hufu/kit'
import type { Blobs } from '../../platform/blobs/index.ts'
import { hold, may } from '../../platform/http/index.ts'
import type { Call, Doors, Reading } from '../../platform/http/index.ts'
import { finishUpload } from './commands.ts'
import { fileName, fileType } from './name.ts'
import { targetOf } from './place.ts'
import type { Place } from './place.ts'
import { readFile } from './store.ts'
import type { FileRow } from './store.ts'

type Upload = Call<typeof contract.files.upload>

/** Somebody's download, told when its first bytes may leave: whether all of them arrive is for the reader's end to know. */
export type Download = {
  readonly workspaceId: string
  readonly memberId: string
  readonly fileId: string
  readonly conversationId: string
  readonly name: string
  readonly requestId: string
}

/** The bytes, who is in the conversation a file lies in, and who hears of each download as it begins. */
export type FilesParts = {
  readonly blobs: Blobs
  readonly place: Place
  readonly onDownload: (download: Download) => void
}

/** Hangs the doors of this room. */
export function fileRoutes(doors: Doors, { blobs, place, onDownload }: FilesParts): void {
  doors.handle(contract.files.upload, (call) => upload(call, blobs, place), {
    bodyBytesMax: UPLOAD_BYTES_MAX + 1,
  })
  doors.handle(contract.files.download, async (call) => {
    const file = await visibleFile(call.reading, place, call.params.fileId)
    const { workspaceId, memberId } = call.reading
    const { id: fileId, conversationId, name } = file
    const { requestId } = call
    return call.stream({
      bytes: blobs.read(file.id),
      type: 'application/octet-stream',
      size: file.size,
      fileName: file.name,
      begun: () => onDownload({ workspaceId, memberId, fileId, conversationId, name, requestId }),
    })
  })
}

const tooLarge = (): Error => refuse('file/too-large', { mebibytes: UPLOAD_BYTES_MAX / 1024 / 1024 })

async function upload(call: Upload, blobs: Blobs, place: Place): Promise<FileView> {
  const { conversationId } = call.params
  holdPlace(call.reading, place, conversationId)
  may(call.reading, 'file.upload', targetOf(conversationId))
  const received = await blobs.receive(call.bytes, UPLOAD_BYTES_MAX, tooLarge).catch((error: unknown) => {
    throw call.signal.aborted ? refuse('file/interrupted') : error
  })
  if (received.size === 0) {
    await blobs.discard(received)
    throw refuse('file/empty')
  }
  const id = newId()
  const { size, sha256 } = received
  await blobs.keep(received, id)
  const file = {
    id,
    conversationId,
    name: fileName(call.query.name),
    type: fileType(call.query.type),
    size,
    sha256,
  }
  try {
    // Not remembered: a second upload under the same key has bytes of its own, and the first row would not name them.
    const done = await call.perform('content', 'files.upload', (act) => finishUpload(act, place, file), {
      remember: false,
    })
    return done.result
  } catch (error) {
    // What the node itself says leaves the fate of the commit open; bytes without a row are swept away later.
    if (isRefusal(error) && !error.code.startsWith('node/')) await blobs.remove(id)
    throw error
  }
}

/** A file one may download; what one may not see is not there. Everything is asked again at every chunk. */
async function visibleFile(reading: Reading, place: Place, fileId: string): Promise<FileRow> {
  const file = await readFile(reading.db, reading.workspaceId, fileId)
  if (file === undefined) throw refuse('file/not-found')
  const { conversationId, sentSeq, uploaderId } = file
  hold(reading, () =>
    place.isIn(reading, conversationId, reading.memberId) ? null : refuse('file/not-found'),
  )
  const { workspaceId, memberId } = reading
  const from = await place.seenFrom(reading.db, { workspaceId, conversationId, memberId })
  const seen = from !== null && (sentSeq === null ? uploaderId === memberId : sentSeq > from)
  if (!seen) throw refuse('file/not-found')
  may(reading, 'file.download', targetOf(conversationId))
  return file
}

function holdPlace(reading: Reading, place: Place, conversationId: string): void {
  hold(reading, () =>
    place.isIn(reading, conversationId, reading.memberId) ? null : refuse('messaging/not-found'),
  )
}
