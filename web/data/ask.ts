import { SECOND_HALF_HEADER, SECOND_HALF_NEEDED, STEP_UP_HEADER, STEP_UP_NEEDED } from '@hufu/contract'
import type { Route } from '@hufu/contract'
import { newId } from '@hufu/kit'
import { locale } from '../words/locale.ts'
import { saveBytes } from './save.ts'
import { isProblem, offline, problemOf } from './problem.ts'
import type { AnswerOf, InputOf, RawInput } from './shapes.ts'
import { routeOf } from './route-of.ts'
import { askSecondHalf } from './second-half.ts'
import { askStepUp } from './step-up.ts'

/** The newest revision this page has seen; sent back so that no node answers with older rights. */
let seenRevision = 0

/** Remembers a revision told by another way, such as the socket. */
export function sawRevision(revision: number): void {
  if (Number.isSafeInteger(revision) && revision > seenRevision) seenRevision = revision
}

/** The address of a route with its parameters and query filled in. */
export function addressOf(route: Route, input: RawInput): string {
  const path = route.url.replaceAll(/:(\w+)/g, (_, name: string) =>
    encodeURIComponent(String(input.params?.[name])),
  )
  const query = new URLSearchParams()
  for (const [key, value] of Object.entries(input.query ?? {}))
    if (typeof value === 'string' ? value !== '' : ['number', 'boolean'].includes(typeof value))
      query.set(key, String(value))
  const text = query.toString()
  return text === '' ? path : `${path}?${text}`
}

/**
 * Asks one route of the contract and parses its answer. Where the server wants to know once more who asks, the person is
 * asked, and then the very same request is sent again. Throws `Problem`.
 */
export async function ask<R extends Route>(
  route: R,
  input: InputOf<R>,
  signal: AbortSignal | null = null,
): Promise<AnswerOf<R>> {
  // InputOf only narrows what RawInput allows.
  const response = await answerTo(route, input as RawInput, signal)
  return route.answer.parse(await response.json())
}

/** What is sent: the body is text from here on, because what is proved and stood behind is exactly these bytes. */
type Sent = { readonly address: string; readonly body: string | null }

function answerTo(route: Route, raw: RawInput, signal: AbortSignal | null): Promise<Response> {
  const body = route.method !== 'GET' && raw.body !== undefined ? JSON.stringify(raw.body) : null
  return answerToSent(route, raw, { address: addressOf(route, raw), body }, { signal })
}

/**
 * Sends exactly the bytes that a second person has agreed to, with their half. Whoever sends it proves once more that it
 * is they. Throws `Problem`.
 */
export async function sendAgreed(
  act: { readonly method: string; readonly path: string; readonly body: string },
  halfId: string,
): Promise<void> {
  const { route, params } = routeOf(act.method, act.path)
  const body = act.body === '' ? null : act.body
  const raw: RawInput = { params, ...(body === null ? {} : { body: JSON.parse(body) }) }
  await answerToSent(route, raw, { address: act.path, body }, { headers: { [SECOND_HALF_HEADER]: halfId } })
}

/** More would be a server that asks for the same again and again. */
const ASKED_MAX = 4

/** Sends a request, and once more with a proof, or with a second person behind it, where the server wants that. */
async function answerToSent(
  route: Route,
  raw: RawInput,
  { address, body }: Sent,
  more: { readonly signal?: AbortSignal | null; readonly headers?: Readonly<Record<string, string>> },
): Promise<Response> {
  const request: RequestInit = { method: route.method, body, signal: more.signal ?? null }
  let brought = more.headers ?? {}
  for (let asked = 0; ; asked += 1)
    try {
      const headers = { ...headersFor(route), ...brought }
      return await fetchOnceMore(address, { ...request, headers })
    } catch (error) {
      if (!isProblem(error) || asked === ASKED_MAX) throw error
      if (error.code === STEP_UP_NEEDED) {
        const token = await askStepUp(error, { route, input: raw, address, body: body ?? '' })
        brought = { ...brought, [STEP_UP_HEADER]: token }
      } else if (error.code === SECOND_HALF_NEEDED) {
        const act = { method: route.method, path: address, body: body ?? '' }
        // A proof that was brought is too old by the time somebody else has agreed.
        brought = { [SECOND_HALF_HEADER]: await askSecondHalf(error, act) }
      } else throw error
    }
}

/** Sends bytes as the body of a route, with progress from 0 to 1. Throws `Problem`. */
export function send<R extends Route>(
  route: R,
  input: InputOf<R>,
  bytes: Blob,
  onProgress: (done: number) => void = () => {},
): Promise<AnswerOf<R>> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open(route.method, addressOf(route, input as RawInput))
    for (const [name, value] of Object.entries(headersFor(route))) request.setRequestHeader(name, value)
    request.upload.addEventListener('progress', (event) =>
      onProgress(event.loaded / Math.max(1, event.total)),
    )
    request.addEventListener('error', () => reject(offline()))
    request.addEventListener('load', () => {
      noteRevision(request.getResponseHeader('Hufu-Revision'))
      const body = { status: Math.max(200, request.status), headers: { 'content-type': 'application/json' } }
      const response = new Response(request.responseText, body)
      if (!response.ok) problemOf(response).then(reject, reject)
      else resolve(route.answer.parse(JSON.parse(request.responseText)))
    })
    request.send(bytes)
  })
}

/**
 * Fetches a file and hands it to the browser's own download, so that a refusal is told in words. `onBytes` hears how many
 * have come. Throws `Problem`; a file that breaks off is not handed on.
 */
export async function download<R extends Route>(
  route: R,
  input: InputOf<R>,
  fileName: string,
  onBytes: (count: number) => void = () => {},
): Promise<void> {
  const response = await answerTo(route, input as RawInput, null)
  const bytes = await counted(response, onBytes).catch(() => {
    throw offline()
  })
  saveBytes(bytes, nameFrom(response.headers.get('content-disposition')) ?? fileName)
}

// The browser itself puts the pieces away, so that a long file need not lie in this page's memory.
async function counted({ body }: Response, onBytes: (count: number) => void): Promise<Blob> {
  let count = 0
  const counter = new TransformStream<Uint8Array, Uint8Array>({
    transform(piece, controller) {
      count += piece.byteLength
      onBytes(count)
      controller.enqueue(piece)
    },
  })
  return await new Response(body?.pipeThrough(counter) ?? null).blob()
}

function headersFor(route: Route): Record<string, string> {
  const headers: Record<string, string> = { 'Accept-Language': locale() }
  if (seenRevision > 0) headers['Hufu-Revision'] = String(seenRevision)
  if (route.method !== 'GET') headers['Idempotency-Key'] = newId()
  if (route.sends === 'bytes') headers['Content-Type'] = 'application/octet-stream'
  else if (route.method !== 'GET' && !takesNoBody(route)) headers['Content-Type'] = 'application/json'
  return headers
}

// A JSON content type with an empty body is refused by strict servers.
const takesNoBody = (route: Route): boolean => route.body.safeParse(undefined).success

/** A dropped connection is tried once more with the same key, so the write happens at most once. */
async function fetchOnceMore(address: string, request: RequestInit): Promise<Response> {
  try {
    return await fetchOnce(address, request)
  } catch (error) {
    if (!isProblem(error) || error.status !== 0) throw error
    await new Promise((resolve) => setTimeout(resolve, 400))
    return await fetchOnce(address, request)
  }
}

async function fetchOnce(address: string, request: RequestInit): Promise<Response> {
  const response = await fetch(address, { credentials: 'same-origin', ...request }).catch(
    (error: unknown) => {
      if (error instanceof DOMException && error.name === 'AbortError') throw error
      throw offline()
    },
  )
  noteRevision(response.headers.get('Hufu-Revision'))
  if (!response.ok) throw await problemOf(response)
  return response
}

const noteRevision = (header: string | null): void => sawRevision(Number(header ?? Number.NaN))

function nameFrom(disposition: string | null): string | null {
  const encoded = /filename\*=UTF-8''([^;]+)/i.exec(disposition ?? '')?.[1]
  if (encoded !== undefined) return decodeURIComponent(encoded)
  return /filename="([^"]+)"/i.exec(disposition ?? '')?.[1] ?? null
}
