import { createHash } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Where the keeper of this checkout and user has its things; the same for every test process. */
export type KeeperPlaces = {
  readonly dir: string
  readonly data: string
  readonly socket: string
  readonly log: string
}

/** Names the places without making them. The path is short: a unix socket lives in it. */
export function keeperPlaces(): KeeperPlaces {
  const whose = `${process.getuid?.() ?? ''} ${import.meta.dirname}`
  const dir = join(tmpdir(), `hufu-test-${createHash('sha256').update(whose).digest('hex').slice(0, 10)}`)
  return { dir, data: join(dir, 'data'), socket: join(dir, 'keeper.sock'), log: join(dir, 'keeper.log') }
}
