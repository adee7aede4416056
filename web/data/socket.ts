import { SOCKET_URL, contract, serverFrame } from '@hufu/contract'
import type { ClientFrame, ServerFrame } from '@hufu/contract'
import { ask, sawRevision } from './ask.ts'
import { isProblem } from './problem.ts'
import { locale } from '../words/locale.ts'

/** `off`: signed out · `opening`: first try · `open` · `lost`: trying again. */
export type Link = 'off' | 'opening' | 'open' | 'lost'

const WAIT_FIRST_MS = 500
const WAIT_MAX_MS = 30_000

const frameListeners = new Set<(frame: ServerFrame) => void>()
const linkListeners = new Set<() => void>()
let link: Link = 'off'
let socket: WebSocket | null = null
let timer: ReturnType<typeof setTimeout> | null = null
let failures = 0
/** Counts openings, so that a slow ticket of an earlier one opens nothing. */
let turn = 0

/** State of the line to the server. */
export function linkState(): Link {
  return link
}

/** For `useSyncExternalStore`. */
export function onLink(listener: () => void): () => void {
  linkListeners.add(listener)
  return () => linkListeners.delete(listener)
}

/** Hears every frame the server sends, until the returned function is called. */
export function onFrame(listener: (frame: ServerFrame) => void): () => void {
  frameListeners.add(listener)
  return () => frameListeners.delete(listener)
}

/** Opens the line and keeps it open until `closeLine`. */
export function openLine(): void {
  if (link !== 'off') return
  setLink('opening')
  globalThis.addEventListener('online', hurry)
  void dial()
}

/** Closes the line for good, as on signing out. */
export function closeLine(): void {
  turn += 1
  globalThis.removeEventListener('online', hurry)
  if (timer !== null) clearTimeout(timer)
  timer = null
  socket?.close()
  socket = null
  setLink('off')
}

async function dial(): Promise<void> {
  turn += 1
  const mine = turn
  try {
    const { ticket } = await ask(contract.identity.ticket, { body: {} })
    if (mine === turn) talk(ticket, mine)
  } catch (error) {
    if (mine !== turn) return
    // 401: the session is over; the next read of the page says so and leads to the sign-in.
    if (isProblem(error) && error.status === 401)
      hear({ type: 'ended', because: error.code, words: error.words })
    else retry()
  }
}

function talk(ticket: string, mine: number): void {
  const address = new URL(SOCKET_URL, location.href)
  address.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:'
  const line = new WebSocket(address)
  socket = line
  line.addEventListener('open', () =>
    line.send(JSON.stringify({ type: 'open', ticket, locale: locale() } satisfies ClientFrame)),
  )
  line.addEventListener('message', (event: MessageEvent<unknown>) => {
    if (mine === turn && typeof event.data === 'string') read(event.data)
  })
  line.addEventListener('close', () => {
    if (mine === turn) retry()
  })
}

function read(text: string): void {
  const frame = serverFrame.safeParse(JSON.parse(text))
  // An unknown type comes from a newer server; the contract says to ignore it.
  if (!frame.success) return
  if (frame.data.type === 'hello') {
    failures = 0
    sawRevision(frame.data.revision)
    setLink('open')
  }
  if (frame.data.type === 'rights') sawRevision(frame.data.revision)
  hear(frame.data)
}

function hear(frame: ServerFrame): void {
  for (const listener of frameListeners) listener(frame)
}

/** Waits longer after each failure, by chance between half and the whole, so that not everybody comes back at once. */
function retry(): void {
  socket = null
  setLink('lost')
  const wait = Math.min(WAIT_MAX_MS, WAIT_FIRST_MS * 2 ** failures)
  failures += 1
  if (timer !== null) clearTimeout(timer)
  timer = setTimeout(() => void dial(), wait * (0.5 + Math.random() / 2))
}

function hurry(): void {
  if (link !== 'lost') return
  failures = 0
  if (timer !== null) clearTimeout(timer)
  void dial()
}

function setLink(next: Link): void {
  if (next === link) return
  link = next
  for (const listener of linkListeners) listener()
}
