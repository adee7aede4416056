import { rmSync } from 'node:fs'
import pg from 'pg'
import type { Database } from '../database.ts'
import type { Log } from '../../log/index.ts'
import { findBinaries, locateBinaries } from './binaries.ts'
import { hufuDatabase, hufuRole, keeperRole, prepareCluster, socketUrl } from './cluster.ts'
import type { Secret } from './cluster.ts'
import { stopLeftover } from './leftover.ts'
import { lockData } from './lock.ts'
import { preparePlaces, socketDir } from './places.ts'
import type { PlaceOptions } from './places.ts'
import { supervise } from './supervisor.ts'
import type { Settings } from './supervisor.ts'

/** Where the data is, server settings that differ from ours, and how patient to be with a database that keeps dying. */
export type EmbeddedOptions = PlaceOptions & { readonly settings?: Settings; readonly restartsMax?: number }

const restartsMaxDefault = 8

/** An embedded database also has a superuser, which only we and the tests use, and the pid of its postmaster. */
export type EmbeddedDatabase = Database & { readonly keeperUrl: string; readonly pid: () => number | null }

/**
 * Starts the built-in PostgreSQL on a data directory: takes its lock, ends what an earlier start left, makes the
 * cluster if there is none, and keeps it running. Everything that is not our bug is refused as `data/…` or `database/…`
 * with `details.words` for the operator.
 */
export async function startEmbedded(options: EmbeddedOptions, log: Log): Promise<EmbeddedDatabase> {
  locateBinaries()
  const lock = await lockData(options.dataDir)
  try {
    return await startLocked(options, log, lock.release)
  } catch (error) {
    lock.release()
    throw error
  }
}

const startLocked = async (
  options: EmbeddedOptions,
  log: Log,
  release: () => void,
): Promise<EmbeddedDatabase> => {
  const began = performance.now()
  const places = preparePlaces(options)
  if (!places.home.startsWith(options.dataDir))
    log.info(
      { dataDir: options.dataDir, home: places.home },
      'the account of the database cannot enter the data directory; its files are elsewhere',
    )
  const binaries = findBinaries(places.home, places.account)
  const leftover = await stopLeftover(places)
  if (leftover !== null) log.warn(leftover, 'stopped the database that an earlier start left running')
  const { secret, made } = await prepareCluster(options.dataDir, places, binaries)
  const sockets = socketDir(places.home, places.account)
  const cluster = {
    places,
    binaries,
    socketDir: sockets,
    settings: options.settings ?? {},
    restartsMax: options.restartsMax ?? restartsMaxDefault,
  }
  const supervisor = await supervise(cluster, log)
  const keeperUrl = socketUrl(keeperRole, secret.keeper, 'postgres', sockets)
  try {
    await provision(keeperUrl, secret)
  } catch (error) {
    await supervisor.stop()
    throw error
  }
  log.info(
    { made, pid: supervisor.pid(), account: places.account.name, ms: Math.round(performance.now() - began) },
    'database ready',
  )
  return {
    kind: 'embedded',
    url: socketUrl(hufuRole, secret.hufu, hufuDatabase, sockets),
    keeperUrl,
    pid: supervisor.pid,
    onRestart: supervisor.onRestart,
    onLost: supervisor.onLost,
    async stop() {
      await supervisor.stop()
      rmSync(sockets, { recursive: true, force: true })
      release()
    },
  }
}

// Asked at every start, so a start that died between two of these steps is finished by the next one.
const provision = async (keeperUrl: string, secret: Secret): Promise<void> => {
  const client = new pg.Client({ connectionString: keeperUrl, application_name: 'hufu/supervisor' })
  client.on('error', () => {})
  await client.connect()
  try {
    const { rows } = await client.query<{ role: boolean; database: boolean }>(
      'select exists (select from pg_roles where rolname = $1) as role, exists (select from pg_database where datname = $2) as database',
      [hufuRole, hufuDatabase],
    )
    const password = pg.escapeLiteral(secret.hufu)
    if (rows[0]?.role === false) await client.query(`create role ${hufuRole} login password ${password}`)
    if (rows[0]?.database === false) await client.query(`create database ${hufuDatabase} owner ${hufuRole}`)
  } finally {
    await client.end()
  }
}
