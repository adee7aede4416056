import { PLAN_PEOPLE_MAX, contract, wordsOf } from '@hufu/contract'
import type { ImportView } from '@hufu/contract'
import { newId, refuse } from '@hufu/kit'
import { may } from '../../platform/http/index.ts'
import type { Call, Doors, Locale, Reading } from '../../platform/http/index.ts'
import type { Applied } from '@hufu/contract'
import { applyImport, beginImport, cancelImport } from './commands-import.ts'
import type { AfterMoves } from './commands-import.ts'
import { importTarget } from './import/reach.ts'
import type { Imports } from './imports.ts'
import {
  deleteStaged,
  keepApplied,
  readImport,
  readImportRows,
  readImports,
  updateImport,
} from './store-import.ts'
import type { ImportRow, ImportedRow, Which } from './store-import.ts'
import { countLeaving, readLeaving } from './store-leaving.ts'
import { readNames } from './store-views.ts'

const routes = contract.directory
const PAGE_DEFAULT = 50
/** Applying 100,000 rows takes seconds; the lock is held no longer than this. */
const APPLY_MS_MAX = 170_000
/** Bytes of one file: a million rows. */
export const IMPORT_FILE_BYTES_MAX = 256 * 1024 * 1024

/** Registers the doors of imports. */
export function importRoutes(doors: Doors, imports: Imports, afterMoves: AfterMoves): void {
  doors.handle(
    routes.importFile,
    async (call) => {
      mayImport(call.reading)
      imports.refuseWhenBusy()
      const which = { workspaceId: call.workspaceId, importId: newId() }
      await imports.receive(which.importId, call.bytes)
      const createdBy = call.caller.memberId
      const input = { id: which.importId, fileName: call.query.fileName, nodeId: imports.nodeId, createdBy }
      await call.perform('content', 'imports.begin', (act) => beginImport(act, input))
      imports.read(which, createdBy)
      return show(call, await ownImport(call, which), call.query.locale)
    },
    { bodyBytesMax: IMPORT_FILE_BYTES_MAX },
  )

  doors.handle(routes.imports, async (call) => {
    mayImport(call.reading)
    await imports.abandon()
    const rows = await readImports(
      call.reading.db,
      call.workspaceId,
      seesAll(call.reading) ? null : call.caller.memberId,
    )
    return { items: await Promise.all(rows.map((row) => show(call, row))) }
  })

  doors.handle(routes.importState, async (call) => {
    mayImport(call.reading)
    await imports.abandon()
    return show(call, await ownImport(call, whichOf(call)))
  })

  doors.handle(routes.importRows, async (call) => {
    mayImport(call.reading)
    const which = whichOf(call)
    await ownImport(call, which)
    const limit = call.query.limit ?? PAGE_DEFAULT
    const filter = {
      outcome: call.query.outcome ?? null,
      after: rowCursor(call.query.cursor),
      limit: limit + 1,
    }
    const rows = await readImportRows(call.reading.db, which, filter)
    const page = rows.slice(0, limit)
    const next = rows.length > limit ? String(page.at(-1)?.row) : null
    return { items: page.map((row) => showRow(row, call.locale)), next }
  })

  doors.handle(routes.importLeaving, async (call) => {
    mayImport(call.reading)
    const which = whichOf(call)
    await ownImport(call, which)
    const rows = await readLeaving(call.reading.db, which, call.query.what ?? null, PLAN_PEOPLE_MAX)
    return { items: rows.map(({ due, ...row }) => ({ ...row, due: due?.toISOString() ?? null })) }
  })

  doors.handle(routes.commitImport, async (call) => show(call, await commit(call, imports, afterMoves)))
  doors.handle(routes.cancelImport, async (call) => show(call, await cancel(call, imports)))
}

type WithId = { readonly workspaceId: string; readonly params: { readonly importId: string } }
type Shown = Pick<Call, 'reading' | 'locale' | 'workspaceId' | 'caller'>

const whichOf = (call: WithId): Which => ({ workspaceId: call.workspaceId, importId: call.params.importId })

const mayImport = (reading: Reading): void =>
  may(reading, 'org.directory.import', importTarget(reading.facts, reading.memberId, reading.at))

/** Whoever imports for the whole company sees everybody's imports; others their own. */
const seesAll = (reading: Reading): boolean =>
  importTarget(reading.facts, reading.memberId, reading.at).type === 'workspace'

async function ownImport(call: Shown, which: Which): Promise<ImportRow> {
  const row = await readImport(call.reading.db, which)
  if (row === null || (row.createdBy !== call.caller.memberId && !seesAll(call.reading)))
    throw refuse('directory/not-found', { what: 'import' })
  return row
}

type CommitCall = Shown & WithId & Pick<Call, 'perform'>

/** Applies a ready import. When the directory changed since the preview, the preview is made again instead. */
async function commit(call: CommitCall, imports: Imports, afterMoves: AfterMoves): Promise<ImportRow> {
  mayImport(call.reading)
  const which = whichOf(call)
  const row = await ownImport(call, which)
  if (row.counts.new + row.counts.changed === 0 && row.state === 'ready')
    throw refuse('directory/import-nothing')
  const begun = await updateImport(imports.db, which, ['ready'], {
    state: 'committing',
    nodeId: imports.nodeId,
  })
  if (!begun) throw refuse('directory/import-not-ready', { state: row.state })
  try {
    const applied = await imports.beating(which, () => perform(call, which, afterMoves))
    await keepApplied(imports.db, which, applied)
  } catch (error) {
    await refuseCommit(error, which, row, imports)
    throw error
  }
  await deleteStaged(imports.db, which, false)
  await imports.forget(which.importId)
  return ownImport(call, which)
}

async function perform(call: CommitCall, which: Which, afterMoves: AfterMoves): Promise<Applied> {
  const { applied } = await call.perform(
    'authority',
    'imports.commit',
    (act) => applyImport(act, which, afterMoves),
    {
      statementMs: APPLY_MS_MAX,
    },
  )
  return applied
}

async function refuseCommit(error: unknown, which: Which, row: ImportRow, imports: Imports): Promise<void> {
  const changed = error instanceof Error && 'code' in error && error.code === 'directory/import-changed'
  const back = changed
    ? ({ state: 'reading', nodeId: imports.nodeId } as const)
    : ({ state: 'ready' } as const)
  if ((await updateImport(imports.db, which, ['committing'], back)) && changed)
    imports.read(which, row.createdBy)
}

/** Cancels before anything was applied: nothing stays but the line in the list. */
async function cancel(call: CommitCall, imports: Imports): Promise<ImportRow> {
  mayImport(call.reading)
  const which = whichOf(call)
  await ownImport(call, which)
  await call.perform('content', 'imports.cancel', (act) => cancelImport(act, which))
  imports.stopReading(which.importId)
  await deleteStaged(imports.db, which, true)
  await imports.forget(which.importId)
  return ownImport(call, which)
}

async function show(call: Shown, row: ImportRow, locale: Locale = call.locale): Promise<ImportView> {
  const { db, workspaceId } = call.reading
  const names = await readNames(db, workspaceId, {
    members: [row.createdBy],
    departments: [],
    groups: [],
    positions: [],
  })
  return {
    id: row.id,
    fileName: row.fileName,
    state: row.state,
    reason: row.code === null ? null : wordsOf(row.code, locale, row.details),
    code: row.code,
    format: row.format,
    encoding: row.encoding,
    dialect: row.dialect,
    ignored: row.ignored,
    rowsRead: row.rowsRead,
    rowsTotal: row.rowsTotal,
    counts: row.counts,
    leaving: await countLeaving(db, { workspaceId, importId: row.id }),
    createdAt: row.createdAt.toISOString(),
    createdBy: names.get(row.createdBy) ?? '',
    committedAt: row.committedAt?.toISOString() ?? null,
    applied: row.applied,
  }
}

function showRow(row: ImportedRow, locale: Locale) {
  const { outcome, code, details, name, login, departments, leaving, changes } = row
  const reason = code === null ? null : wordsOf(code, locale, details ?? {})
  return {
    row: row.row,
    outcome,
    code,
    reason,
    name,
    login,
    departments,
    leaving,
    changes: [...(changes ?? [])],
  }
}

function rowCursor(cursor: string | undefined): number {
  if (cursor === undefined) return 0
  const row = Number(cursor)
  if (!Number.isSafeInteger(row) || row < 0) throw refuse('request/invalid', { field: 'cursor' })
  return row
}
