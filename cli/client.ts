import { problem } from '@hufu/contract'
import type { Answered, Problem, Route, Sent } from '@hufu/contract'
import { Refusal, assert, refuse } from '@hufu/kit'

/** Where the server is, who asks (null: nobody yet), and the language of its answers. */
export type Door = {
  readonly server: string
  readonly token: string | null
  readonly locale: 'zh-CN' | 'en-US'
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
  readonly fetch: <R extends Route>(route: R, parts: Parts<R>) => Promise<Response>
  readonly door: Door
}

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
    fetch: (route, parts) => send(door, route, parts, {}),
  }
}

type Loose = {
  readonly params?: Readonly<Record<string, unknown>>
  readonly query?: Readonly<Record<string, unknown>>
  readonly body?: unknown
}

async function send(door: Door, route: Route, parts: Loose, options: Options): Promise<Response> {
  const { bytes, key, timeoutMs = TIMEOUT_MS } = options
  // A route whose body may be left out still wants JSON, and an empty object is what it calls nothing.
  const json = route.sends === 'json' && wantsBody(route) ? JSON.stringify(parts.body ?? {}) : null
  const response = await fetch(`${door.server}${addressOf(route, parts)}`, {
    method: route.method,
    headers: {
      'accept-language': door.locale,
      ...(door.token === null ? {} : { authorization: `Bearer ${door.token}` }),
      ...(json === null ? {} : { 'content-type': 'application/json' }),
      ...(bytes === undefined ? {} : { 'content-type': 'application/octet-stream' }),
      ...(key === undefined ? {} : { 'idempotency-key': key }),
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
