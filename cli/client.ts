import { createHash } from 'node:crypto'
import { STEP_UP_HEADER, STEP_UP_NEEDED, contract, problem } from '@hufu/contract'
import type { Answered, Problem, ProofBrought, Route, Sent } from '@hufu/contract'
import { Refusal, assert, isRefusal, refuse } from '@hufu/kit'

/** Where the server is, who asks (null: nobody yet), and the language of its answers. */
export type Door = {
  readonly server: string
  readonly token: string | null
  readonly locale: 'zh-CN' | 'en-US'
  /** Gives what proves who asks, for an act that has to be confirmed; without, such an act stays refused. */
  readonly confirm?: (needed: Refusal) => Promise<ProofBrought>
}

type Part = 'params' | 'query' | 'body'
// A route takes only the parts that it names.
type Taken<R extends Route> = {
  readonly [P in Part as undefined extends Sent<R, P> ? never : P]: Sent<R, P>
}
/** The parts of a request; of parts that may be empty nothing has to be said. */
export type Parts<R extends Route> = {
  readonly [P in keyof Taken<R> as Record<string, never> extends Taken<R>[P] ? never : P]: Taken<R>[P]
} & { readonly [P in keyof Taken<R> as Record<string, never> extends Taken<R>[P] ? P : never]?: Taken<R>[P] }

export type Options = { readonly key?: string; readonly bytes?: Blob; readonly timeoutMs?: number }

/** A typed way through the doors of one server. Every no is thrown as a refusal with the server's own code and words. */
export type Client = {
  readonly ask: <R extends Route>(route: R, parts: Parts<R>, options?: Options) => Promise<Answered<R>>
  /** The answer of a route that answers bytes. */
  readonly fetch: <R extends Route>(route: R, parts: Parts<R>, options?: Options) => Promise<Response>
  readonly door: Door
}

/** Confirms by a password that is known. */
export const byPassword = (password: string) => (): Promise<ProofBrought> =>
  Promise.resolve({ method: 'password', password })

const TIMEOUT_MS = 60_000

/** Opens a client. Throws nothing by itself: the first question tells whether the server is there. */
export function client(door: Door): Client {
  return {
    door,
    async ask<R extends Route>(route: R, parts: Parts<R>, options: Options = {}) {
      const response = await send(door, route, parts, options)
      const read = route.answer.safeParse(await bodyOf(response))
      if (!read.success)
        throw refuse('client/unexpected-answer', {
          door: route.url,
          problem: read.error.issues[0]?.message ?? '',
        })
      // The schema of this very route has just made it.
      return read.data as Answered<R>
    },
    fetch: (route, parts, options = {}) => send(door, route, parts, options),
  }
}

type Loose = {
  readonly params?: Readonly<Record<string, unknown>>
  readonly query?: Readonly<Record<string, unknown>>
  readonly body?: unknown
}

/** Sends a request; where the act has to be confirmed and there is somebody to ask, it is, and sent again. */
async function send(door: Door, route: Route, parts: Loose, options: Options): Promise<Response> {
  // A route whose body may be left out still wants JSON, and an empty object is what it calls nothing.
  const json = route.sends === 'json' && wantsBody(route) ? JSON.stringify(parts.body ?? {}) : null
  try {
    return await sendOnce(door, route, parts, options, json, null)
  } catch (error) {
    if (!isRefusal(error) || error.code !== STEP_UP_NEEDED || door.confirm === undefined) throw error
    const token = await stepUp(door, route, parts, json, await door.confirm(error))
    return sendOnce(door, route, parts, options, json, token)
  }
}

async function stepUp(
  door: Door,
  { method, ...route }: Route,
  parts: Loose,
  json: string | null,
  proof: ProofBrought,
): Promise<string> {
  assert(method !== 'GET', 'only what changes something is confirmed')
  const bodySha256 = createHash('sha256')
    .update(json ?? '')
    .digest('hex')
  const act = { method, path: addressOf({ method, ...route }, parts), bodySha256 }
  const { token } = await client(door).ask(contract.identity.stepUp, { body: { proof, act } })
  return token
}

async function sendOnce(
  door: Door,
  route: Route,
  parts: Loose,
  { bytes, key, timeoutMs = TIMEOUT_MS }: Options,
  json: string | null,
  stepUpToken: string | null,
): Promise<Response> {
  const response = await fetch(`${door.server}${addressOf(route, parts)}`, {
    method: route.method,
    headers: {
      'accept-language': door.locale,
      ...(door.token === null ? {} : { authorization: `Bearer ${door.token}` }),
      ...(json === null ? {} : { 'content-type': 'application/json' }),
      ...(bytes === undefined ? {} : { 'content-type': 'application/octet-stream' }),
      ...(key === undefined ? {} : { 'idempotency-key': key }),
      ...(stepUpToken === null ? {} : { [STEP_UP_HEADER]: stepUpToken }),
    },
    body: json ?? bytes ?? null,
    redirect: 'error',
    signal: AbortSignal.timeout(timeoutMs),
  }).catch((error: unknown) => {
    throw refuse('client/unreachable', { server: door.server, why: whyOf(error) })
  })
  if (!response.ok) throw await refusalOf(response, door)
  return response
}

const wantsBody = ({ method, body }: Route): boolean => method !== 'GET' && !body.safeParse(undefined).success

/** The address of a route with its parameters and its query. */
export function addressOf(route: Route, { params = {}, query = {} }: Loose): string {
  const path = route.url.replaceAll(/:(\w+)/g, (_whole, name: string) => {
    const value = params[name]
    assert(typeof value === 'string', `${route.url} needs ${name}`)
    return encodeURIComponent(value)
  })
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query))
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
      search.set(name, String(value))
  return search.size === 0 ? path : `${path}?${search.toString()}`
}

async function bodyOf(response: Response): Promise<unknown> {
  const text = await response.text()
  try {
    return text === '' ? undefined : JSON.parse(text)
  } catch {
    throw refuse('client/unexpected-answer', { door: response.url, problem: 'not JSON' })
  }
}

async function refusalOf(response: Response, door: Door): Promise<Refusal> {
  const told = problem.safeParse(await bodyOf(response).catch(() => undefined))
  if (!told.success) return refuse('client/not-hufu', { server: door.server, status: response.status })
  const { code, detail, status, requestId, because, fields, details }: Problem = told.data
  return new Refusal(code, { ...details, words: detail, status, requestId, because, fields })
}

function whyOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause instanceof Error && error.cause.message !== '' ? error.cause.message : error.message
}
