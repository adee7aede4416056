import {
  chmodSync,
  chownSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  statfsSync,
  statSync,
  symlinkSync,
} from 'node:fs'
import { createHash, randomBytes } from 'node:crypto'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { refuse } from '@hufu/kit'
import { chooseAccount, closedDoor } from './account.ts'
import type { Account } from './account.ts'
import { errorCode, realPath } from './processes.ts'

/**
 * Where one embedded database lives. `home` holds `data` (PGDATA) and whatever else PostgreSQL's account must reach;
 * `clusterName` stands in the title of each of its processes.
 */
export type Places = {
  readonly home: string
  readonly pgData: string
  readonly clusterName: string
  readonly account: Account
}

/** `dataDirChosen` says that an operator named the directory, so nothing may silently be kept elsewhere. */
export type PlaceOptions = {
  readonly dataDir: string
  readonly dataDirChosen: boolean
  readonly fallbackRoot?: string
}

const fallbackRootDefault = '/var/lib/hufu'

/**
 * Decides where the database files go and under which account, and makes the directories.
 * Under root with data inside a private home (`/root`), the default place moves to /var/lib/hufu with a link in the
 * data directory; a place the operator chose is refused with `data/closed` instead.
 */
export function preparePlaces(options: PlaceOptions): Places {
  const { dataDir } = options
  refuseNetworkFileSystem(dataDir)
  const usual = join(dataDir, 'postgres')
  const account = chooseAccount(join(usual, 'data'))
  if (account.drop) chmodSync(dataDir, statSync(dataDir).mode | 0o111)
  const existing = realPath(usual)
  const home = existing ?? usual
  const door = closedDoor(existing ?? dataDir, account)
  if (door === null) return settle(home, account)
  if (existing !== null || options.dataDirChosen) throw closed(door, dataDir, account)
  const root = options.fallbackRoot ?? fallbackRootDefault
  // Never a directory that is there already: somebody who deleted his data directory wants to begin anew.
  const elsewhere = join(root, `${digest(dataDir)}-${randomBytes(3).toString('hex')}`)
  mkdirSync(elsewhere, { recursive: true, mode: 0o711 })
  const stillClosed = closedDoor(elsewhere, account)
  if (stillClosed !== null) throw closed(stillClosed, dataDir, account)
  symlinkSync(elsewhere, usual)
  return settle(elsewhere, account)
}

const settle = (home: string, account: Account): Places => {
  mkdirSync(home, { recursive: true, mode: 0o711 })
  if (account.drop) own(home, account)
  return { home, pgData: join(home, 'data'), clusterName: clusterName(home), account }
}

const own = (path: string, account: Account): void => {
  if (statSync(path).uid !== account.uid) chownSync(path, account.uid, account.gid)
}

const closed = (door: string, dataDir: string, account: Account): Error =>
  refuse('data/closed', {
    words:
      `PostgreSQL refuses to run as root, so it runs as ${account.name}, and ${account.name} may not enter ${door}, ` +
      `which lies on the way to ${dataDir}. Choose data elsewhere (HUFU_DATA=/var/lib/hufu), start Hufu as a plain user, ` +
      `or open the way: chmod o+x ${door}`,
  })

/** The name that stands in the title of each process of the cluster in `home`. */
export function clusterName(home: string): string {
  return `hufu-${digest(home)}`
}

/** The bytes a unix socket's path may have; the system adds a closing zero. */
const socketPathBytesMax = process.platform === 'darwin' ? 103 : 107
const socketName = '.s.PGSQL.5432'

/**
 * Makes the private directory of the socket, short enough for the system and the account's own.
 * A directory of that name that belongs to somebody else is never used: they could listen in our place.
 */
export function socketDir(
  home: string,
  account: Account,
  roots: readonly string[] = [tmpdir(), '/tmp'],
): string {
  for (const root of new Set(roots)) {
    const dir = join(root, `hufu-${digest(home)}`)
    if (Buffer.byteLength(join(`${dir}-123456`, socketName)) > socketPathBytesMax) continue
    if (closedDoor(root, account) !== null) continue
    return privateDir(dir, account)
  }
  throw refuse('database/socket-path', {
    words:
      `A unix socket's path may have ${socketPathBytesMax} bytes, and every temporary directory is longer than that or ` +
      `closed to ${account.name}: ${roots.join(', ')}. Set TMPDIR to a short directory such as /tmp.`,
  })
}

/**
 * Removes the socket of a server that is gone. Its lock file would stop the next server for as long as nobody reaps the
 * dead one; the directory is ours alone, and who holds the data lock knows that no server is left.
 */
export function clearSocket(dir: string): void {
  for (const name of [socketName, `${socketName}.lock`]) rmSync(join(dir, name), { force: true })
}

const privateDir = (dir: string, account: Account): string => {
  try {
    mkdirSync(dir, { mode: 0o700 })
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error
    const found = lstatSync(dir)
    const ours = found.isDirectory() && found.uid === account.uid && (found.mode & 0o077) === 0
    if (ours) return dir
    return owned(mkdtempSync(`${dir}-`), account)
  }
  return owned(dir, account)
}

const owned = (dir: string, account: Account): string => {
  if (account.drop) chownSync(dir, account.uid, account.gid)
  return dir
}

const digest = (path: string): string => createHash('sha256').update(path).digest('hex').slice(0, 10)

/** Linux magic numbers of file systems that live on another machine, where a lock or an fsync may mean nothing. */
const networkFileSystems: Readonly<Record<number, string>> = {
  0x6969: 'NFS',
  0x517b: 'SMB',
  0xff534d42: 'CIFS',
  0xfe534d42: 'SMB2',
  0x5346414f: 'AFS',
  0x564c: 'NCP',
  0x00c36400: 'Ceph',
  0x0bd00bd0: 'Lustre',
  0x47504653: 'GPFS',
}

const refuseNetworkFileSystem = (dataDir: string): void => {
  const name = networkFileSystem(dataDir)
  if (name === null) return
  throw refuse('data/network-file-system', {
    words:
      `${dataDir} lies on a network file system (${name}), where a database can be damaged without notice. ` +
      'Choose a local disk with HUFU_DATA, or set DATABASE_URL.',
  })
}

/** The name of the network file system a path lies on, or `null`. The path or its nearest existing parent is asked. */
export function networkFileSystem(
  path: string,
  typeOf = (at: string): number => statfsSync(at).type,
): string | null {
  if (process.platform !== 'linux') return null
  const at = realPath(path)
  if (at === null) return dirname(path) === path ? null : networkFileSystem(dirname(path), typeOf)
  return networkFileSystems[typeOf(at) >>> 0] ?? null
}
