import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { refuse } from '@hufu/kit'
import type { Log } from '../../log/index.ts'
import type { Binaries } from './binaries.ts'
import { logDir, spawnOptions } from './cluster.ts'
import { stopLeftover } from './leftover.ts'
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
const restartsMax = 8
const restartWindowMs = 60_000
const backOffFirstMs = 50
const backOffMax = 5000
const sayRecoveringEveryMs = 5000
const errorTailMax = 8000

/** Starts PostgreSQL as our child and keeps it running. Resolves when it takes connections. */
export async function supervise(cluster: Cluster, log: Log): Promise<Supervisor> {
  const restarted = new Set<() => void>()
  const lost = new Set<(error: Error) => void>()
  let stopping = false
  let deaths: readonly number[] = []
  let run = await launch(cluster, log)
  const watch = (): void => {
    void run.ended.then((how) => (stopping ? undefined : revive(how)))
  }
  const revive = async (how: string): Promise<void> => {
    log.error({ how }, 'the database died; starting it again')
    for (;;) {
      deaths = [...deaths.filter((at) => performance.now() - at < restartWindowMs), performance.now()]
      if (deaths.length > restartsMax) return giveUp()
      await sleep(Math.min(backOffFirstMs * 2 ** (deaths.length - 1), backOffMax))
      if (stopping) return
      try {
        await stopLeftover(cluster.places)
        run = await launch(cluster, log)
        break
      } catch (error) {
        log.error({ err: error }, 'the database did not start')
      }
    }
    // A stop that came while we were starting has found no child to end.
    if (stopping) return endChild(run.child)
    watch()
    log.info({ pid: run.child.pid }, 'the database is back')
    for (const tell of restarted) tell()
  }
  const giveUp = (): void => {
    const error = refuse('database/lost', {
      words: `The database died ${deaths.length} times within a minute; see its log in ${join(cluster.places.home, 'log')}.`,
    })
    log.fatal({ err: error }, 'the database is lost')
    for (const tell of lost) tell(error)
  }
  // Without an orderly stop (an exception nobody caught) at least ask it to end.
  const atExit = (): void => void endFast(run.child)
  process.on('exit', atExit)
  watch()
  return {
    pid: () => (isRunning(run.child) ? (run.child.pid ?? null) : null),
    onRestart: (listener) => subscribe(restarted, listener),
    onLost: (listener) => subscribe(lost, listener),
    async stop() {
      stopping = true
      await endChild(run.child)
      process.off('exit', atExit)
    },
  }
}

const subscribe = <T>(listeners: Set<T>, listener: T): (() => void) => {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

type Run = { readonly child: ChildProcess; readonly ended: Promise<string> }

const launch = async (cluster: Cluster, log: Log): Promise<Run> => {
  const { places, binaries } = cluster
  const child = spawn(binaries.postgres, serverArguments(cluster), {
    ...spawnOptions(binaries, places.account),
    // A group of its own: Ctrl-C in the terminal must reach us first, who stop it after the last command is done.
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  child.stderr?.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString('utf8')).slice(-errorTailMax)
  })
  let end: string | null = null
  const ended = new Promise<string>((resolve) => {
    const settle = (how: string): void => {
      end = how
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
  while (!(await waitUntil(() => end !== null || isReady(), sayRecoveringEveryMs)))
    log.info('the database is recovering from an earlier crash; this can take a while')
  if (end !== null) throw notStarted(end, said, join(places.home, 'log'))
  child.stderr?.resume()
  return { child, ended }
}

const notStarted = (how: string, said: string, logs: string): Error => {
  const telling = said
    .split('\n')
    .filter((line) => /FATAL|PANIC|ERROR|HINT|error while loading|not found/.test(line))
  return refuse('database/not-started', {
    words:
      `The database did not start (${how}). ` +
      (telling.length > 0 ? `PostgreSQL says: ${telling.slice(-3).join(' | ')}` : `Its log is in ${logs}.`),
  })
}

const isRunning = (child: ChildProcess): boolean => child.exitCode === null && child.signalCode === null

const endFast = (child: ChildProcess): boolean =>
  child.pid !== undefined && isRunning(child) && signal(child.pid, 'SIGINT')

const endChild = async (child: ChildProcess): Promise<void> => {
  if (!endFast(child) || child.pid === undefined) return
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
