import { UPLOAD_BYTES_MAX, contract } from '@hufu/contract'
import { newId } from '@hufu/kit'
import { useSyncExternalStore } from 'react'
import { ask, send as sendBytes } from './ask.ts'
import { isProblem, wordsOfError } from './problem.ts'
import { linkState, onLink } from './socket.ts'

/** A file on its way: `done` from 0 to 1; `fileId` once the server has all of it. */
export type OutgoingFile = {
  readonly name: string
  readonly size: number
  readonly type: string
  readonly bytes: Blob
  readonly done: number
  readonly fileId: string | null
}

/** A message of mine that the server has not confirmed. `words` says why it failed; `null` while it is under way. */
export type Outgoing = {
  readonly clientId: string
  readonly conversationId: string
  readonly body: string
  readonly at: string
  readonly file: OutgoingFile | null
  readonly words: string | null
  /** The network failed, not the server: sent again by itself once the line is back. */
  readonly waits: boolean
}

const none: readonly Outgoing[] = []
const byConversation = new Map<string, readonly Outgoing[]>()
const listeners = new Set<() => void>()
let confirmed: (message: Awaited<ReturnType<typeof post>>) => void = () => {}

/** What becomes of a message the server has taken; set once by the page. */
export function whenConfirmed(listener: typeof confirmed): void {
  confirmed = listener
}

/** My messages on their way in a conversation, oldest first. */
export function useOutgoing(conversationId: string): readonly Outgoing[] {
  return useSyncExternalStore(onOutgoing, () => byConversation.get(conversationId) ?? none)
}

/** Sends a text. It shows at once and stays until the server has confirmed it. */
export function sendText(conversationId: string, body: string): void {
  start({ ...blank(conversationId), body })
}

/** Sends a file; it is uploaded first. Whether it is small enough is asked by the caller. */
export function sendFile(conversationId: string, file: File): void {
  const { name, size, type } = file
  start({ ...blank(conversationId), file: { name, size, type, bytes: file, done: 0, fileId: null } })
}

/** True for a file that may be sent by its size. */
export const fits = (file: File): boolean => file.size > 0 && file.size <= UPLOAD_BYTES_MAX

/** Tries a failed message again, under its own id: it is there once. */
export function sendAgain(outgoing: Outgoing): void {
  put({ ...outgoing, words: null, waits: false })
  void deliver(outgoing.conversationId, outgoing.clientId)
}

/** Gives a failed message up. */
export function discard(outgoing: Outgoing): void {
  settleOutgoing(outgoing.conversationId, outgoing.clientId)
}

/** Takes a message off the way: it has arrived, or was given up. */
export function settleOutgoing(conversationId: string, clientId: string): void {
  const left = (byConversation.get(conversationId) ?? none).filter((one) => one.clientId !== clientId)
  if (left.length === 0) byConversation.delete(conversationId)
  else byConversation.set(conversationId, left)
  tell()
}

const blank = (conversationId: string): Outgoing => ({
  clientId: newId(),
  conversationId,
  body: '',
  at: new Date().toISOString(),
  file: null,
  words: null,
  waits: false,
})

function start(outgoing: Outgoing): void {
  byConversation.set(outgoing.conversationId, [
    ...(byConversation.get(outgoing.conversationId) ?? none),
    outgoing,
  ])
  tell()
  void deliver(outgoing.conversationId, outgoing.clientId)
}

const find = (conversationId: string, clientId: string): Outgoing | undefined =>
  byConversation.get(conversationId)?.find((one) => one.clientId === clientId)

async function deliver(conversationId: string, clientId: string): Promise<void> {
  const outgoing = find(conversationId, clientId)
  if (outgoing === undefined) return
  try {
    const fileId = await upload(outgoing)
    const message = await post({ ...outgoing, fileId })
    confirmed(message)
    settleOutgoing(conversationId, clientId)
  } catch (error) {
    const now = find(conversationId, clientId)
    if (now !== undefined)
      put({ ...now, words: wordsOfError(error), waits: isProblem(error) && error.status === 0 })
  }
}

const post = ({ conversationId, clientId, body, fileId }: Outgoing & { readonly fileId: string | null }) =>
  ask(contract.messaging.send, {
    params: { conversationId },
    body: { clientId, body, ...(fileId === null ? {} : { fileId }) },
  })

async function upload({ conversationId, clientId, file }: Outgoing): Promise<string | null> {
  if (file === null || file.fileId !== null) return file?.fileId ?? null
  const query = {
    name: file.name.slice(0, 200),
    ...(file.type === '' ? {} : { type: file.type.slice(0, 100) }),
  }
  const progress = (done: number): void => changeFile(conversationId, clientId, { done })
  const answer = await sendBytes(
    contract.files.upload,
    { params: { conversationId }, query },
    file.bytes,
    progress,
  )
  changeFile(conversationId, clientId, { done: 1, fileId: answer.id })
  return answer.id
}

function changeFile(conversationId: string, clientId: string, change: Partial<OutgoingFile>): void {
  const now = find(conversationId, clientId)
  if (now === undefined || now.file === null) return
  put({ ...now, file: { ...now.file, ...change } })
}

function put(outgoing: Outgoing): void {
  const before = byConversation.get(outgoing.conversationId) ?? none
  byConversation.set(
    outgoing.conversationId,
    before.map((one) => (one.clientId === outgoing.clientId ? outgoing : one)),
  )
  tell()
}

function onOutgoing(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

function tell(): void {
  for (const listener of listeners) listener()
}

// What waited for the network goes out as soon as the line is back.
onLink(() => {
  // Signed out: what the next person on this page sends is theirs.
  if (linkState() === 'off') byConversation.clear()
  if (linkState() === 'open') sendWaiting()
})
// The line may outlive a short break that a request did not.
globalThis.addEventListener('online', sendWaiting)

function sendWaiting(): void {
  for (const outgoing of [...byConversation.values()].flat()) if (outgoing.waits) sendAgain(outgoing)
}
