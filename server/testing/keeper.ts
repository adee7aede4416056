/**
 * The process that keeps one PostgreSQL for all test processes of this checkout. They hold a connection to its socket
 * for as long as they live, so it needs no promise from them: what a killed test leaves is dropped when its connection
 * closes, and when nobody has been here for a while everything is stopped and removed.
 */
import { mkdirSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import type { Server, Socket } from 'node:net'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { isRefusal } from '@hufu/kit'
import pg from 'pg'
import { createLog } from '../platform/log/index.ts'
import { lockData, startEmbedded } from '../platform/db/index.ts'
import { keeperPlaces } from './keeper-places.ts'

const idleMs = 3000
const dropGraceMs = 2000
const lookMs = 50

const log = createLog({ level: 'info', pretty: false })

const settings = {
  max_connections: '400',
  shared_buffers: '128MB',
  // A vacuum worker inside the template would make CREATE DATABASE wait for it; tests live for seconds.
  autovacuum: 'off',
  // Checkpoints write what the tests of a minute dirtied; ten small ones a minute are work for nothing.
  checkpoint_timeout: '30min',
  max_wal_size: '4GB',
}

const keep = async (): Promise<void> => {
  const places = keeperPlaces()
  mkdirSync(places.dir, { recursive: true, mode: 0o711 })
  const lock = await lockData(places.dir)
  const database = await startEmbedded({ dataDir: places.data, dataDirChosen: true, settings }, log)
  const admin = new pg.Pool({ connectionString: database.keeperUrl, max: 4 })
  admin.on('error', (error) => log.warn({ err: error }, 'admin connection'))
  await dropLeftovers(admin)
  rmSync(places.socket, { force: true })
  const server = createServer()
  server.listen(places.socket)
  await untilIdle(server, JSON.stringify({ url: database.url, keeperUrl: database.keeperUrl }), admin)
  server.close()
  await admin.end()
  await database.stop()
  rmSync(places.data, { recursive: true, force: true })
  lock.release()
}

const dropLeftovers = async (admin: pg.Pool): Promise<void> => {
  const { rows } = await admin.query<{ name: string }>(
    "select datname as name from pg_database where datname like 'test\\_%'",
  )
  for (const { name } of rows) await drop(admin, name, 0)
}

const untilIdle = async (server: Server, greeting: string, admin: pg.Pool): Promise<void> => {
  const seen = { guests: 0, last: performance.now(), dropping: 0 }
  const isBusy = (): boolean => seen.guests > 0 || seen.dropping > 0 || performance.now() - seen.last < idleMs
  const dropLater = (name: string, graceMs: number): void => {
    seen.dropping += 1
    void drop(admin, name, graceMs)
      .catch((error: unknown) => log.warn({ err: error, name }, 'not dropped'))
      .finally(() => (seen.dropping -= 1))
  }
  server.on('connection', (socket: Socket) => {
    seen.guests += 1
    serveGuest(socket, greeting, dropLater)
    socket.once('close', () => {
      seen.guests -= 1
      seen.last = performance.now()
    })
  })
  while (isBusy()) await sleep(lookMs)
}

// A guest says `use NAME` before it makes a database and `done NAME` when it needs it no more.
const serveGuest = (
  socket: Socket,
  greeting: string,
  dropLater: (name: string, graceMs: number) => void,
): void => {
  const used = new Set<string>()
  const lines = createInterface({ input: socket })
  // The reader passes on its socket's errors as its own; a killed test is no trouble of the keeper's.
  for (const each of [socket, lines]) each.on('error', () => {})
  socket.write(`${greeting}\n`)
  lines.on('line', (line) => {
    const [verb, name] = line.split(' ')
    if (name === undefined) return
    if (verb === 'use') used.add(name)
    if (verb === 'done' && used.delete(name)) dropLater(name, dropGraceMs)
  })
  socket.once('close', () => {
    for (const name of used) dropLater(name, 0)
  })
}

// Servers under test close a little after their database is given back; a forced drop would fill their logs.
const drop = async (admin: pg.Pool, name: string, graceMs: number): Promise<void> => {
  const end = performance.now() + graceMs
  while (performance.now() < end) {
    const { rows } = await admin.query('select from pg_stat_activity where datname = $1 limit 1', [name])
    if (rows.length === 0) break
    await sleep(lookMs)
  }
  await admin.query(`drop database if exists ${pg.escapeIdentifier(name)} with (force)`)
}

try {
  await keep()
} catch (error) {
  // Several test processes may each have started a keeper; all but one find the place taken.
  if (!isRefusal(error) || error.code !== 'data/in-use') throw error
}
