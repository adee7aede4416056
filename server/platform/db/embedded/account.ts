import { statSync } from 'node:fs'
import { dirname } from 'node:path'
import { refuse } from '@hufu/kit'
import { textOf } from './processes.ts'

/** The system account that PostgreSQL runs under. `drop` is true when we are root and must become it. */
export type Account = {
  readonly uid: number
  readonly gid: number
  readonly name: string
  readonly drop: boolean
}

/**
 * Chooses the account: ourselves for a plain user; under root, who PostgreSQL refuses, the owner of existing data,
 * else `postgres`, else `nobody`. Throws `data/not-yours` for a plain user whose data belongs to another account.
 */
export function chooseAccount(pgData: string): Account {
  const owner = statSync(pgData, { throwIfNoEntry: false })
  const [uid, gid] = [process.getuid?.() ?? -1, process.getgid?.() ?? -1]
  if (uid !== 0) {
    if (owner !== undefined && owner.uid !== uid) throw notYours(pgData, owner.uid)
    return { uid, gid, name: accounts().find((each) => each.uid === uid)?.name ?? String(uid), drop: false }
  }
  if (owner !== undefined && owner.uid !== 0) {
    const known = accounts().find((each) => each.uid === owner.uid)
    return {
      uid: owner.uid,
      gid: known?.gid ?? owner.gid,
      name: known?.name ?? String(owner.uid),
      drop: true,
    }
  }
  for (const name of ['postgres', 'nobody']) {
    const found = accounts().find((each) => each.name === name && each.uid !== 0)
    if (found !== undefined) return { ...found, drop: true }
  }
  throw refuse('data/no-account', {
    words:
      'PostgreSQL refuses to run as root, and this machine has neither an account "postgres" nor "nobody". ' +
      'Start Hufu as a plain user, or set DATABASE_URL.',
  })
}

type PasswdEntry = { readonly name: string; readonly uid: number; readonly gid: number }

const accounts = (): readonly PasswdEntry[] =>
  (textOf('/etc/passwd') ?? '').split('\n').flatMap((line) => {
    const [name, , uid, gid] = line.split(':')
    return name === undefined || uid === undefined || gid === undefined
      ? []
      : [{ name, uid: Number(uid), gid: Number(gid) }]
  })

/**
 * The outermost directory on the way to `path` that the account may not enter, or `null` if it can go all the way.
 * Asked only of an account we drop to: it has no further groups, so the permission bits tell all.
 */
export function closedDoor(path: string, account: Account): string | null {
  // What we may enter ourselves, the system decides better than these three bits.
  if (!account.drop) return null
  const parent = dirname(path)
  const before = parent === path ? null : closedDoor(parent, account)
  if (before !== null) return before
  const entry = statSync(path, { throwIfNoEntry: false })
  if (entry === undefined || !entry.isDirectory()) return null
  const bit = entry.uid === account.uid ? 0o100 : entry.gid === account.gid ? 0o010 : 0o001
  return (entry.mode & bit) === 0 ? path : null
}

const notYours = (pgData: string, uid: number): Error => {
  const name = accounts().find((each) => each.uid === uid)?.name ?? `uid ${uid}`
  return refuse('data/not-yours', {
    words:
      `The database files in ${pgData} belong to the account ${name}, because another account (perhaps root) started ` +
      `Hufu here first. Start it as before, or give the files to yourself: sudo chown -R $(id -u):$(id -g) ${dirname(pgData)}`,
  })
}
