import type { TestContext } from 'node:test'
import { contract } from '@hufu/contract'
import type { Route } from '@hufu/contract'
import { performOn } from '../../../platform/act/index.ts'
import type { Perform } from '../../../platform/act/index.ts'
import { systemClock } from '../../../platform/clock/index.ts'
import type { Clock } from '../../../platform/clock/index.ts'
import { createHttp } from '../../../platform/http/index.ts'
import type { Doors, HttpServer, Refused } from '../../../platform/http/index.ts'
import { createLog, quietLog } from '../../../platform/log/index.ts'
import { startNode } from '../../../platform/nodes/index.ts'
import type { HufuNode } from '../../../platform/nodes/index.ts'
import { startSockets } from '../../../platform/sockets/index.ts'
import type { Sockets } from '../../../platform/sockets/index.ts'
import { testDatabase } from '../../../testing/index.ts'
import { foundAuthority, snapshotAuthority } from '../../authority/index.ts'
import { directoryPeople, signInPeople, snapshotDirectory } from '../../directory/index.ts'
import { identityProjections, identityRoom, newSetupCode } from '../index.ts'
import type { Identity, IdentityOptions } from '../index.ts'

/** One running node with its doors. */
export type House = {
  readonly url: string
  readonly node: HufuNode
  readonly perform: Perform
  readonly http: HttpServer
  readonly identity: Identity
  readonly refused: Refused[]
  readonly sockets: Sockets
}

export type HouseOptions = {
  readonly clock?: Clock
  readonly publicUrl?: string
  readonly limits?: IdentityOptions['limits']
  readonly routes?: readonly Route[]
  readonly more?: (doors: Doors, house: Pick<House, 'node' | 'perform'>) => void
}

/** Opens a node on a database: several on one database are the nodes of one company. */
export async function openHouse(t: Pick<TestContext, 'after'>, url: string, options: HouseOptions = {}): Promise<House> {
  const log = process.env['HUFU_LOG'] === undefined ? quietLog() : createLog({ level: 'warn', pretty: false })
  const node = await startNode({
    url,
    name: 'test',
    log,
    clock: options.clock ?? systemClock,
    snapshots: [snapshotDirectory, snapshotAuthority],
    projections: [...identityProjections],
  })
  const perform = performOn(node)
  const rights = { found: foundAuthority }
  const identity = identityRoom({ node, people: signInPeople, rights, ...(options.limits === undefined ? {} : { limits: options.limits }) })
  const refused: Refused[] = []
  const http = createHttp({
    node,
    perform,
    sessions: identity.sessions,
    log,
    publicUrl: options.publicUrl ?? 'http://localhost:7400',
    webDir: '/nowhere',
    onRefusal: (one) => void refused.push(one),
    routes: [...Object.values(contract.identity), ...(options.routes ?? [])],
  })
  identity.routes(http.doors)
  const sockets = startSockets({ node, http, identity, names: directoryPeople.names })
  options.more?.(http.doors, { node, perform })
  const address = await http.listen({ host: '127.0.0.1', port: 0 })
  t.after(async () => {
    await sockets.stop()
    await http.stop(200)
    await node.stop()
  })
  return { url: address, node, perform, http, identity, refused, sockets }
}

export type Answer = { readonly status: number; readonly headers: Headers; readonly body: Record<string, unknown> }

/** A browser of somebody: keeps cookies, sends what browsers send. */
export type Browser = {
  readonly cookies: Map<string, string>
  readonly ask: (method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<Answer>
}

/** Opens a browser at a house. */
export function browserAt(url: string): Browser {
  const cookies = new Map<string, string>()
  return {
    cookies,
    async ask(method, path, body, headers = {}) {
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
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      })
      for (const line of response.headers.getSetCookie()) {
        const [pair = ''] = line.split(';')
        const at = pair.indexOf('=')
        if (/Max-Age=0/.test(line)) cookies.delete(pair.slice(0, at))
        else cookies.set(pair.slice(0, at), pair.slice(at + 1))
      }
      const text = await response.text()
      return { status: response.status, headers: response.headers, body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>) }
    },
  }
}

export const PASSWORD = 'seven green umbrellas'

/** A database with a company whose creator, ruji, is signed in. */
export async function foundedHouse(t: Pick<TestContext, 'after'>, options: HouseOptions = {}) {
  const database = await testDatabase(t)
  const house = await openHouse(t, database.url, options)
  const code = await newSetupCode(house.node.pool)
  const ruji = browserAt(house.url)
  const me = await ruji.ask('POST', '/api/v1/setup', { code, company: '虎符科技', name: '如姬', login: 'ruji', password: PASSWORD, locale: 'zh-CN' })
  return { database, house, ruji, me }
}
