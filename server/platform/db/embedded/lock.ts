import {
  accessSync,
  constants,
  linkSync,
  mkdirSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { assert, refuse } from '@hufu/kit'
import { z } from 'zod'
import { errorCode, liveProcess, processSpace, textOf, waitUntil } from './processes.ts'

const holderShape = z.object({
  pid: z.number().int(),
  started: z.string(),
  boot: z.string(),
  space: z.string(),
  since: z.string(),
  token: z.string(),
})

/** Who holds a data directory. `since` is an ISO instant. */
export type Holder = z.infer<typeof holderShape>

/** A held data directory, until `release()`. */
export type DataLock = { readonly holder: Holder; readonly release: () => void }

const lockName = 'hufu.lock'
const heartbeatMs = 2000
const dyingMs = 300
/** A holder in another container cannot be looked up, so its heartbeat must have stood still this long. */
const silenceMs = 10_000
const takeOverTriesMax = 20

/**
 * Takes the data directory for this process, or throws `data/in-use` naming the holder's pid.
 * A lock left by a dead process is taken over; pid and start time together tell a reused pid from the holder.
 */
export async function lockData(dataDir: string): Promise<DataLock> {
  const path = join(dataDir, lockName)
  const mine = newHolder()
  makeDataDir(dataDir)
  for (let tries = 0; tries < takeOverTriesMax; tries += 1) {
    if (place(path, mine)) return heldLock(path, mine)
    const other = readHolder(path)
    if (other === 'gone') continue
    if (other !== 'unreadable' && (await isAlive(path, other))) throw inUse(dataDir, other)
    setAside(path, other)
  }
  throw refuse('data/in-use', { words: `Another start keeps taking ${path}. Try again in a moment.` })
}

/** The live holder of a data directory, or `null`. For `doctor`; takes nothing. */
export async function holderOf(dataDir: string): Promise<Holder | null> {
  const path = join(dataDir, lockName)
  const holder = readHolder(path)
  return typeof holder === 'object' && (await isAlive(path, holder)) ? holder : null
}

// Under root the database runs as another account, which must be able to pass through.
const makeDataDir = (dataDir: string): void => {
  try {
    mkdirSync(dataDir, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 })
    accessSync(dataDir, constants.W_OK)
  } catch (error) {
    const why = writeProblems[errorCode(error)]
    if (why === undefined) throw error
    throw refuse('data/not-writable', {
      words: `Hufu keeps its data in ${dataDir}, and ${why}. Choose another directory with HUFU_DATA.`,
    })
  }
}

const writeProblems: Readonly<Record<string, string>> = {
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
  EROFS: 'that file system is read-only',
  ENOSPC: 'that disk is full',
  ENOTDIR: 'something on the way there is a file, not a directory',
  EEXIST: 'that is a file, not a directory',
}

const newHolder = (): Holder => {
  const me = liveProcess(process.pid)
  assert(me !== null, 'a running process can read its own start time')
  return { ...me, ...processSpace(), since: new Date().toISOString(), token: randomUUID() }
}

// A hard link is made whole or not at all, so nobody ever reads half a lock.
const place = (path: string, holder: Holder): boolean => {
  const draft = `${path}.${holder.token}`
  writeFileSync(draft, JSON.stringify(holder), { mode: 0o600, flag: 'wx' })
  try {
    linkSync(draft, path)
    return true
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false
    if (['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'].includes(errorCode(error))) throw noLinks(path)
    throw error
  } finally {
    rmSync(draft, { force: true })
  }
}

const readHolder = (path: string): Holder | 'gone' | 'unreadable' => {
  const text = textOf(path)
  if (text === null) return 'gone'
  try {
    return holderShape.parse(JSON.parse(text))
  } catch {
    // Locks are placed whole, so this is a damaged file (a full disk, an editor), never a live holder's.
    return 'unreadable'
  }
}

const isAlive = async (path: string, holder: Holder): Promise<boolean> => {
  const here = processSpace()
  if (holder.space === here.space) {
    // A killed process takes a moment to die, and whoever killed it may start the next one at once.
    return !(await waitUntil(() => liveProcess(holder.pid)?.started !== holder.started, dyingMs))
  }
  if (holder.boot !== here.boot) return false
  const end = performance.now() + silenceMs
  const seen = beatOf(path)
  while (performance.now() < end) {
    await sleep(250)
    if (beatOf(path) !== seen) return true
  }
  return false
}

const beatOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0

// Two starters may both find the same dead lock. Whoever moves away another one's fresh lock puts it back.
const setAside = (path: string, dead: Holder | 'unreadable'): void => {
  const aside = `${path}.${randomUUID()}`
  try {
    renameSync(path, aside)
    const moved = readHolder(aside)
    if (typeof moved === 'object' && (dead === 'unreadable' || moved.token !== dead.token))
      linkSync(aside, path)
  } catch (error) {
    if (!['ENOENT', 'EEXIST'].includes(errorCode(error))) throw error
  } finally {
    rmSync(aside, { force: true })
  }
}

const heldLock = (path: string, mine: Holder): DataLock => {
  const isMine = (): boolean => {
    const now = readHolder(path)
    return typeof now === 'object' && now.token === mine.token
  }
  const beat = setInterval(() => {
    const now = new Date()
    if (isMine()) utimesSync(path, now, now)
  }, heartbeatMs)
  beat.unref()
  const release = (): void => {
    clearInterval(beat)
    if (isMine()) rmSync(path, { force: true })
  }
  return { holder: mine, release }
}

const noLinks = (path: string): Error =>
  refuse('data/file-system', {
    words:
      `The file system under ${path} knows no hard links (exFAT and some shared folders do not), so it can hold no ` +
      'database. Choose a local disk with HUFU_DATA.',
  })

const inUse = (dataDir: string, holder: Holder): Error =>
  refuse('data/in-use', {
    pid: holder.pid,
    dataDir,
    words:
      `Hufu is already running on ${dataDir}: process ${holder.pid}, since ${holder.since}. ` +
      `Stop it (kill ${holder.pid}), or give this start other data with HUFU_DATA.`,
  })
