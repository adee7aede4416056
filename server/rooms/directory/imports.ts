import { createWriteStream } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { decide } from '@hufu/authority'
import { isRefusal, refuse } from '@hufu/kit'
import { kyselyOver } from '../../platform/db/index.ts'
import type { PlatformTables } from '../../platform/feed/index.ts'
import type { HufuNode } from '../../platform/nodes/index.ts'
import { startReading } from './import/job.ts'
import type { ReadingJob } from './import/job.ts'
import { importReach, importTarget } from './import/reach.ts'
import type { Importer } from './import/reach.ts'
import { versionOf } from './store.ts'
import type { Db } from './store.ts'
import {
  abandonImports,
  analyzeStaged,
  beatImport,
  deleteStaged,
  insertStaged,
  snapshotPages,
  updateImport,
} from './store-import.ts'
import type { Which } from './store-import.ts'

/** A job that has said nothing for this long is gone with its process. */
const SILENT_SECONDS = 10
const BEAT_EVERY_MS = 2000
const PROGRESS_EVERY_MS = 300
/** Files read at a time; each has a thread and memory of its own. */
const READING_MAX = 2

/** The imports this node has in hand. */
export type Imports = {
  readonly db: Db
  readonly nodeId: string
  /** Keeps the bytes of an upload. */
  readonly receive: (importId: string, bytes: Readable) => Promise<void>
  /** Whether another file may be read now. Refuses `directory/import-busy`. */
  readonly refuseWhenBusy: () => void
  /** Reads and plans in the background. Its outcome stands in the import's row. */
  readonly read: (which: Which, importerId: string) => void
  /** Stops a reading of this node; nothing of it stays. */
  readonly stopReading: (importId: string) => void
  /** Says every few seconds that this node still works on an import. */
  readonly beating: <T>(which: Which, work: () => Promise<T>) => Promise<T>
  /** Forgets the bytes of an upload. */
  readonly forget: (importId: string) => Promise<void>
  readonly abandon: () => Promise<void>
  readonly stop: () => Promise<void>
}

/** Opens the imports of a node; uploads lie in `dataDir/imports` until they are applied or cancelled. */
export function openImports(node: HufuNode, dataDir: string): Imports {
  const db = kyselyOver<PlatformTables>(node.pool)
  const folder = join(dataDir, 'imports')
  const jobs = new Map<string, ReadingJob>()
  const running = new Set<Promise<void>>()
  const pathOf = (importId: string): string => join(folder, importId)
  const forget = (importId: string): Promise<void> => rm(pathOf(importId), { force: true })

  const run = async (which: Which, importerId: string): Promise<void> => {
    try {
      await readOne({ node, db, path: pathOf(which.importId), which, importerId, jobs })
    } catch (error) {
      if (!isRefusal(error))
        node.log.error({ err: error, importId: which.importId }, 'reading an import failed')
      const { code, details } = isRefusal(error) ? error : refuse('directory/import-interrupted')
      await updateImport(db, which, ['reading'], { state: 'refused', code, details: JSON.stringify(details) })
      await deleteStaged(db, which, true)
      await forget(which.importId)
    } finally {
      jobs.delete(which.importId)
    }
  }

  return {
    db,
    nodeId: node.id,
    async receive(importId, bytes) {
      await mkdir(folder, { recursive: true, mode: 0o700 })
      try {
        await pipeline(bytes, createWriteStream(pathOf(importId), { mode: 0o600 }))
      } catch (error) {
        await forget(importId)
        throw error
      }
    },
    refuseWhenBusy() {
      if (running.size >= READING_MAX) throw refuse('directory/import-busy')
    },
    read(which, importerId) {
      const work = run(which, importerId)
        .catch((error: unknown) =>
          node.log.error({ err: error, importId: which.importId }, 'an import could not be closed'),
        )
        .finally(() => running.delete(work))
      running.add(work)
    },
    stopReading: (importId) => jobs.get(importId)?.stop(),
    beating: (which, work) => beating(node, db, which, work),
    forget,
    abandon: () => abandonImports(db, node.id, SILENT_SECONDS),
    async stop() {
      for (const job of jobs.values()) job.stop()
      await Promise.all(running)
    },
  }
}

type OneReading = {
  readonly node: HufuNode
  readonly db: Db
  readonly path: string
  readonly which: Which
  readonly importerId: string
  readonly jobs: Map<string, ReadingJob>
}

async function readOne({ node, db, path, which, importerId, jobs }: OneReading): Promise<void> {
  const { workspaceId } = which
  await deleteStaged(db, which, true)
  const importer = importerOf(node, workspaceId, importerId)
  let version = 0
  const job = startReading({
    path,
    progress: throttled(PROGRESS_EVERY_MS, (rows) =>
      updateImport(db, which, ['reading'], { rowsRead: rows }),
    ),
    async read({ format, encoding, dialect, ignored, rows }) {
      const known = { format, encoding, dialect, ignored: [...ignored], rowsRead: rows, rowsTotal: rows }
      await updateImport(db, which, ['reading'], known)
    },
    async directory(tell) {
      // The version is read first: what changes while the pages are read makes the plan stale, never wrong.
      version = await versionOf(db, workspaceId)
      const ids = { departments: [] as string[], positions: [] as string[] }
      let root = { id: '', name: '' }
      for await (const page of snapshotPages(db, workspaceId)) {
        tell(page)
        if (page.type === 'members') continue
        // The query that made the page selects exactly these.
        const rows = JSON.parse(page.json) as readonly {
          id: string
          parentId?: string | null
          name: string
        }[]
        ids[page.type] = rows.map((row) => row.id)
        if (page.type === 'departments') root = rows.find((row) => row.parentId === null) ?? root
      }
      const reach = await importReach(importer, ids.departments, ids.positions)
      return { at: node.clock.wall(), rootId: root.id, rootName: root.name, reach }
    },
    stage: (batch) => insertStaged(db, which, batch),
  })
  jobs.set(which.importId, job)
  const counts = await beating(node, db, which, () => job.done)
  await analyzeStaged(db)
  const ready = { state: 'ready', counts: JSON.stringify(counts), version, code: null } as const
  // Cancelled meanwhile: what was staged goes again.
  if (!(await updateImport(db, which, ['reading'], ready))) await deleteStaged(db, which, true)
}

function importerOf(node: HufuNode, workspaceId: string, memberId: string): Importer {
  const facts = () => node.feed.facts(workspaceId)
  const at = (): number => node.clock.wall()
  const decision = decide(facts(), {
    memberId,
    permission: 'org.directory.import',
    target: importTarget(facts(), memberId, at()),
    at: at(),
  })
  if (!decision.allowed)
    throw refuse(decision.because === 'granted' ? 'authority/not-granted' : decision.because)
  return { memberId, facts, at }
}

/** Calls `work` at most once in a while with the newest value; a failure only costs a progress bar. */
function throttled(everyMs: number, work: (value: number) => Promise<unknown>): (value: number) => void {
  let next = 0
  return (value) => {
    const now = performance.now()
    if (now < next) return
    next = now + everyMs
    work(value).catch(() => {})
  }
}

async function beating<T>(node: HufuNode, db: Db, which: Which, work: () => Promise<T>): Promise<T> {
  const beat = (): void =>
    void beatImport(db, which).catch((error: unknown) =>
      node.log.warn({ err: error }, 'an import could not say that it goes on'),
    )
  const timer = setInterval(beat, BEAT_EVERY_MS)
  try {
    return await work()
  } finally {
    clearInterval(timer)
  }
}
