import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import type { Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { messageReader } from './statements.ts'

/** A statement on its way, and on which of the connections: they are numbered as they were opened. */
export type Statement = { readonly text: string; readonly purpose: string; readonly connection: number }

/** `lost` and `unanswered` break the connection: before the statement has arrived, or when its answer comes. */
export type Fate = 'passes' | 'lost' | 'unanswered'

/** One server's way to its database, through a hole that the test can stop up. */
export type DatabaseWay = {
  /** The same database as before, by this way. */
  readonly url: string
  /** From now on nothing goes through, in either direction; connections stay open, as behind a cut cable. */
  readonly cut: () => void
  /** What waited goes through, and new things do. */
  readonly heal: () => void
  /** New connections go through; the old ones stay as they are and lead nowhere, as after a firewall forgot them. */
  readonly healForNew: () => void
  /** From now on asked of each statement that goes by what becomes of it; null: nobody is asked. */
  readonly judge: (judge: ((statement: Statement) => Fate) | null) => void
  readonly close: () => void
}

type Pair = { readonly near: Socket; readonly far: Socket; isCut: boolean; isMute: boolean }
type Judge = (text: string, purpose: string) => Fate

/** Opens a way to a database on a unix socket or a port. Cut, it also takes new connections and lets them wait. */
export async function databaseWay(t: Pick<TestContext, 'after'>, url: string): Promise<DatabaseWay> {
  // PostgreSQL's clients look for a file of this name in the folder that stands in place of a host.
  const dir = mkdtempSync(join(tmpdir(), 'hufu-way-'))
  chmodSync(dir, 0o711)
  const pairs = new Set<Pair>()
  let isCut = false
  let judging: ((statement: Statement) => Fate) | null = null
  let opened = 0
  const server = createServer({ pauseOnConnect: true }, (near) => {
    const pair: Pair = { near, far: connect(placeOf(url)), isCut, isMute: false }
    const connection = (opened += 1)
    pairs.add(pair)
    connectEnds(pair, (text, purpose) => judging?.({ text, purpose, connection }) ?? 'passes')
    near.on('close', () => pairs.delete(pair))
    if (isCut) for (const end of [pair.near, pair.far]) end.pause()
    else near.resume()
  })
  await new Promise<void>((resolve) => server.listen(join(dir, '.s.PGSQL.5432'), resolve))
  const close = (): void => {
    server.close()
    for (const { near, far } of pairs) for (const end of [near, far]) end.destroy()
    rmSync(dir, { recursive: true, force: true })
  }
  t.after(close)
  return {
    url: throughFolder(url, dir),
    cut() {
      isCut = true
      for (const pair of pairs) {
        pair.isCut = true
        for (const end of [pair.near, pair.far]) end.pause()
      }
    },
    heal() {
      isCut = false
      for (const pair of pairs) {
        pair.isCut = false
        for (const end of [pair.near, pair.far]) end.resume()
      }
    },
    healForNew: () => void (isCut = false),
    judge: (judge) => void (judging = judge),
    close,
  }
}

/** What comes in at one end goes out at the other, statement by statement towards the database. */
function connectEnds(pair: Pair, judge: Judge): void {
  const { near, far } = pair
  const breaks = (): void => {
    near.destroy()
    far.destroy()
  }
  for (const [from, to] of [
    [near, far],
    [far, near],
  ] as const) {
    from.on('error', () => to.destroy())
    from.on('close', () => to.destroy())
    to.on('drain', () => {
      if (!pair.isCut) from.resume()
    })
  }
  const reader = messageReader()
  near.on('data', (bytes) => {
    for (const message of reader.read(bytes)) {
      const fate = message.statement === null ? 'passes' : judge(message.statement, reader.purpose())
      if (fate === 'lost') return breaks()
      if (fate === 'unanswered') pair.isMute = true
      if (!far.write(message.bytes)) near.pause()
    }
  })
  far.on('data', (bytes) => {
    if (pair.isMute) return breaks()
    if (!near.write(bytes)) far.pause()
  })
}

function placeOf(url: string): { readonly path: string } | { readonly host: string; readonly port: number } {
  const { hostname, port, searchParams } = new URL(url)
  const folder = searchParams.get('host') ?? ''
  if (folder.startsWith('/')) return { path: join(folder, `.s.PGSQL.${port === '' ? '5432' : port}`) }
  return { host: hostname, port: port === '' ? 5432 : Number(port) }
}

function throughFolder(url: string, dir: string): string {
  const parsed = new URL(url)
  parsed.port = ''
  parsed.hostname = 'localhost'
  parsed.searchParams.set('host', dir)
  return parsed.href
}
