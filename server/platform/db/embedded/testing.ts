import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { TestContext } from 'node:test'
import { assert } from '@hufu/kit'
import pg from 'pg'
import { z } from 'zod'
import { quietLog } from '../../log/index.ts'
import { startEmbedded } from './embedded.ts'
import type { EmbeddedDatabase, EmbeddedOptions } from './embedded.ts'
import { liveProcess, waitUntil } from './processes.ts'

/** The program that starts a database and nothing else; a test may spawn it by itself to kill it early. */
export const startAloneFile = join(import.meta.dirname, '..', '..', '..', 'testing', 'start-alone.ts')

/** Test helpers of this room. Each undoes what it made when the test is over. */
export const isRoot = process.getuid?.() === 0

/** A directory that the account of the database may enter, as `/srv/hufu` would be. */
export function tempDir(t: TestContext): string {
  const dir = mkdtempSync(join(tmpdir(), 'hufu-db-'))
  chmodSync(dir, 0o711)
  t.after(() => rmSync(dir, { recursive: true, force: true }))
  return dir
}

/** Starts a database in this process. */
export async function started(
  t: TestContext,
  dataDir: string,
  options: Partial<EmbeddedOptions> = {},
): Promise<EmbeddedDatabase> {
  const database = await startEmbedded({ dataDir, dataDirChosen: true, ...options }, quietLog())
  t.after(() => database.stop())
  return database
}

/** Asks one thing on a connection of its own. */
export async function ask(url: string, sql: string): Promise<readonly Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  try {
    const { rows } = await client.query<Record<string, unknown>>(sql)
    return rows
  } finally {
    await client.end()
  }
}

const said = z.object({
  url: z.string().optional(),
  postgres: z.number().optional(),
  refused: z.string().optional(),
  words: z.string().optional(),
})

/** What a server in a process of its own said when it was ready or refused. */
export type Alone = z.infer<typeof said> & { readonly child: ChildProcess; readonly pid: number }

/** Starts a database in a process of its own, under another account if one is given. It is killed when the test is over. */
export async function startAlone(
  t: TestContext,
  dataDir: string,
  account: { readonly uid?: number; readonly gid?: number } = {},
): Promise<Alone> {
  const child = spawn(process.execPath, [startAloneFile, dataDir], {
    cwd: '/',
    env: { PATH: process.env['PATH'], TMPDIR: process.env['TMPDIR'] },
    stdio: ['ignore', 'pipe', 'inherit'],
    ...account,
  })
  const { pid, stdout } = child
  assert(pid !== undefined, 'the child was spawned')
  t.after(() => child.kill('SIGTERM'))
  for await (const line of createInterface({ input: stdout }))
    return { ...said.parse(JSON.parse(line)), child, pid }
  throw new Error('the child ended without a word')
}

/** Kills a process with a signal and waits until it is gone. */
export async function killed(pid: number, name: NodeJS.Signals = 'SIGKILL'): Promise<void> {
  process.kill(pid, name)
  assert(await waitUntil(() => liveProcess(pid) === null, 8000), `process ${pid} ends`)
}
