import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startServerProcess } from '../../server/testing/index.ts'
import type { ServerProcess, TestDatabase } from '../../server/testing/index.ts'
import { sessionOf } from '../harness/session.ts'
import { filledDatabase } from './database.ts'
import { filledId } from './fill.ts'
import type { FilledSize } from './fill.ts'

export type Ending = { readonly after: (end: () => void | Promise<void>) => void }

/** A whole server, in a process of its own, on a filled company; and a session of a super administrator. */
export type FilledServer = {
  readonly server: ServerProcess
  readonly database: TestDatabase
  readonly token: string
  /** Starts one more server on the same company. */
  readonly another: () => Promise<ServerProcess>
  /** A session of the n-th member. */
  readonly sessionAs: (number: number) => Promise<string>
}

/** Fills a database, with `more` in it if asked, and starts a server on it. Everything ends with `t`. */
export async function filledServer(
  t: Ending,
  size: FilledSize,
  progress: (text: string) => void,
  more?: (database: TestDatabase) => Promise<void>,
): Promise<FilledServer> {
  const database = await filledDatabase(size, progress)
  t.after(() => database.end())
  await more?.(database)
  const dataDir = await mkdtemp(join(tmpdir(), 'hufu-bench-'))
  t.after(() => rm(dataDir, { recursive: true, force: true }))
  const another = (): Promise<ServerProcess> =>
    startServerProcess(t, { DATABASE_URL: database.url, HUFU_DATA: dataDir })
  const server = await another()
  // Whoever asks about others must be allowed to look at them.
  const sessionAs = (number: number): Promise<string> =>
    sessionOf(database.pool, filledId('workspace', 0), filledId('member', number))
  return { server, database, another, token: await sessionAs(1), sessionAs }
}

/** Lets some work open what ends afterwards, last opened first: what the helpers tie to a test, here a suite ends. */
export async function ending(work: (t: Ending) => Promise<void>): Promise<void> {
  const ends: (() => void | Promise<void>)[] = []
  try {
    await work({ after: (end) => void ends.push(end) })
  } finally {
    for (const end of ends.toReversed()) await end()
  }
}
