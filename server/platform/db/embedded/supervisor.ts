import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { refuse } from '@hufu/kit'
import type { Log } from '../../log/index.ts'
import type { Binaries } from './binaries.ts'
import { logDir, spawnOptions } from './cluster.ts'
import { stopLeftover } from './leftover.ts'
import { clearSocket } from './places.ts'
import type { Places } from './places.ts'
import { signal, textOf, waitUntil } from './processes.ts'

/** Server settings that differ from ours, such as `{ max_connections: '300' }`. */
export type Settings = Readonly<Record<string, string>>

/** What a supervisor runs. */
export type Cluster = {
  readonly places: Places
  readonly binaries: Binaries
  readonly socketDir: string
  readonly settings: Settings
  /** How often within a minute a dead database is started again before it is given up. */
  readonly restartsMax: number
}

/** A running PostgreSQL that is started again when it dies. `stop` takes 5 s at the most. */
export type Supervisor = {
  readonly pid: () => number | null
  /** Called each time the database is back after it died. Returns the way to stop listening. */
  readonly onRestart: (listener: () => void) => () => void
  /** Called once when the database died too often to go on. */
  readonly onLost: (listener: (error: Error) => void) => () => void
  readonly stop: () => Promise<void>
}

const stopFastMs = 4000
const stopAtOnceMs = 900
const restartWindowMs = 60_000
const backOffFirstMs = 50
const backOffMax = 5000
const sayRecoveringEveryMs = 5000
const errorTailMax = 8000
const logTailMax = 4000

/** Starts PostgreSQL as our child and keeps it running. Resolves when it takes connections. */
export async function supervise(cluster: Cluster, log: Log): Promise<Supervisor> {
  const restarted = new Set<() => void>()
  const lost = new Set<(error: Error) => void>()
  const state: State = { child: null, stopping: false, deaths: [] }
  const watch = async (first: Run): Promise<void> => {
    let run = first
    for (;;) {
      const how = await run.ended
      if (state.stopping) return
      log.error({ how }, 'the database died; starting it again')
      const next = await revive(cluster, state, log)
      if (next === null) return
      run = next
      for (const tell of restarted) tell()
    }
  }
  const giveUp = (error: unknown): void => {
    log.fatal({ err: error }, 'the database is lost')
    for (const tell of lost) tell(error instanceof Error ? error : new Error(String(error)))
  }
  // Without an orderly stop (an exception nobody caught) at least ask it to end.
  const atExit = (): void => void endFast(state.child)
  process.on('exit', atExit)
  const watching = watch(await launch(cluster, state, log)).catch(giveUp)
  const stop = async (): Promise<void> => {
    state.stopping = true
    await endChild(state.child)
    await watching
    process.off('exit', atExit)
  }
  return {
    pid: () => (isRunning(state.child) ? (state.child?.pid ?? null) : null),
    onRestart: (listener) => subscribe(restarted, listener),
    onLost: (listener) => subscribe(lost, listener),
    stop,
  }
}

/** `child` is the newest one, from the moment it is spawned; `deaths` are instants of the monotonic clock. */
type State = { child: ChildProcess | null; stopping: boolean; deaths: readonly number[] }

/** Starts the database again, more patiently each time. Null when we are asked to stop; throws `database/lost` at the bound. */
const revive = async (cluster: Cluster, state: State, log: Log): Promise<Run | null> => {
  while (!state.stopping) {
    const deaths = [
      ...state.deaths.filter((at) => performance.now() - at < restartWindowMs),
      performance.now(),
    ]
    state.deaths = deaths
    if (deaths.length > cluster.restartsMax) throw lostFor(cluster, deaths.length)
    await sleep(Math.min(backOffFirstMs * 2 ** (deaths.length - 1), backOffMax))
    if (state.stopping) break
    try {
      await stopLeftover(cluster.places)
      const run = await launch(cluster, state, log)
      log.info({ pid: run.child.pid }, 'the database is back')
      return run
    } catch (error) {
      log.error({ err: error }, 'the database did not start')
    }
  }
  return null
}

const lostFor = (cluster: Cluster, times: number): Error =>
  refuse('database/lost', {
    words: `The database died ${times} times within a minute; see its log in ${join(cluster.places.home, 'log')}.`,
  })

const subscribe = <T>(listeners: Set<T>, listener: T): (() => void) => {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

type Run = { readonly child: ChildProcess; readonly ended: Promise<string> }

const launch = async (cluster: Cluster, state: State, log: Log): Promise<Run> => {
  const { places, binaries } = cluster
  clearSocket(cluster.socketDir)
  const child = spawn(binaries.postgres, serverArguments(cluster), {
    ...spawnOptions(binaries, places.account),
    // A group of its own: Ctrl-C in the terminal must reach us first, who stop it after the last command is done.
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  state.child = child
  // A stop that came a moment ago has found no child to end.
  if (state.stopping) endFast(child)
  let said = ''
  child.stderr?.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString('utf8')).slice(-errorTailMax)
  })
  const over: { how: string | null } = { how: null }
  const ended = new Promise<string>((resolve) => {
    const settle = (how: string): void => {
      over.how = how
      resolve(how)
    }
    child.once('error', (error) => settle(error.message))
    child.once('exit', (code, by) => settle(by === null ? `exit ${String(code)}` : `signal ${by}`))
  })
  const pidFile = join(places.pgData, 'postmaster.pid')
  const isReady = (): boolean => {
    const lines = (textOf(pidFile) ?? '').split('\n')
    return lines[0] === String(child.pid) && lines[7]?.trim() === 'ready'
  }
  while (!(await waitUntil(() => over.how !== null || isReady(), sayRecoveringEveryMs)))
    log.info('the database is recovering from an earlier crash; this can take a while')
  if (over.how !== null) throw notStarted(over.how, said, join(places.home, 'log'))
  child.stderr?.resume()
  return { child, ended }
}

const notStarted = (how: string, said: string, logs: string): Error => {
  const telling = `${said}\n${lastLog(logs)}`
    .split('\n')
    .filter((line) => /FATAL|PANIC|error while loading|not found/.test(line))
  return refuse('database/not-started', {
    words:
      `The database did not start (${how}). ` +
      (telling.length > 0 ? `PostgreSQL says: ${telling.slice(-2).join(' | ')}` : `Its log is in ${logs}.`),
  })
}

/** The end of the newest log file; the server writes there what it has to say once it has read its settings. */
const lastLog = (logs: string): string => {
  const newest = readdirSync(logs)
    .map((name) => join(logs, name))
    .toSorted((a, b) => statSync(a).mtimeMs - statSync(b).mtimeMs)
    .at(-1)
  return newest === undefined
    ? ''
    : (textOf(newest) ?? '').slice(-logTailMax).split('\n').slice(-5).join('\n')
}

const isRunning = (child: ChildProcess | null): boolean =>
  child !== null && child.exitCode === null && child.signalCode === null

const endFast = (child: ChildProcess | null): boolean =>
  child?.pid !== undefined && isRunning(child) && signal(child.pid, 'SIGINT')

const endChild = async (child: ChildProcess | null): Promise<void> => {
  if (!endFast(child) || child?.pid === undefined) return
  if (await waitUntil(() => !isRunning(child), stopFastMs)) return
  signal(child.pid, 'SIGQUIT')
  await waitUntil(() => !isRunning(child), stopAtOnceMs)
}

const serverArguments = (cluster: Cluster): string[] => {
  const settings: Settings = { ...ourSettings(cluster), ...cluster.settings }
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  return ['-D', cluster.places.pgData, ...flags]
}

// Given at each start rather than written into the cluster, so an upgrade of Hufu changes them too.
const ourSettings = (cluster: Cluster): Settings => ({
  cluster_name: cluster.places.clusterName,
  listen_addresses: '',
  unix_socket_directories: cluster.socketDir,
  unix_socket_permissions: '0700',
  port: '5432',
  max_connections: '60',
  shared_buffers: '128MB',
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  password_encryption: 'scram-sha-256',
  timezone: 'UTC',
  jit: 'off',
  logging_collector: 'on',
  log_directory: logDir(cluster.places),
  log_filename: 'postgresql-%a.log',
  log_rotation_age: '1d',
  log_rotation_size: '10MB',
  log_truncate_on_rotation: 'on',
  log_timezone: 'UTC',
  log_line_prefix: '%m [%p] %a ',
  // Values people typed stay out of the log: no parameters, no DETAIL lines such as "Key (login)=(…)".
  log_error_verbosity: 'terse',
  log_parameter_max_length: '0',
  log_parameter_max_length_on_error: '0',
})
