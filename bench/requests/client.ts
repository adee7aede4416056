/** How the suite speaks to servers: each client has one connection, over which many people ask one after the other. */
import { Agent, request } from 'node:http'

export type Asked = {
  readonly token: string
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly body?: unknown
}
export type Answered = { readonly status: number; readonly text: string }

/** One connection to a server. */
export type Line = {
  readonly ask: (asked: Asked) => Promise<Answered>
  /** Asks what must be answered with a yes. */
  readonly ok: (asked: Asked) => Promise<Readonly<Record<string, unknown>>>
  readonly hangUp: () => void
}

/** Opens a line. Two people's requests never share a connection at the same time. */
export function lineTo(address: string): Line {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const ask: Line['ask'] = ({ token, method, path, body }) => {
    const text = body === undefined ? '' : JSON.stringify(body)
    const headers = {
      authorization: `Bearer ${token}`,
      ...(text === ''
        ? {}
        : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }),
    }
    return new Promise((resolve, reject) => {
      const sent = request(`${address}${path}`, { method, headers, agent }, (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString() }),
        )
        response.on('error', reject)
      })
      sent.on('error', reject)
      sent.end(text)
    })
  }
  return {
    ask,
    async ok(asked) {
      const { status, text } = await ask(asked)
      if (status !== 200) throw new Error(`${asked.method} ${asked.path}: ${status} ${text}`)
      // Whoever asks knows what the contract answers.
      return JSON.parse(text) as Record<string, unknown>
    },
    hangUp: () => agent.destroy(),
  }
}

/** Lets clients take one piece of work after the other until there is none, or time is up. Answers how many were done. */
export async function together<T>(
  lines: readonly Line[],
  work: readonly T[],
  until: number,
  one: (line: Line, piece: T, number: number) => Promise<void>,
): Promise<number> {
  let taken = 0
  await Promise.all(
    lines.map(async (line) => {
      for (let number = taken++; number < work.length; number = taken++) {
        if (performance.now() > until) {
          taken = Math.min(taken, number)
          return
        }
        // There are as many as were counted.
        await one(line, work[number] as T, number)
      }
    }),
  )
  return Math.min(taken, work.length)
}
