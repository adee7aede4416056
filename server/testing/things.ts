/** The things that probes speak of, made over HTTP as people would make them, new for each run. */
import { setTimeout as sleep } from 'node:timers/promises'
import { newId } from '@hufu/kit'
import { PROBED_KIND } from '../platform/http/index.ts'
import type { Need, Probe, Things } from '../platform/http/index.ts'
import type { Answer, Browser } from './browser.ts'

/** Somebody with a browser. */
export type Runner = { readonly id: string; readonly browser: Browser }

/** A company in which probes are run: who makes the things, and where the runners work. */
export type Ground = {
  /** The creator, who may make them all. */
  readonly maker: Browser
  readonly rootId: string
  /** Where the runner works: colleagues are made here, strangers beside it. */
  readonly runnersDepartment: string
}

const because = '测试需要'
const DAY_MS = 86_400_000

/** A word that is nobody's name yet. */
export const freshWord = (): string => `w${newId().replaceAll('-', '').slice(-14)}`

/** ISO text of an instant some days from now. */
export const inDays = (days: number): string => new Date(Date.now() + days * DAY_MS).toISOString()

/** Waits until every node has tried what a revocation took. */
async function verified(maker: Browser, id: string): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    const { state } = await maker.ok('GET', `/api/v1/revocations/${id}`)
    if (state === 'verified') return
    await sleep(50)
  }
  throw new Error('the revocation was not verified in five seconds')
}

type Making = Ground & {
  readonly runner: Runner
  readonly the: (need: Need) => Promise<string>
  readonly make: (path: string, body: unknown) => Promise<string>
}

const employ = ({ make }: Making, departmentId: string): Promise<string> => {
  const word = freshWord()
  return make('/api/v1/members', { name: word, login: word, departmentId, status: 'active' })
}

const makers: Readonly<Record<Need, (making: Making) => Promise<string>>> = {
  department: ({ make, rootId }) => make('/api/v1/departments', { parentId: rootId, name: freshWord() }),
  emptyDepartment: async ({ make, the }) =>
    make('/api/v1/departments', { parentId: await the('department'), name: freshWord() }),
  person: async (making) => employ(making, await making.the('department')),
  report: async (making) => {
    const [managerId, memberId] = [
      await making.the('person'),
      await employ(making, await making.the('department')),
    ]
    await making.maker.ok('PATCH', `/api/v1/members/${memberId}`, { managerId })
    return memberId
  },
  grant: async ({ make, the }) =>
    make('/api/v1/grants', {
      subject: { type: 'member', id: await the('person') },
      right: { type: 'permission', key: 'file.download' },
      scope: { type: 'workspace' },
      because,
    }),
  ownGrant: ({ make, runner }) =>
    make('/api/v1/grants', {
      subject: { type: 'member', id: runner.id },
      right: { type: 'permission', key: 'org.directory.view' },
      scope: { type: 'workspace' },
      because,
    }),
  seat: async (making) => {
    const departmentId = await making.the('department')
    const scope = { type: 'departments', ids: [departmentId] }
    return making.make('/api/v1/administrators', {
      memberId: await employ(making, departmentId),
      tier: 'scoped',
      permissions: ['perm.view'],
      scope,
      ceiling: { permissions: [], reach: scope },
      from: inDays(1),
      because,
    })
  },
  position: ({ make }) => make('/api/v1/positions', { name: freshWord() }),
  resource: async ({ maker, the }) => {
    const id = freshWord()
    await maker.ok('POST', '/api/v1/resources', {
      kind: PROBED_KIND,
      id,
      name: id,
      departmentId: await the('department'),
    })
    return id
  },
  revocation: async ({ maker, make, the }) => {
    const memberId = await the('person')
    await the('grant')
    const id = await make('/api/v1/revocations', {
      memberId,
      permissions: ['file.download'],
      reason: 'request',
      because,
    })
    await verified(maker, id)
    return id
  },
  colleague: (making) => employ(making, making.runnersDepartment),
  stranger: async (making) => employ(making, await making.the('department')),
  chat: async (making) => {
    const { id } = await making.runner.browser.ok('POST', '/api/v1/conversations', {
      kind: 'group',
      name: freshWord(),
      memberIds: [await making.the('colleague')],
    })
    return String(id)
  },
  file: async (making) => {
    const path = `/api/v1/conversations/${await making.the('chat')}/files?name=probe.txt`
    return String((await sendBytes(making.runner.browser, path, 'probe')).body['id'])
  },
}

/** Makes new things for one run of a probe. Whoever runs it may open conversations and upload while they are made. */
export async function thingsFor(ground: Ground, runner: Runner, needs: readonly Need[]): Promise<Things> {
  const made = new Map<Need, Promise<string>>()
  const make: Making['make'] = async (path, body) => String((await ground.maker.ok('POST', path, body))['id'])
  const the: Making['the'] = (need) => {
    const found = made.get(need) ?? makers[need]({ ...ground, runner, the, make })
    made.set(need, found)
    return found
  }
  const ids: Record<string, string> = {}
  for (const need of needs) ids[need] = await the(need)
  // A probe reads only what it has named in `needs`: the compiler holds it to that where it is made.
  return { ...ids, self: runner.id, word: freshWord(), inAWeek: inDays(7) } as unknown as Things
}

/** Sends the request of a probe. */
export function runProbe(browser: Browser, probe: Probe, things: Things): Promise<Answer> {
  const { method, path, body, bytes } = probe.request(things)
  return bytes === undefined ? browser.ask(method, path, body) : sendBytes(browser, path, bytes)
}

const sendBytes = (browser: Browser, path: string, bytes: string): Promise<Answer> =>
  browser.ask('POST', path, bytes, { 'content-type': 'application/octet-stream' })
