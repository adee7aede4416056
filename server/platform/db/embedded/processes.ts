import { execFileSync } from 'node:child_process'
import { readFileSync, readdirSync, readlinkSync, realpathSync } from 'node:fs'
import { hostname } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'

const linux = process.platform === 'linux'

/** What is known of a live process: when it started, in a form that only compares for equality. */
export type LiveProcess = { readonly pid: number; readonly started: string }

/** Reads a process. `null` for one that does not exist or is dead and only waits to be reaped. */
export function liveProcess(pid: number): LiveProcess | null {
  if (!Number.isSafeInteger(pid) || pid <= 0) return null
  return linux ? fromProc(pid) : fromPs(pid)
}

const fromProc = (pid: number): LiveProcess | null => {
  const stat = textOf(`/proc/${pid}/stat`)
  if (stat === null) return null
  // The command name stands in parentheses and may hold spaces and parentheses itself.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const [state, started] = [fields[0], fields[19]]
  // A zombie still answers kill(pid, 0); where nobody reaps, it does so for ever.
  return state === undefined || started === undefined || 'ZXx'.includes(state) ? null : { pid, started }
}

const fromPs = (pid: number): LiveProcess | null => {
  try {
    const line = execFileSync('ps', ['-o', 'state=,lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim()
    return line === '' || line.startsWith('Z') ? null : { pid, started: line.replace(/^\S+\s+/, '') }
  } catch {
    // ps exits 1 for a process that does not exist.
    return null
  }
}

/**
 * Names the set of processes whose ids can be compared with ours: this boot, this pid namespace.
 * Ids from another container on the same data say nothing here.
 */
export function processSpace(): { readonly boot: string; readonly space: string } {
  if (!linux) return { boot: hostname(), space: hostname() }
  const boot = textOf('/proc/sys/kernel/random/boot_id')?.trim() ?? hostname()
  return { boot, space: `${boot} ${linkOf('/proc/self/ns/pid') ?? ''}` }
}

/**
 * Pids of the PostgreSQL processes that work on one data directory. Every process of a cluster stands in its data
 * directory and shows the cluster's name in its title; root in a container may read the title but not the directory.
 */
export function postgresOf(pgData: string, clusterName: string): readonly number[] {
  const home = realPath(pgData)
  if (home === null) return []
  if (!linux) return postgresByPs(clusterName)
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && textOf(`/proc/${name}/comm`)?.trim() === 'postgres')
    .filter(
      (name) =>
        linkOf(`/proc/${name}/cwd`) === home || textOf(`/proc/${name}/cmdline`)?.includes(clusterName),
    )
    .map(Number)
    .filter((pid) => liveProcess(pid) !== null)
}

const postgresByPs = (clusterName: string): readonly number[] =>
  execFileSync('ps', ['-axo', 'pid=,command='], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.includes('postgres') && line.includes(clusterName))
    .map((line) => Number.parseInt(line.trim(), 10))
    .filter((pid) => liveProcess(pid) !== null)

/** Sends a signal. False when the process is gone; throws when it belongs to somebody else. */
export function signal(pid: number, name: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, name)
  } catch (error) {
    if (errorCode(error) === 'ESRCH') return false
    throw error
  }
}

/** Asks `done` every 10 ms until it says true or `withinMs` is over; tells which of the two happened. */
export async function waitUntil(done: () => boolean, withinMs: number): Promise<boolean> {
  const end = performance.now() + withinMs
  while (!done()) {
    if (performance.now() >= end) return false
    await sleep(10)
  }
  return true
}

/** The system's code of an error (`ENOENT`), or '' if it has none. */
export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
}

/** The file's text, or `null` if it is not there or not ours to read. */
export function textOf(path: string): string | null {
  return orNull(() => readFileSync(path, 'utf8'))
}

const linkOf = (path: string): string | null => orNull(() => readlinkSync(path))

/** The path with every symbolic link followed, or `null` if it does not exist. */
export const realPath = (path: string): string | null => orNull(() => realpathSync(path))

// ESRCH is what /proc answers for a process that ended between two reads.
const absent = new Set(['ENOENT', 'ENOTDIR', 'EACCES', 'EPERM', 'ESRCH', 'EINVAL'])

const orNull = (read: () => string): string | null => {
  try {
    return read()
  } catch (error) {
    if (absent.has(errorCode(error))) return null
    throw error
  }
}
