/** One Hufu server: the only place that knows everything. `node server/main.ts [--port …]`, or `npm start`. */
import { hostname } from 'node:os'
import { join } from 'node:path'
import { wordsOf } from '@hufu/contract'
import { isRefusal } from '@hufu/kit'
import { performOn, provingProjections } from './platform/act/index.ts'
import type { AfterChange } from './platform/act/index.ts'
import { openBlobs } from './platform/blobs/index.ts'
import type { Blobs } from './platform/blobs/index.ts'
import { systemClock } from './platform/clock/index.ts'
import { readConfig } from './platform/config/index.ts'
import type { Config } from './platform/config/index.ts'
import { migrate, startDatabase } from './platform/db/index.ts'
import { createHttp, finishing, readingFor } from './platform/http/index.ts'
import type { Doors, HttpServer, Probe } from './platform/http/index.ts'
import { startTimers } from './platform/jobs/index.ts'
import type { Rounds } from './platform/jobs/index.ts'
import { activityJournal, knownHeadFiles, openLedgerKey, startCheckpoints } from './platform/ledger/index.ts'
import type { ActivityJournal } from './platform/ledger/index.ts'
import { createLog } from './platform/log/index.ts'
import type { Log } from './platform/log/index.ts'
import { openPost } from './platform/mail/index.ts'
import { startNode } from './platform/nodes/index.ts'
import type { HufuNode } from './platform/nodes/index.ts'
import { openSecrets } from './platform/secrets/index.ts'
import type { Secrets } from './platform/secrets/index.ts'
import { startSockets } from './platform/sockets/index.ts'
import type { Sockets } from './platform/sockets/index.ts'
import { auditProbes, auditRoutes } from './rooms/audit/index.ts'
import {
  authorityProbes,
  authorityRoutes,
  foundAuthority,
  snapshotAuthority,
} from './rooms/authority/index.ts'
import { batchRoutes, previewRoutes } from './rooms/batches/index.ts'
import { calendarProbes, calendarRoutes } from './rooms/calendar/index.ts'
import {
  directoryPeople,
  directoryProbes,
  directoryProjections,
  directoryRoom,
  signInPeople,
  snapshotDirectory,
  startSight,
} from './rooms/directory/index.ts'
import { criticalActRoutes, halfBy, halfRoutes } from './rooms/halves/index.ts'
import { filesProbes, filesRoom } from './rooms/files/index.ts'
import { handoverProbes, handoverRoom } from './rooms/handover/index.ts'
import type { Handover } from './rooms/handover/index.ts'
import {
  chooseProtection,
  holdersOfPasskeys,
  identityProbes,
  identityProjections,
  identityRoom,
  newSetupCode,
} from './rooms/identity/index.ts'
import type { Identity } from './rooms/identity/index.ts'
import {
  departing,
  noteReturns,
  revocationProbes,
  revocationRoutes,
  startChecks,
  startWatch,
  takingBack,
} from './rooms/revocations/index.ts'
import type { Checking, Depart, Watching, Ways } from './rooms/revocations/index.ts'
import { planRest, planRoutes, reviewFileMoves } from './rooms/plans/index.ts'
import { bannersOf, claimRoutes } from './rooms/claims/index.ts'
import type { Heirs } from './rooms/claims/index.ts'
import { minding, requestProbes, requestRoutes } from './rooms/requests/index.ts'
import { transferProbes, transferRoutes } from './rooms/transfer/index.ts'
import { conversationPlace, messagingProbes, messagingRoom, startDelivery } from './rooms/messaging/index.ts'
import { noticeRoutes, startMailing, startNotices, tellOfCritical } from './rooms/notices/index.ts'
import type { Mailing } from './rooms/notices/index.ts'

import { downloadEntry, exportEntry, recordRefusal, signInEntry } from './entries.ts'
import { holdings } from './holdings.ts'
import { startRounds, tidying } from './rounds.ts'
import { speakersOf } from './speakers.ts'
import { stepsOf } from './steps.ts'

// Authority last: what its rows speak of, people, places and conversations, has to be there.
export const snapshots = [snapshotDirectory, messagingRoom.snapshot, snapshotAuthority]
/** What every node remembers beside the facts. */
export const projections = [
  finishing,
  ...provingProjections,
  ...directoryProjections,
  ...identityProjections,
  ...messagingRoom.projections,
]
/** What shows of each enforced permission who holds it and who does not. The server does not start without one of each. */
export const probes: readonly Probe[] = [
  ...directoryProbes,
  ...identityProbes,
  ...authorityProbes,
  ...auditProbes,
  ...calendarProbes,
  ...messagingProbes,
  ...filesProbes,
  ...handoverProbes,
  ...revocationProbes,
  ...requestProbes,
  ...transferProbes,
]

/** A running server. `setupCode` is there while no company exists. */
export type Running = {
  readonly address: string
  readonly setupCode: string | null
  readonly node: HufuNode
  /** For trying what somebody may do by requests of the server's own. */
  readonly shadows: HttpServer['shadows']
  readonly stop: () => Promise<void>
}

/** Starts everything and opens the door. Throws a refusal with `details.words` for what an operator can mend. */
export async function startServer(config: Config, log: Log): Promise<Running> {
  const database = await startDatabase(config, log)
  try {
    return await openHouse(config, log, database.url, () => database.stop())
  } catch (error) {
    await database.stop()
    throw error
  }
}

async function openHouse(
  config: Config,
  log: Log,
  url: string,
  stopDatabase: () => Promise<void>,
): Promise<Running> {
  await migrate({ url })
  const node = await startNode({
    url,
    name: `${hostname()}:${config.port === 0 ? process.pid : config.port}`,
    log,
    clock: systemClock,
    snapshots,
    projections,
  })
  const blobs = await openBlobs(join(config.dataDir, 'blobs'))
  const ledger = await openLedger(config, node, log)
  const identity = openIdentity(config, node, ledger.journal, await openSecrets(config.dataDir))
  const perform = performOn(node, { afterCritical: tellOfCritical, afterChange })
  const checking = { node, perform, journal: ledger.journal }
  const handover = handoverRoom({ holdings, blobs, names: directoryPeople.names })
  const depart = departing({ ...handover, manager: directoryPeople.manager })
  const { unsettledOf } = handover
  const { plans, clerk, transfers, heirs, minder } = startRounds(checking, depart, handover)
  const http = createHttp({
    node,
    perform,
    sessions: identity.sessions,
    proofs: identity.proofs,
    halves: { of: halfBy },
    log,
    publicUrl: config.publicUrl,
    webDir: join(import.meta.dirname, '..', 'web', 'dist'),
    onRefusal: (refused) => recordRefusal(ledger.journal, refused),
    probes,
    processMetrics: true,
  })
  const directory = directoryRoom({ node, dataDir: config.dataDir, afterMoves: reviewFileMoves })
  const watching = startWatch(checking)
  const rooms = [identity, directory, messagingRoom, openFiles(blobs, ledger.journal), handover]
  const now = { carryNow: plans.now, switchNow: transfers.now }
  const leading = { ...checking, ...now, watching, depart, unsettledOf, heirs, minder }
  hangDoors(http.doors, leading, ledger, rooms)
  halfRoutes(http.doors, { names: directoryPeople.names, ask: http.shadows.ask })
  const sockets = startSockets({ node, http, identity, names: directoryPeople.names })
  const mailing = await startTelling(config, node, http, sockets)
  const timers = await startTimers({ url, log, jobs: tidying(checking, blobs, identity) })
  const listening = await http.listen({ host: config.host, port: config.port })
  // A node tries by asking itself, so it has to listen first.
  const checks = startChecks({ ...checking, ways: waysIn(http, sockets, identity) })
  const setupCode = await newSetupCode(node.pool)

  const stop = async (): Promise<void> => {
    watching.stop()
    const rounds = { plans, clerk, transfers, minder }
    const parts = { checks, sockets, http, ...rounds, mailing, timers, ledger, directory, node }
    await stopInOrder(parts, log)
    await stopDatabase()
  }
  // Port 0 is whichever was free; only now is it known.
  const address = config.port === 0 ? listening : config.publicUrl
  return { address, setupCode, node, shadows: http.shadows, stop }
}

/** Ending takes moments; a part that takes longer says so before whoever waits gives up. */
const SLOW_STOP_MS = 5000

async function stopInOrder(
  parts: Readonly<Record<string, { stop(): Promise<void> }>>,
  log: Log,
): Promise<void> {
  for (const [name, part] of Object.entries(parts)) {
    const slow = setTimeout(() => log.warn({ part: name }, 'is slow to stop'), SLOW_STOP_MS)
    await part.stop()
    clearTimeout(slow)
  }
}

const isTaken = (error: unknown): error is Error & { readonly port: number } =>
  error instanceof Error && 'code' in error && error.code === 'EADDRINUSE' && 'port' in error

type Ledger = Awaited<ReturnType<typeof openLedger>>
/** What rooms that see people off share. */
type Leading = Checking & {
  readonly watching: Watching
  readonly carryNow: () => Promise<void>
  readonly switchNow: () => Promise<void>
  readonly minder: Rounds
  readonly heirs: Heirs
  readonly depart: Depart
  readonly unsettledOf: Handover['unsettledOf']
}
type Room = { readonly routes: (doors: Doors) => void }

/** Every room hangs its doors; those that speak of people, of all commands or of everything come last. */
function hangDoors(doors: Doors, leading: Leading, ledger: Ledger, rooms: readonly Room[]): void {
  const { node, depart, watching } = leading
  for (const room of rooms) room.routes(doors)
  const { names, sees } = directoryPeople
  authorityRoutes(doors, directoryPeople)
  auditRoutes(doors, {
    pool: node.pool,
    snapshots,
    projections,
    names,
    sees,
    onExport: (exported) => ledger.journal.recordActivity(exportEntry(exported)),
    ...ledger,
  })
  batchRoutes(doors, stepsOf(depart))
  previewRoutes(doors, stepsOf(depart), directoryPeople, watching)
  const signing = { key: ledger.key, sign: () => ledger.flush() }
  revocationRoutes(doors, { ...leading, names, takeBack: takingBack(planRest), ...signing })
  const unsettled = { unsettledOf: leading.unsettledOf }
  planRoutes(doors, { people: { ...directoryPeople, ...unsettled }, carryNow: leading.carryNow })
  requestRoutes(doors, { names })
  transferRoutes(doors, { names, sees, holders: holdersOfPasskeys, carryNow: leading.switchNow })
  claimRoutes(doors, { names, heirs: leading.heirs, minder: leading.minder })
  noticeRoutes(doors, speakersOf(node.pool, names))
  calendarRoutes(doors)
  criticalActRoutes(doors, { pool: node.pool, names, chooseProtection })
}

/** What follows every change of facts: what came back is noted, and what was asked of somebody is looked at again. */
const afterChange: AfterChange = async (changed) => {
  await noteReturns(changed)
  await minding(changed)
}

/** What goes out by itself: over open lines, and by e-mail. */
async function startTelling(
  { mail, publicUrl }: Config,
  node: HufuNode,
  { inside, metrics }: HttpServer,
  { delivery }: Sockets,
): Promise<Mailing> {
  const line = { ...node, delivery }
  startDelivery(line)
  startNotices(line)
  startSight(line)
  return startMailing({
    node,
    post: mail === null ? null : openPost(mail, publicUrl),
    readingOf: (whose) => readingFor(inside, whose),
    speakers: speakersOf(node.pool, directoryPeople.names),
    publicUrl,
    metrics: metrics.letters,
  })
}

/** By what a node tries whether a right is gone. */
const waysIn = ({ shadows }: HttpServer, sockets: Sockets, { leftovers }: Identity): Ways => ({
  probes,
  ask: shadows.ask,
  knock: sockets.knock,
  openSockets: sockets.sessionsOf,
  leftovers,
})

const openIdentity = (
  { publicUrl }: Pick<Config, 'publicUrl'>,
  node: HufuNode,
  journal: ActivityJournal,
  secrets: Secrets,
): Identity =>
  identityRoom({
    node,
    publicUrl,
    people: {
      ...signInPeople,
      banners: (reading, locale) => bannersOf(reading, locale, directoryPeople.names),
    },
    rights: { found: foundAuthority },
    secrets,
    names: directoryPeople.names,
    onSignIn: (note) => journal.recordActivity(signInEntry(note)),
  })

const openFiles = (blobs: Blobs, journal: ActivityJournal): Room =>
  filesRoom({
    blobs,
    place: conversationPlace,
    onDownload: (download) => journal.recordActivity(downloadEntry(download)),
  })

/** The signing key and the kept heads outside the database, the activity journal, and the rounds that sign. */
async function openLedger(config: Config, node: HufuNode, log: Log) {
  const key = await openLedgerKey(config.dataDir)
  const known = knownHeadFiles(config.dataDir)
  const warn = (message: string, details: unknown): void => log.warn({ details }, message)
  const journal = activityJournal({ pool: node.pool, warn })
  const checkpoints = startCheckpoints({ pool: node.pool, key, known, warn })
  return {
    key,
    known,
    journal,
    /** Whoever verifies wants to see everything signed that has happened so far. */
    async flush() {
      await journal.flush()
      await checkpoints.signNow()
    },
    async stop() {
      await journal.stop()
      await checkpoints.stop()
    },
  }
}

/** What a person at the terminal reads when the server is up. */
function greet({ address, setupCode }: Running): void {
  console.log(`\n  虎符 Hufu  ${address}`)
  if (setupCode !== null) console.log(`  创建企业 / set up the company: ${address}/setup?code=${setupCode}`)
  console.log('  Ctrl-C 停止 / stops\n')
  process.send?.({ type: 'ready', address, setupCode })
}

/** Says in words what keeps the server from starting, and how to mend it. */
function explain(error: unknown): void {
  if (isTaken(error))
    return console.error(
      `Port ${error.port} is taken by another program. Stop that program, or set HUFU_PORT.`,
    )
  if (!isRefusal(error)) return console.error(error)
  const { words } = error.details
  console.error(typeof words === 'string' ? words : wordsOf(error.code, 'en-US', error.details))
}

async function main(): Promise<void> {
  const config = readConfig(process.env, process.argv.slice(2))
  const log = createLog({ level: config.logLevel })
  const running = await startServer(config, log)
  greet(running)
  let stopping = false
  const stop = (): void => {
    if (stopping) return
    stopping = true
    running.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ err: error }, 'stopping failed')
        process.exit(1)
      },
    )
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
  // A launcher that is gone leaves nobody to stop us.
  process.on('disconnect', stop)
}

if (import.meta.main)
  main().catch((error: unknown) => {
    explain(error)
    // What had been started by then would keep a server alive that opens no door.
    process.exit(1)
  })
