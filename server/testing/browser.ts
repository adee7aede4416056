import { createHash } from 'node:crypto'
import { STEP_UP_HEADER, STEP_UP_NEEDED } from '@hufu/contract'

/** An answer as the test looks at it. The body is `{}` when it is no JSON. */
export type Answer = {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  readonly body: Readonly<Record<string, unknown>>
}

/** The code of a refusal, or that it was done. */
export const codeOf = ({ status, body }: Answer): unknown => (status < 300 ? 'done' : body['code'])

/** What is asked of a server, for acts that are proved or agreed to first. */
export type Asked = readonly [method: string, path: string, body?: unknown]

/** A browser of somebody: keeps cookies and sends what browsers send. */
export type Browser = {
  readonly url: string
  readonly cookies: Map<string, string>
  readonly ask: (
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ) => Promise<Answer>
  /** Asks and expects to be answered; throws with the answer otherwise. */
  readonly ok: (
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ) => Promise<Answer['body']>
  /** Another browser with the same cookies, at another node perhaps. */
  readonly at: (url: string) => Browser
}

/**
 * Opens a browser at a node. A text as body is sent as it is. With a password it does what the pages do with a person's:
 * where an act asks for it, it proves once more who asks, and asks again.
 */
export function browserAt(url: string, cookies = new Map<string, string>(), password?: string): Browser {
  const send: Browser['ask'] = async (method, path, body, headers = {}) => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await fetch(`${url}${path}`, {
      method,
      headers: {
        'sec-fetch-site': 'same-origin',
        'accept-language': 'en-US',
        ...(cookie === '' ? {} : { cookie }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: bytesOf(body) }),
    })
    for (const line of response.headers.getSetCookie()) keep(cookies, line)
    const text = await response.text()
    const isJson = /json/.test(response.headers.get('content-type') ?? '') && text !== ''
    return {
      status: response.status,
      headers: response.headers,
      text,
      body: isJson ? (JSON.parse(text) as Record<string, unknown>) : {},
    }
  }
  const ask: Browser['ask'] = async (method, path, body, headers = {}) => {
    const answer = await send(method, path, body, headers)
    if (password === undefined || answer.body['code'] !== STEP_UP_NEEDED) return answer
    const proved = await send('POST', '/api/v1/me/step-ups', {
      proof: { method: 'password', password },
      act: actOf(method, path, body),
    })
    if (proved.status >= 300) return proved
    return send(method, path, body, { ...headers, [STEP_UP_HEADER]: String(proved.body['token']) })
  }
  return {
    url,
    cookies,
    ask,
    async ok(method, path, body, headers) {
      const answer = await ask(method, path, body, headers)
      if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`)
      return answer.body
    },
    at: (other) => browserAt(other, cookies, password),
  }
}

const bytesOf = (body: unknown): string => (typeof body === 'string' ? body : JSON.stringify(body))

/** An act as one says it when one proves for it who one is. */
export const actOf = (method: string, path: string, body?: unknown) => ({
  method,
  path,
  bodySha256: createHash('sha256')
    .update(body === undefined ? '' : bytesOf(body))
    .digest('hex'),
})

function keep(cookies: Map<string, string>, line: string): void {
  const [pair = ''] = line.split(';')
  const at = pair.indexOf('=')
  if (/Max-Age=0/.test(line)) cookies.delete(pair.slice(0, at))
  else cookies.set(pair.slice(0, at), pair.slice(at + 1))
}
