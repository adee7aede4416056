import { createHash } from 'node:crypto'
import { statusOf } from '@hufu/authority'
import { canonicalJson, newId, refuse } from '@hufu/kit'
import { actorText, allowed, permit, record } from '../../platform/act/index.ts'
import type { Act, Tally } from '../../platform/act/index.ts'
import type { Blobs } from '../../platform/blobs/index.ts'
import { keptAmong } from '../files/index.ts'
import type { HeldItem, Holding } from '../holdings/index.ts'
import { person, selfOf } from './asking.ts'
import { where } from './commands.ts'
import { heldIn, nameIn } from './held.ts'
import { tookOver } from './store.ts'
import { findBackup, findFileIn, insertBackup, insertOpening } from './store-backup.ts'
import type { Backing, BackupFileRow, BackupRow } from './store-backup.ts'

export type BackupInput = { readonly memberId: string; readonly because: string }

/** A backup as it was sealed: the SHA-256 of its manifest in hex is what the ledger has. */
export type Sealed = { readonly id: string; readonly sha256: string }

type All = { readonly kind: Holding['kind']; readonly items: readonly HeldItem[] }

/**
 * Seals what a person holds, before anything of it is taken: every thing by kind with its name and what else there is to
 * know of it, and each file with its checksum. Bytes stay where they are and cannot go while a backup names them.
 */
export async function takeBackup(
  tally: Backing,
  holdings: readonly Holding[],
  { memberId, because }: BackupInput,
): Promise<Sealed> {
  const { act } = tally
  const all: All[] = []
  for (const holding of holdings)
    all.push({ kind: holding.kind, items: await heldIn(where(act), holding, memberId) })
  const counts = all.map(({ kind, items }) => ({ kind, count: items.length }))
  const id = newId()
  const manifest = await manifestOf(act, id, { memberId, because }, all)
  const hash = createHash('sha256').update(manifest).digest()
  const files = all.flatMap(({ kind, items }) => (kind === 'file' ? items.map(fileOf) : []))
  await insertBackup(tally, { id, memberId, because, manifest, sha256: hash, counts, files })
  const sha256 = hash.toString('hex')
  record(
    tally,
    {
      name: 'backup.taken@1',
      data: {
        backupId: id,
        memberId,
        sha256,
        counts: Object.fromEntries(counts.map((one) => [one.kind, one.count])),
      },
    },
    { sealed: { because }, about: [memberId] },
  )
  return { id, sha256 }
}

async function manifestOf(
  act: Act,
  id: string,
  { memberId, because }: BackupInput,
  all: readonly All[],
): Promise<string> {
  const name = await nameIn(where(act), memberId)
  return canonicalJson({
    format: 'hufu-backup-v1',
    id,
    workspaceId: act.workspaceId,
    member: { id: memberId, name, status: statusOf(act.facts, memberId) },
    takenAt: act.at.toISOString(),
    takenBy: actorText(act.actor),
    because,
    revision: act.facts.revision,
    holdings: all.map(({ kind, items }) => ({
      kind,
      count: items.length,
      items: items.map(({ id: itemId, name, detail }) => ({ id: itemId, name, ...detail })),
    })),
  })
}

// The room of files gives each file with these three; a manifest without them would be no backup.
function fileOf({ id, name, detail }: HeldItem) {
  const { type, size, sha256 } = detail
  if (typeof type !== 'string' || typeof size !== 'number' || typeof sha256 !== 'string')
    throw new Error(`file ${id} has no type, size or checksum`)
  return { fileId: id, name, type, size, sha256: Buffer.from(sha256, 'hex') }
}

type Reading = Tally<'handover.run' | 'audit.self.view'>

/** Who may read in a backup: whoever may hand over for the person, and who took over something of theirs. */
async function permitReading(act: Act, row: BackupRow): Promise<Reading> {
  const self = selfOf(act)
  if (allowed(act, 'handover.run', person(row.memberId)).allowed)
    return permit(act, 'handover.run', person(row.memberId))
  if (statusOf(act.facts, self) === 'active' && (await tookOver(where(act), row.memberId, self)))
    return permit(act, 'audit.self.view', person(self))
  return permit(act, 'handover.run', person(row.memberId))
}

/** Opens a backup, and writes down who did. */
export async function openBackup(act: Act, backupId: string): Promise<null> {
  const row = await findBackup(where(act), backupId)
  if (row === undefined) throw refuse('backup/not-found')
  const tally = await permitReading(act, row)
  await insertOpening(tally, { backupId, memberId: selfOf(act), fileId: null })
  record(
    tally,
    { name: 'backup.opened@1', data: { backupId, memberId: row.memberId } },
    { about: [row.memberId] },
  )
  return null
}

/** Asks for one file of a backup, and writes down who reads it. A successor reads what they keep now, nothing else. */
export async function readFileOf(
  act: Act,
  input: { readonly backupId: string; readonly fileId: string },
): Promise<null> {
  const { backupId, fileId } = input
  const row = await findBackup(where(act), backupId)
  if (row === undefined) throw refuse('backup/not-found')
  const tally = await permitReading(act, row)
  const file = await findFileIn(where(act), input)
  if (file === undefined) throw refuse('backup/file-not-found')
  if (tally.permission === 'audit.self.view') {
    const kept = await keptAmong(where(act), selfOf(act), [fileId])
    if (!kept.has(fileId)) throw refuse('backup/not-yours')
  }
  await insertOpening(tally, { backupId, memberId: selfOf(act), fileId })
  record(
    tally,
    { name: 'backup.file-read@1', data: { backupId, fileId, memberId: row.memberId } },
    { sealed: { name: file.name }, about: [row.memberId] },
  )
  return null
}

/** INVARIANT H9: bytes other than those that were sealed are not given out. Refuses `backup/bytes-differ`. */
export async function refuseIfChanged(blobs: Blobs, file: BackupFileRow): Promise<void> {
  const hash = createHash('sha256')
  try {
    for await (const piece of blobs.read(file.fileId)) hash.update(piece)
  } catch {
    // Missing and unreadable bytes are not those that were sealed either.
    throw refuse('backup/bytes-differ')
  }
  if (!hash.digest().equals(file.sha256)) throw refuse('backup/bytes-differ')
}

/** The bytes as they leave, counted once more: what changed on the way ends the download instead of completing it. */
export async function* checkedBytes(blobs: Blobs, file: BackupFileRow): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256')
  let last: Uint8Array | null = null
  for await (const piece of blobs.read(file.fileId)) {
    if (last !== null) yield last
    hash.update(piece)
    last = piece
  }
  if (!hash.digest().equals(file.sha256)) throw refuse('backup/bytes-differ')
  if (last !== null) yield last
}
