import { accessSync, constants, statfsSync } from 'node:fs'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { isRefusal } from '@hufu/kit'
import pg from 'pg'
import type { Config } from '../config/index.ts'
import { chooseAccount, closedDoor } from './embedded/account.ts'
import { locateBinaries } from './embedded/binaries.ts'
import { holderOf } from './embedded/lock.ts'
import type { Holder } from './embedded/lock.ts'
import { clusterName, networkFileSystem } from './embedded/places.ts'
import { errorCode, postgresOf, realPath } from './embedded/processes.ts'
import { runningUrl } from './embedded/running.ts'
import { readState, unfit } from './external.ts'

/** One thing `hufu doctor` looked at. `mend` says what to do about it, where there is something to do. */
export type Finding = {
  readonly check: 'node' | 'data' | 'space' | 'server' | 'port' | 'database' | 'leftover' | 'clock' | 'keys'
  readonly state: 'fine' | 'warning' | 'wrong'
  readonly words: string
  readonly mend?: string
}

type Checked = Pick<Config, 'dataDir' | 'dataDirChosen' | 'databaseUrl' | 'host' | 'port'>

const nodeMajorMin = 24
const freeWarnBytes = 2 * 2 ** 30
const freeWrongBytes = 256 * 2 ** 20
const clockWarnMs = 2000
const clockWrongMs = 60_000

/** Looks at everything a start depends on and changes nothing. A running server is no trouble: it is recognised. */
export async function diagnose(config: Checked): Promise<readonly Finding[]> {
  const holder = await holderOf(config.dataDir)
  const url = config.databaseUrl ?? (holder === null ? null : runningUrl(config.dataDir))
  return [
    checkNode(process.versions.node),
    checkData(config),
    checkSpace(config.dataDir),
    ...(holder === null ? [] : [runs(config, holder)]),
    await checkPort(config, holder),
    ...(await checkDatabase(config, url)),
    ...(holder === null && config.databaseUrl === null ? checkLeftover(config.dataDir) : []),
  ]
}

const fine = (check: Finding['check'], words: string): Finding => ({ check, state: 'fine', words })

const wrong = (check: Finding['check'], words: string, mend: string): Finding => ({
  check,
  state: 'wrong',
  words,
  mend,
})

const warning = (check: Finding['check'], words: string, mend: string): Finding => ({
  check,
  state: 'warning',
  words,
  mend,
})

/** Whether the Node that runs this is new enough. */
export function checkNode(version: string): Finding {
  if (Number.parseInt(version, 10) >= nodeMajorMin) return fine('node', `Node ${version}`)
  return wrong(
    'node',
    `This is Node ${version}; Hufu needs ${nodeMajorMin}.`,
    'Start with npm start, which brings its own Node on Linux, or install Node 24 from nodejs.org.',
  )
}

const checkData = (config: Checked): Finding => {
  const { dataDir } = config
  const at = nearestExisting(dataDir)
  try {
    accessSync(at, constants.W_OK)
  } catch {
    // Whatever the reason, the answer to the only question asked here is no.
    return wrong(
      'data',
      `${at} cannot be written, and the data belongs in ${dataDir}.`,
      'Choose another directory with HUFU_DATA.',
    )
  }
  if (config.databaseUrl !== null) return fine('data', `Files are kept in ${dataDir}.`)
  const network = networkFileSystem(at)
  if (network !== null)
    return wrong(
      'data',
      `${dataDir} lies on a network file system (${network}).`,
      'Choose a local disk with HUFU_DATA, or set DATABASE_URL.',
    )
  return checkAccount(config, at)
}

const checkAccount = (config: Checked, at: string): Finding => {
  const { dataDir } = config
  try {
    const home = realPath(join(dataDir, 'postgres'))
    const account = chooseAccount(join(dataDir, 'postgres', 'data'))
    const door = closedDoor(home ?? at, account)
    if (door !== null && (config.dataDirChosen || home !== null))
      return wrong(
        'data',
        `The database runs as ${account.name}, who may not enter ${door}.`,
        `chmod o+x ${door}, or choose another HUFU_DATA.`,
      )
    if (door !== null)
      return fine(
        'data',
        `Data in ${dataDir}; the database's own files in /var/lib/hufu, because ${account.name} may not enter ${door}.`,
      )
    return fine('data', `Data in ${dataDir}; the database runs as ${account.name}.`)
  } catch (error) {
    return refused('data', error)
  }
}

const refused = (check: Finding['check'], error: unknown): Finding => {
  if (!isRefusal(error)) throw error
  return { check, state: 'wrong', words: String(error.details['words']) }
}

const nearestExisting = (path: string): string => realPath(path) ?? nearestExisting(dirname(path))

const checkSpace = (dataDir: string): Finding => {
  const { bavail, bsize } = statfsSync(nearestExisting(dataDir))
  return judgeSpace(bavail * bsize, dataDir)
}

/** What so many free bytes mean for the data. */
export function judgeSpace(freeBytes: number, dataDir: string): Finding {
  const words = `${(freeBytes / 2 ** 30).toFixed(1)} GiB free for ${dataDir}`
  const mend = 'Make room: a database without any stops, and writes are refused until there is some.'
  if (freeBytes < freeWrongBytes) return wrong('space', words, mend)
  return freeBytes < freeWarnBytes ? warning('space', words, mend) : fine('space', words)
}

const runs = (config: Checked, holder: Holder): Finding =>
  fine('server', `Hufu runs on ${config.dataDir}: process ${holder.pid}, since ${holder.since}.`)

const checkPort = async (config: Checked, holder: Holder | null): Promise<Finding> => {
  const problem = await tryPort(config.host, config.port)
  const at = `${config.host}:${config.port}`
  if (problem === null) return fine('port', `${at} is free.`)
  if (problem === 'EADDRINUSE' && holder !== null)
    return fine('port', `${at} is taken, by the running Hufu it seems.`)
  if (problem === 'EADDRINUSE')
    return wrong('port', `${at} is taken by another program.`, 'Stop that program, or set HUFU_PORT.')
  if (problem === 'EACCES')
    return wrong(
      'port',
      `This user may not listen on ${at}.`,
      'Ports below 1024 need rights; set HUFU_PORT to a higher one and put a proxy before it.',
    )
  return wrong(
    'port',
    `Nobody can listen on ${at} (${problem}).`,
    'Set HUFU_HOST to an address of this machine.',
  )
}

const tryPort = (host: string, port: number): Promise<string | null> =>
  new Promise((resolve) => {
    const server = createServer()
    server.once('error', (error) => resolve(errorCode(error)))
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(null)))
  })

const checkDatabase = async (config: Checked, url: string | null): Promise<readonly Finding[]> => {
  if (url === null) return [checkBinaries()]
  try {
    const state = await readState(url)
    const problem = unfit(state)
    if (problem !== null) return [{ check: 'database', state: 'wrong', words: problem }]
    const which = config.databaseUrl === null ? 'The built-in database' : 'DATABASE_URL'
    return [
      fine('database', `${which} answers: PostgreSQL ${Math.floor(state.version / 10_000)}.`),
      await checkClock(url),
    ]
  } catch (error) {
    if (isRefusal(error)) return [refused('database', error)]
    const said = error instanceof Error ? error.message || errorCode(error) : String(error)
    return [wrong('database', `The database does not answer: ${said}`, 'Start it, or correct DATABASE_URL.')]
  }
}

const checkBinaries = (): Finding => {
  try {
    return fine(
      'database',
      `Built-in PostgreSQL ${Number.parseInt(locateBinaries().version, 10)}, which is not running now.`,
    )
  } catch (error) {
    return refused('database', error)
  }
}

// Decisions use the database's time; a server whose own clock is elsewhere shows and logs other times than it decides by.
const checkClock = async (url: string): Promise<Finding> => {
  const client = new pg.Client({ connectionString: url, application_name: 'hufu/check' })
  client.on('error', () => {})
  await client.connect()
  try {
    const before = Date.now()
    const { rows } = await client.query<{ now: Date }>('select clock_timestamp() as now')
    const middle = (before + Date.now()) / 2
    return judgeClock((rows[0]?.now.getTime() ?? Number.NaN) - middle)
  } finally {
    await client.end()
  }
}

/** What it means that the database's clock is so many milliseconds ahead of ours. */
export function judgeClock(aheadMs: number): Finding {
  const apart = Math.abs(aheadMs)
  const words = `The clocks of this machine and of the database are ${Math.round(apart)} ms apart.`
  const mend = 'Let both machines take their time from the network (timedatectl set-ntp true).'
  if (!(apart < clockWrongMs)) return wrong('clock', words, mend)
  return apart < clockWarnMs ? fine('clock', words) : warning('clock', words, mend)
}

const checkLeftover = (dataDir: string): readonly Finding[] => {
  const home = realPath(join(dataDir, 'postgres'))
  if (home === null) return []
  const pids = postgresOf(join(home, 'data'), clusterName(home))
  if (pids.length === 0) return []
  const words = `A server that was killed left PostgreSQL running: ${pids.join(', ')}.`
  return [warning('leftover', words, 'Nothing needs doing: the next start stops it.')]
}
