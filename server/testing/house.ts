import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { contract } from '@hufu/contract'
import type { Route } from '@hufu/contract'
import { performOn, provingProjections } from '../platform/act/index.ts'
import type { Perform } from '../platform/act/index.ts'
import { openBlobs } from '../platform/blobs/index.ts'
import { systemClock } from '../platform/clock/index.ts'
import type { Clock } from '../platform/clock/index.ts'
import type { MailSettings } from '../platform/config/index.ts'
import { createHttp, finishing, readingFor, routesOf } from '../platform/http/index.ts'
import type { Doors, HttpServer, Refused } from '../platform/http/index.ts'
import { inTransaction, ledgerKey, signCheckpoint } from '../platform/ledger/index.ts'
import { createLog, quietLog } from '../platform/log/index.ts'
import type { Log } from '../platform/log/index.ts'
import { openPost } from '../platform/mail/index.ts'
import { startNode } from '../platform/nodes/index.ts'
import type { HufuNode } from '../platform/nodes/index.ts'
import { secretsFrom } from '../platform/secrets/index.ts'
import { startSockets } from '../platform/sockets/index.ts'
import type { Sockets } from '../platform/sockets/index.ts'
import { authorityRoutes, foundAuthority, snapshotAuthority } from '../rooms/authority/index.ts'
import { auditRoutes } from '../rooms/audit/index.ts'
import { calendarRoutes } from '../rooms/calendar/index.ts'
import {
  directoryPeople,
  directoryProjections,
  directoryRoom,
  signInPeople,
  snapshotDirectory,
} from '../rooms/directory/index.ts'
import { criticalActRoutes, halfBy, halfRoutes } from '../rooms/halves/index.ts'
import { handoverRoom } from '../rooms/handover/index.ts'
import { identityProjections, identityRoom, newSetupCode } from '../rooms/identity/index.ts'
import type { Identity, IdentityOptions, PasswordCost, SignInNote } from '../rooms/identity/index.ts'
import { noticeRoutes, startMailing, startNotices, tellOfCritical } from '../rooms/notices/index.ts'
import type { Mailing } from '../rooms/notices/index.ts'
import { planRest, planRoutes, reviewFileMoves } from '../rooms/plans/index.ts'
import { departing, noteReturns, revocationRoutes, takingBack } from '../rooms/revocations/index.ts'
import type { Depart } from '../rooms/revocations/index.ts'
import { claimRoutes } from '../rooms/claims/index.ts'
import { doDue, heirsOf, transferRoutes } from '../rooms/transfer/index.ts'
import type { StrongHolders } from '../rooms/transfer/index.ts'
import { holdings } from '../holdings.ts'
import { speakersOf } from '../speakers.ts'
import { browserAt } from './browser.ts'
import type { Browser } from './browser.ts'
import { choose } from './strict.ts'
import { testDatabase } from './database.ts'

/** One running node with its doors; revocations are tried by nobody and plans carried out by nobody. */
export type House = {
  readonly url: string
  readonly node: HufuNode
  readonly perform: Perform
  readonly http: HttpServer
  readonly identity: Identity
  readonly sockets: Sockets
  readonly mailing: Mailing
  /** What was refused to members, and who came in or was turned away, in order. */
  readonly refused: Refused[]
  readonly notes: SignInNote[]
  /** Hands the top seat on, or back, where that is due. */
  readonly switchNow: () => Promise<void>
  /** Stops in order; also done at the end of the test. */
  readonly stop: () => Promise<void>
}

export type HouseOptions = {
  readonly clock?: Clock
  readonly publicUrl?: string
  readonly webDir?: string
  readonly limits?: IdentityOptions['limits']
  /** What a password costs to compare; next to nothing, where that is not what is looked at. */
  readonly passwordCost?: PasswordCost
  /** A server for letters; without it none go out. */
  readonly mail?: MailSettings
  /** Routes of the test's own, answered by `more`. */
  readonly routes?: readonly Route[]
  readonly more?: (doors: Doors, node: HufuNode) => void
}

const { identity: signingIn, factors, protection, directory: people, authority: rights, ...others } = contract
const { calendar, handover, ledger, notices, plans, revocations, transfers, criticalActs, halves, claims } =
  others
const served = routesOf({
  signingIn,
  factors,
  protection,
  people,
  rights,
  calendar,
  criticalActs,
  halves,
  handover,
  ledger,
  notices,
  plans,
  revocations,
  transfers,
  claims,
})
/** All nodes of a test lie in one data directory, as it were. */
const secrets = secretsFrom(randomBytes(32))
/** Tests sign in by the hundred, and a third of their time went into what only a guesser should feel. */
const lightCost: PasswordCost = { memoryKib: 64, passes: 1, lanes: 1 }
const key = ledgerKey(generateKeyPairSync('ed25519').privateKey)

function logOfTest(): Log {
  const level = process.env['HUFU_LOG']
  return level === 'debug' || level === 'warn' ? createLog({ level, pretty: false }) : quietLog()
}

const nodeOfTest = (url: string, { clock }: HouseOptions, log: Log): Promise<HufuNode> =>
  startNode({
    url,
    name: 'test',
    log,
    clock: clock ?? systemClock,
    snapshots: [snapshotDirectory, snapshotAuthority],
    projections: [finishing, ...provingProjections, ...directoryProjections, ...identityProjections],
  })

/** Opens a node on a database: several on one database are the nodes of one company. HUFU_LOG=debug shows what it says. */
export async function openHouse(
  t: Pick<TestContext, 'after'>,
  url: string,
  options: HouseOptions = {},
): Promise<House> {
  const log = logOfTest()
  const node = await nodeOfTest(url, options, log)
  const perform = performOn(node, { afterCritical: tellOfCritical, afterChange: noteReturns })
  const publicUrl = options.publicUrl ?? 'http://localhost:7400'
  const refused: Refused[] = []
  const notes: SignInNote[] = []
  const identity = identityRoom({
    node,
    people: signInPeople,
    rights: { found: foundAuthority },
    secrets,
    names: directoryPeople.names,
    publicUrl,
    passwordCost: options.passwordCost ?? lightCost,
    ...(options.limits === undefined ? {} : { limits: options.limits }),
    onSignIn: (note) => void notes.push(note),
  })
  const http = createHttp({
    node,
    perform,
    sessions: identity.sessions,
    proofs: identity.proofs,
    halves: { of: halfBy },
    log,
    publicUrl,
    webDir: options.webDir ?? '/nowhere',
    onRefusal: (one) => void refused.push(one),
    routes: [...served, ...(options.routes ?? [])],
  })
  const directory = directoryRoom({ node, dataDir: '/tmp', afterMoves: reviewFileMoves })
  identity.routes(http.doors)
  directory.routes(http.doors)
  await hangDoors(t, http.doors, node, perform)
  hangHalves(http, node)
  options.more?.(http.doors, node)
  const sockets = openSockets(node, http, identity)
  const mailing = await openMailing(node, http, options)
  const address = await http.listen({ host: '127.0.0.1', port: 0 })
  let stopped: Promise<void> | null = null
  const stopAll = async (): Promise<void> => {
    await sockets.stop()
    await http.stop(200)
    await directory.stop()
    await mailing.stop()
    await node.stop()
  }
  const stop = (): Promise<void> => (stopped ??= stopAll())
  t.after(stop)
  const { takeBackup } = handoverRoom({ holdings, blobs: await someBlobs(t), names: directoryPeople.names })
  const switchNow = () => doDue({ node, perform, holders: everybody, takeBackup })
  return { url: address, node, perform, http, identity, sockets, mailing, refused, notes, switchNow, stop }
}

/** Sees somebody off without a backup and without anybody to hand over to: for tests of other things. */
export const departAlone: Depart = departing({
  readHeld: () => Promise.resolve(),
  forgetHeld: () => {},
  holdsToPark: () => Promise.resolve(false),
  takeBackup: () => Promise.resolve({ id: '', sha256: '' }),
  park: () => Promise.resolve([]),
  manager: () => Promise.resolve(null),
})

/** Here everybody has a factor that cannot be phished. */
const everybody: StrongHolders = (_, ids) => Promise.resolve(new Set(ids))
/** The doors of acts that take two, and of those taken back. */
function hangHalves({ doors, shadows }: HttpServer, { pool }: HufuNode): void {
  const { names } = directoryPeople
  halfRoutes(doors, { names, ask: shadows.ask })
  criticalActRoutes(doors, { pool, names, chooseProtection: (act, { profile }) => choose(act, profile) })
}

/** The doors of the rooms that speak of people, or of everything. */
async function hangDoors(
  t: Pick<TestContext, 'after'>,
  doors: Doors,
  node: HufuNode,
  perform: Perform,
): Promise<void> {
  authorityRoutes(doors, directoryPeople)
  const { names } = directoryPeople
  noticeRoutes(doors, speakersOf(node.pool, names))
  calendarRoutes(doors)
  const handover = handoverRoom({ holdings, blobs: await someBlobs(t), names })
  handover.routes(doors)
  const nothing = { journal: { recordActivity: () => undefined }, sign: () => Promise.resolve() }
  const depart = departing({ ...handover, manager: directoryPeople.manager })
  revocationRoutes(doors, { node, perform, names, key, depart, takeBack: takingBack(planRest), ...nothing })
  // What is made due here stays due.
  const people = { ...directoryPeople, unsettledOf: handover.unsettledOf }
  planRoutes(doors, { people, carryNow: () => Promise.resolve() })
  transferRoutes(doors, { ...directoryPeople, holders: everybody, carryNow: () => Promise.resolve() })
  const { takeBackup } = handover
  const heirs = heirsOf({ holders: everybody, takeBackup })
  claimRoutes(doors, { names, heirs, minder: { now: () => Promise.resolve() } })
  ledgerRoutes(doors, node)
}

const known = { read: () => Promise.resolve(null), write: () => Promise.resolve() }

/** Nothing signs by itself here: whoever wants the ledger signed has its authority tree signed. */
function ledgerRoutes(doors: Doors, { pool }: HufuNode): void {
  const flush = async (): Promise<void> => {
    const { rows } = await pool.query<{ id: string }>('select id from workspace')
    for (const { id: workspaceId } of rows)
      await inTransaction(pool, (query) =>
        signCheckpoint(query, { key, known }, { workspaceId, tree: 'authority' }),
      )
  }
  const parts = { pool, key, known, snapshots: [], projections: [], onExport: () => undefined, flush }
  auditRoutes(doors, { ...parts, ...directoryPeople })
}

async function someBlobs(t: Pick<TestContext, 'after'>) {
  const dir = await mkdtemp(join(tmpdir(), 'hufu-house-'))
  t.after(() => rm(dir, { recursive: true, force: true }))
  return openBlobs(dir)
}

function openSockets(node: HufuNode, http: HttpServer, identity: Identity): Sockets {
  const sockets = startSockets({ node, http, identity, names: directoryPeople.names })
  startNotices({ ...node, delivery: sockets.delivery })
  return sockets
}

function openMailing(node: HufuNode, { inside, metrics }: HttpServer, { mail }: HouseOptions) {
  const publicUrl = 'https://hufu.example.com'
  return startMailing({
    node,
    post: mail === undefined ? null : openPost(mail, publicUrl),
    readingOf: (whose) => readingFor(inside, whose),
    speakers: speakersOf(node.pool, directoryPeople.names),
    publicUrl,
    metrics: metrics.letters,
  })
}

export const PASSWORD = 'seven green umbrellas'

/** A house with a company whose creator 如姬 is signed in, and the ways in which others come. */
export type Founded = {
  readonly databaseUrl: string
  readonly house: House
  readonly ruji: Browser
  readonly creatorId: string
  readonly rootId: string
  /** Adds a member to the root department, who accepts the invitation with `PASSWORD` and is signed in. */
  readonly hire: (login: string, name?: string) => Promise<{ readonly id: string; readonly browser: Browser }>
  /** One more node of the same company. */
  readonly open: (options?: HouseOptions) => Promise<House>
}

/** Founds a company over HTTP, as a person would. */
export async function foundedHouse(
  t: Pick<TestContext, 'after'>,
  options: HouseOptions = {},
): Promise<Founded> {
  const database = await testDatabase(t)
  const house = await openHouse(t, database.url, options)
  const code = await newSetupCode(house.node.pool)
  const ruji = browserAt(house.url, new Map(), PASSWORD)
  const body = { code, company: '虎符科技', name: '如姬', login: 'ruji', password: PASSWORD, locale: 'zh-CN' }
  const me = await ruji.ok('POST', '/api/v1/setup', body)
  const { rootDepartmentId: rootId } = me['workspace'] as { rootDepartmentId: string }
  return {
    databaseUrl: database.url,
    house,
    ruji,
    creatorId: me['id'] as string,
    rootId,
    async hire(login, name = login) {
      const { id } = await ruji.ok('POST', '/api/v1/members', { name, login, departmentId: rootId })
      const invitation = await ruji.ok('POST', `/api/v1/members/${String(id)}/invitation`, {})
      const browser = browserAt(house.url, new Map(), PASSWORD)
      await browser.ok('POST', '/api/v1/activations', { code: invitation['code'], password: PASSWORD })
      return { id: String(id), browser }
    },
    open: (more = {}) => openHouse(t, database.url, { ...options, ...more }),
  }
}
