import { spawn } from 'node:child_process'
import {
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { randomBytes, randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { refuse } from '@hufu/kit'
import { z } from 'zod'
import type { Account } from './account.ts'
import type { Binaries } from './binaries.ts'
import type { Places } from './places.ts'
import { textOf } from './processes.ts'

/** The passwords of the supervisor's superuser (`keeper`) and of the product's own role (`hufu`). */
export type Secret = { readonly keeper: string; readonly hufu: string }

const secretShape = z.object({ keeper: z.string().min(32), hufu: z.string().min(32) })
const secretName = 'database.secret'

/** The names of the superuser, of the product's role and of its database. */
export const keeperRole = 'hufu_keeper'
export const hufuRole = 'hufu'
export const hufuDatabase = 'hufu'

/** Makes the cluster on a first start and checks it on a later one. Tells whether it was made now. */
export async function prepareCluster(
  dataDir: string,
  places: Places,
  binaries: Binaries,
): Promise<{ secret: Secret; made: boolean }> {
  const version = textOf(join(places.pgData, 'PG_VERSION'))?.trim() ?? null
  if (version === null && existsSync(places.pgData))
    throw refuse('data/not-a-database', {
      words: `${places.pgData} exists but is no PostgreSQL data directory. Move it away, or choose other data with HUFU_DATA.`,
    })
  if (version === null) {
    const secret = newSecret(dataDir)
    await initialise(places, binaries, secret)
    return { secret, made: true }
  }
  removeDrafts(places.home)
  if (version !== String(binaries.major)) throw otherMajor(places, version, binaries.major)
  return { secret: readSecret(dataDir), made: false }
}

const otherMajor = (places: Places, version: string, major: number): Error =>
  refuse('data/other-version', {
    words:
      `The database in ${places.pgData} was made by PostgreSQL ${version}, and this Hufu brings PostgreSQL ${major}. ` +
      `Start the Hufu release that made it and export there, then import here; nothing was changed.`,
  })

const newSecret = (dataDir: string): Secret => {
  const secret = {
    keeper: randomBytes(32).toString('base64url'),
    hufu: randomBytes(32).toString('base64url'),
  }
  const draft = join(dataDir, `${secretName}.${randomUUID()}`)
  writeFileSync(draft, JSON.stringify(secret), { mode: 0o600 })
  renameSync(draft, join(dataDir, secretName))
  return secret
}

/** Reads the passwords made at the first start. Refuses with `data/no-secret` when they are gone. */
export const readSecret = (dataDir: string): Secret => {
  const path = join(dataDir, secretName)
  const text = textOf(path)
  if (text === null)
    throw refuse('data/no-secret', {
      words: `${path} is missing or not readable; without it the database beside it cannot be opened. Restore it from the backup.`,
    })
  return secretShape.parse(JSON.parse(readFileSync(path, 'utf8')))
}

const draftMark = '.new-'

// Made beside and renamed when whole: a start killed half-way leaves no half database behind. Its initdb may go on for a
// moment without it, so each start has a draft of its own.
const initialise = async (places: Places, binaries: Binaries, secret: Secret): Promise<void> => {
  const { home, account } = places
  const draft = join(home, `data${draftMark}${randomUUID()}`)
  const passwordFile = join(home, `password${draftMark}${randomUUID()}`)
  try {
    writeFileSync(passwordFile, `${secret.keeper}\n`, { mode: 0o600, flag: 'wx' })
    if (account.drop) chownSync(passwordFile, account.uid, account.gid)
    await run(binaries.initdb, initArguments(draft, passwordFile), binaries, account)
    renameSync(draft, places.pgData)
  } finally {
    rmSync(passwordFile, { force: true })
    rmSync(draft, { force: true, recursive: true })
  }
}

/** Removes what a start that was killed while making the cluster left behind. */
const removeDrafts = (home: string): void => {
  for (const name of readdirSync(home)) {
    if (name.includes(draftMark)) rmSync(join(home, name), { force: true, recursive: true, maxRetries: 3 })
  }
}

const initArguments = (pgData: string, passwordFile: string): readonly string[] => [
  '--pgdata',
  pgData,
  '--username',
  keeperRole,
  '--pwfile',
  passwordFile,
  '--auth',
  'scram-sha-256',
  '--encoding',
  'UTF8',
  // The built-in provider sorts the same on every machine and every later system library.
  '--locale-provider',
  'builtin',
  '--builtin-locale',
  'C.UTF-8',
  '--no-locale',
  '--data-checksums',
]

const outputMax = 20_000

const run = (program: string, args: readonly string[], binaries: Binaries, account: Account): Promise<void> =>
  new Promise((resolve, reject) => {
    const child = spawn(program, [...args], {
      ...spawnOptions(binaries, account),
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    const hear = (chunk: Buffer): void => {
      output = (output + chunk.toString('utf8')).slice(-outputMax)
    }
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
    child.on('error', reject)
    child.on('close', (code) => (code === 0 ? resolve() : reject(initFailed(output))))
  })

const initFailed = (output: string): Error => {
  const lines = output.trim().split('\n')
  const said = lines.filter((line) => /error|fatal|hint|cannot|could not|denied/i.test(line)).slice(-4)
  return refuse('database/init-failed', {
    words: `The database could not be made. PostgreSQL says: ${(said.length > 0 ? said : lines.slice(-4)).join(' | ')}`,
  })
}

/** How every PostgreSQL program is spawned: under its account, from a directory it may stand in, with a bare environment. */
export function spawnOptions(binaries: Binaries, account: Account) {
  return {
    cwd: '/',
    env: { ...binaries.env },
    ...(account.drop ? { uid: account.uid, gid: account.gid } : {}),
  }
}

/** Makes sure that the directory exists that PostgreSQL logs into. Returns its path. */
export function logDir(places: Places): string {
  const dir = join(places.home, 'log')
  mkdirSync(dir, { recursive: true, mode: 0o700 })
  if (places.account.drop) chownSync(dir, places.account.uid, places.account.gid)
  return dir
}

/** The address of a database behind a unix socket. */
export function socketUrl(role: string, password: string, database: string, sockets: string): string {
  // The directory in `host=` wins over the host before it, which stands there because URL() refuses a user without one.
  return `postgresql://${role}:${encodeURIComponent(password)}@localhost/${database}?host=${encodeURIComponent(sockets)}`
}
