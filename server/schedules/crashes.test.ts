/** Servers and their database killed while four people write: what was acknowledged is there, and the next start works. */
import assert from 'node:assert/strict'
import { readFileSync, chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import type { TestContext } from 'node:test'
import { newId } from '@hufu/kit'
import { browserAt, rounds, sleep, startServerProcess, untilHolds } from '../testing/index.ts'
import type { Browser, ServerProcess } from '../testing/index.ts'

const WRITERS = 4
const password = 'nine yellow lanterns'

/** A data directory of its own. In the end the server that was last on it, and the database it leaves, are ended. */
function emptyDir(t: TestContext, last: () => ServerProcess | null): string {
  const dir = mkdtempSync(join(tmpdir(), 'hufu-crash-'))
  // The account of the database has to get to its folder.
  chmodSync(dir, 0o711)
  t.after(async () => {
    const server = last()
    server?.signal('SIGKILL')
    await server?.gone
    endDatabase(dir)
    rmSync(dir, { recursive: true, force: true })
  })
  return dir
}

function endDatabase(dir: string): void {
  const pid = postmasterOf(dir)
  if (pid === null) return
  try {
    process.kill(pid, 'SIGKILL')
  } catch (error) {
    // After an orderly stop it is gone, and that is all that is wanted.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}

async function found(server: ServerProcess): Promise<Browser> {
  const creator = browserAt(server.address)
  const body = {
    code: server.setupCode,
    company: '虎符科技',
    name: '陈立',
    login: 'chenli',
    password,
    locale: 'zh-CN',
  }
  await creator.ok('POST', '/api/v1/setup', body)
  return creator
}

/** Everything that was answered with a yes. */
type Acknowledged = { readonly messages: string[]; readonly departments: string[] }

/** Four people write, two of them messages and two of them departments, until told to stop or the server is gone. */
function write(
  creator: Browser,
  group: string,
  rootId: string,
  acknowledged: Acknowledged,
): { readonly stop: () => Promise<unknown> } {
  const work = { going: true }
  const speak = async (): Promise<void> => {
    while (work.going) {
      const body = `写下 ${newId()}`
      const { status } = await creator.ask('POST', `/api/v1/conversations/${group}/messages`, {
        clientId: newId(),
        body,
      })
      if (status === 200) acknowledged.messages.push(body)
    }
  }
  const build = async (): Promise<void> => {
    while (work.going) {
      const name = `部门 ${newId()}`
      const { status } = await creator.ask('POST', '/api/v1/departments', { parentId: rootId, name })
      if (status === 200) acknowledged.departments.push(name)
    }
  }
  const writers = Array.from({ length: WRITERS }, (_, n) => (n % 2 === 0 ? speak() : build()))
  const ended = Promise.allSettled(writers)
  return {
    stop() {
      work.going = false
      return ended
    },
  }
}

/** The postmaster of a data directory, by the file PostgreSQL writes and takes away in an orderly stop; null for none. */
function postmasterOf(dir: string): number | null {
  const files = readdirSync(dir, { recursive: true, encoding: 'utf8' })
  const file = files.find((name) => name.endsWith('postmaster.pid'))
  if (file === undefined) return null
  try {
    return Number(readFileSync(join(dir, file), 'utf8').split('\n')[0])
  } catch {
    // Taken away by whoever starts the next one.
    return null
  }
}

/** Whether another one than this runs. */
function isFollowed(dir: string, before: number): boolean {
  const now = postmasterOf(dir)
  return now !== null && now !== before
}

async function assertAllThere(
  creator: Browser,
  group: string,
  { messages, departments }: Acknowledged,
): Promise<void> {
  const said = new Set<unknown>()
  for (let before: number | null = null; ;) {
    const path = `/api/v1/conversations/${group}/messages?limit=200${before === null ? '' : `&before=${before}`}`
    const { items, more } = await creator.ok('GET', path)
    const page = items as readonly { readonly seq: number; readonly body: string }[]
    for (const { body } of page) said.add(body)
    before = page[0]?.seq ?? 0
    if (more !== true) break
  }
  assert.deepEqual(
    messages.filter((body) => !said.has(body)),
    [],
  )
  const tree = JSON.stringify(await creator.ok('GET', '/api/v1/departments'))
  assert.deepEqual(
    departments.filter((name) => !tree.includes(name)),
    [],
  )
  const verified = await creator.ok('POST', '/api/v1/ledger/verify', {})
  assert.deepEqual([verified['ok'], verified['findings']], [true, []])
}

for (const victim of ['server', 'database', 'server and database'] as const)
  test(`nothing acknowledged is lost when the ${victim} is killed among four writers, and the next start works`, async (t) => {
    let last: ServerProcess | null = null
    const dir = emptyDir(t, () => last)
    let server = await startServerProcess(t, { HUFU_DATA: dir })
    last = server
    let creator = await found(server)
    const me = await creator.ok('GET', '/api/v1/me')
    const { rootDepartmentId: rootId } = me['workspace'] as { readonly rootDepartmentId: string }
    const { id: other } = await creator.ok('POST', '/api/v1/members', {
      name: '王伟',
      login: 'wangwei',
      departmentId: rootId,
      status: 'active',
    })
    const { id } = await creator.ok('POST', '/api/v1/conversations', {
      kind: 'group',
      name: '聊天',
      memberIds: [other],
    })
    const group = String(id)
    const acknowledged: Acknowledged = { messages: [], departments: [] }
    const backMs: number[] = []
    for (let round = 0; round < rounds(2); round += 1) {
      const already = acknowledged.messages.length + acknowledged.departments.length
      const writing = write(creator, group, rootId, acknowledged)
      await untilHolds(
        'they write',
        () => acknowledged.messages.length + acknowledged.departments.length > already + 20,
        60_000,
      )
      await sleep(50 + Math.random() * 100)
      const database = postmasterOf(dir)
      assert.ok(database !== null)
      const killed = performance.now()
      if (victim !== 'server') process.kill(database, 'SIGKILL')
      if (victim !== 'database') {
        server.signal('SIGKILL')
        await server.gone
        await writing.stop()
        server = await startServerProcess(t, { HUFU_DATA: dir })
        last = server
        creator = creator.at(server.address)
      }
      // Connections outlive a postmaster by moments, in which a server that has noticed nothing goes on serving.
      if (victim === 'database')
        await untilHolds('another database runs', () => isFollowed(dir, database), 30_000)
      await untilHolds(
        'it serves',
        async () => (await creator.ask('GET', '/api/v1/me').catch(() => null))?.status === 200,
        30_000,
      )
      backMs.push(performance.now() - killed)
      // Only what was acknowledged before it is looked for can be missing from what is found.
      await writing.stop()
      await assertAllThere(creator, group, acknowledged)
    }
    const all = acknowledged.messages.length + acknowledged.departments.length
    t.diagnostic(
      `${all} acknowledged writes, none lost; back after at most ${Math.round(Math.max(...backMs))} ms`,
    )
    await server.stop()
  })
