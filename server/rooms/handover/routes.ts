import { contract } from '@hufu/contract'
import { statusOf } from '@hufu/authority'
import { refuse } from '@hufu/kit'
import { can, hold, idBefore, may } from '../../platform/http/index.ts'
import type { Call, Doors, Reading } from '../../platform/http/index.ts'
import type { Blobs } from '../../platform/blobs/index.ts'
import type { Names } from '../authority/index.ts'
import { keptAmong } from '../files/index.ts'
import type { Holding } from '../holdings/index.ts'
import { person } from './asking.ts'
import { checkedBytes, openBackup, readFileOf, refuseIfChanged, takeBackup } from './backup.ts'
import { accept, decline, offer, reverse, withdraw } from './commands.ts'
import type { Transferables } from './commands.ts'
import { permit } from '../../platform/act/index.ts'
import { listOffers, tookOver } from './store.ts'
import { filesIn, findBackup, findFileIn } from './store-backup.ts'
import type { BackupRow } from './store-backup.ts'
import { showBackups } from './views-backup.ts'
import { namesOf, showHoldings, showOffers } from './views.ts'

const routes = contract.handover
const LIST_LIMIT = 50
const MINE_MAX = 100

/** What this room needs: what there is to hold, the bytes of files, and what people are called. */
export type HandoverParts = {
  readonly holdings: readonly Holding[]
  readonly handed: Transferables
  readonly blobs: Blobs
  readonly names: Names
}

type Show = (call: Pick<Call, 'reading' | 'locale'>) => Parameters<typeof showOffers>[0]

/** Registers the doors of hand-overs and backups. */
export function handoverRoutes(doors: Doors, parts: HandoverParts): void {
  const show: Show = ({ reading, locale }) => ({ reading, locale, names: parts.names })
  reads(doors, parts, show)
  offers(doors, parts)
  answers(doors, parts)
  backups(doors, parts, show)
}

function reads(doors: Doors, { holdings }: HandoverParts, show: Show): void {
  doors.handle(routes.holdings, async (call) => {
    const { memberId } = call.params
    mayHandFrom(call.reading, memberId)
    const [names, views] = await Promise.all([
      namesOf(show(call), [memberId]),
      showHoldings(call.reading, holdings, memberId),
    ])
    const departure = can(call.reading, 'handover.run', person(memberId))
    const inservice = can(call.reading, 'handover.inservice', person(memberId))
    const memberName = names.get(memberId) ?? ''
    return { memberId, memberName, holdings: views, can: { departure, inservice, backup: departure } }
  })
  doors.handle(routes.offers, async (call) => {
    const { memberId, cursor, limit = LIST_LIMIT } = call.query
    mayHandFrom(call.reading, memberId)
    const rows = await listOffers(call.reading, { of: memberId, before: idBefore(cursor), limit: limit + 1 })
    const page = rows.slice(0, limit)
    const looks = (id: string): boolean => id === memberId || handsFrom(call.reading, id)
    const items = await showOffers(
      show(call),
      page.filter(({ fromId }) => looks(fromId)),
    )
    return { items, next: rows.length > limit ? (page.at(-1)?.id ?? null) : null }
  })
  doors.handle(routes.mine, async (call) => {
    const self = call.reading.memberId
    may(call.reading, 'audit.self.view', person(self))
    const every = { before: null, limit: MINE_MAX }
    const [toMe, fromMe] = await Promise.all([
      listOffers(call.reading, { ...every, toId: self }),
      listOffers(call.reading, { ...every, fromId: self }),
    ])
    return { toMe: await showOffers(show(call), toMe), fromMe: await showOffers(show(call), fromMe) }
  })
}

function offers(doors: Doors, { handed }: HandoverParts): void {
  doors.handle(routes.offer, async (call) => {
    const { result, applied } = await call.perform('authority', 'handover.offer', (act) =>
      offer(act, handed, call.body),
    )
    return { ...result, applied }
  })
  doors.handle(routes.withdraw, async (call) => {
    const { applied } = await call.perform('authority', 'handover.withdraw', (act) =>
      withdraw(act, call.params.offerId),
    )
    return { applied }
  })
  doors.handle(routes.reverse, async (call) => {
    const { result, applied } = await call.perform('authority', 'handover.reverse', (act) =>
      reverse(act, handed, { ...call.params, ...call.body }),
    )
    return { fates: result, applied }
  })
}

function answers(doors: Doors, { handed }: HandoverParts): void {
  doors.handle(routes.accept, async (call) => {
    const { result, applied } = await call.perform('authority', 'handover.accept', (act) =>
      accept(act, handed, call.params.offerId),
    )
    return { fates: result, applied }
  })
  doors.handle(routes.decline, async (call) => {
    const { applied } = await call.perform('authority', 'handover.decline', (act) =>
      decline(act, { ...call.params, ...call.body }),
    )
    return { applied }
  })
}

function backups(doors: Doors, { holdings, blobs }: HandoverParts, show: Show): void {
  doors.handle(routes.takeBackup, async (call) => {
    const { result, applied } = await call.perform('authority', 'handover.takeBackup', async (act) => {
      const tally = permit(act, 'handover.run', person(call.body.memberId))
      return { id: (await takeBackup(tally, holdings, call.body)).id }
    })
    return { ...result, applied }
  })
  doors.handle(routes.backups, async (call) => {
    await mayReadBackups(call.reading, call.params.memberId)
    return { items: await showBackups(show(call), call.params.memberId) }
  })
  doors.handle(routes.openBackup, async (call) => {
    const { backupId } = call.params
    await call.perform('authority', 'handover.openBackup', (act) => openBackup(act, backupId))
    const row = await found(call.reading, backupId)
    const all = await mayReadBackups(call.reading, row.memberId)
    const rows = await filesIn(call.reading, backupId)
    const ids = rows.map(({ fileId }) => fileId)
    const kept = all ? new Set(ids) : await keptAmong(call.reading, call.reading.memberId, ids)
    const files = rows.map(({ fileId, name, type, size, sha256 }) => ({
      id: fileId,
      name,
      type,
      size,
      sha256: sha256.toString('hex'),
      can: kept.has(fileId)
        ? { allowed: true, because: 'granted' }
        : { allowed: false, because: 'backup/not-yours' },
    }))
    return { id: row.id, sha256: row.sha256.toString('hex'), manifest: row.manifest, files }
  })
  doors.handle(routes.backupFile, async (call) => {
    const row = await found(call.reading, call.params.backupId)
    await mayReadBackups(call.reading, row.memberId)
    const file = await findFileIn(call.reading, call.params)
    if (file === undefined) throw refuse('backup/file-not-found')
    await refuseIfChanged(blobs, file)
    await call.perform('authority', 'handover.readFile', (act) => readFileOf(act, call.params))
    return call.stream({
      bytes: checkedBytes(blobs, file),
      type: 'application/octet-stream',
      size: file.size,
      fileName: file.name,
    })
  })
}

async function found(reading: Reading, backupId: string): Promise<BackupRow> {
  const row = await findBackup(reading, backupId)
  if (row === undefined) throw refuse('backup/not-found')
  return row
}

const handsFrom = (reading: Reading, memberId: string): boolean =>
  (['handover.run', 'handover.inservice'] as const).some((key) => can(reading, key, person(memberId)).allowed)

/** Looking at what somebody holds: either permission to hand it over is enough. */
function mayHandFrom(reading: Reading, memberId: string): void {
  if (can(reading, 'handover.inservice', person(memberId)).allowed)
    may(reading, 'handover.inservice', person(memberId))
  else may(reading, 'handover.run', person(memberId))
}

/** Looking at somebody's backups: whoever may hand over for them, and who took over something. True: at every file. */
async function mayReadBackups(reading: Reading, memberId: string): Promise<boolean> {
  const runs = can(reading, 'handover.run', person(memberId)).allowed
  if (runs || !(await tookOver(reading, memberId, reading.memberId))) {
    may(reading, 'handover.run', person(memberId))
    return true
  }
  may(reading, 'audit.self.view', person(reading.memberId))
  hold(reading, () =>
    statusOf(reading.facts, reading.memberId) === 'active' ? null : refuse('member/inactive'),
  )
  return false
}
