import { parentPort, workerData } from 'node:worker_threads'
import { assert, isRefusal } from '@hufu/kit'
import type { FromReader, ToReader } from './messages.ts'
import { planDepartments } from './departments-file.ts'
import { planImport } from './plan.ts'
import type { Plan } from './plan.ts'
import { readRows } from './rows.ts'
import type { ReadFile } from './rows.ts'
import type { SnapshotDepartment, SnapshotMember } from './snapshot.ts'
import { stagedBatches } from './staging.ts'
import type { StagedBatch } from './staging.ts'

/**
 * The thread that reads a file and plans its import, so that the server's own thread, which decides and delivers, is
 * never held up by it. It has no database and no rights: it is told what is there and how far the importer reaches.
 */
const PROGRESS_EVERY_ROWS = 2000

const port = parentPort
assert(port !== null, 'this file runs as a worker thread')

const tell = (message: FromReader): void => port.postMessage(message)

const departments: SnapshotDepartment[] = []
const positions: { readonly id: string; readonly name: string }[] = []
const members: SnapshotMember[] = []
let read: Promise<ReadFile | null> = Promise.resolve(null)
let batches: Iterator<StagedBatch, undefined> | null = null
let planned: Plan | null = null

const heard = (message: ToReader): void => {
  switch (message.type) {
    case 'departments':
      return keep(departments, message.json)
    case 'positions':
      return keep(positions, message.json)
    case 'members':
      return keep(members, message.json)
    case 'next':
      return next()
    case 'plan':
      void plan(message).catch(refuseFile)
  }
}

// The pages come from our own database by our own query; their shape is what that query selects.
const keep = <T>(into: T[], json: string): void => {
  for (const each of JSON.parse(json) as readonly T[]) into.push(each)
}

async function plan(message: Extract<ToReader, { type: 'plan' }>): Promise<void> {
  const file = await read
  if (file === null) return
  const { at, rootId, rootName } = message
  const snapshot = { at, rootId, rootName, departments, positions, members }
  planned =
    file.header.kind === 'departments'
      ? planDepartments(file.departments, snapshot, message.reach)
      : planImport(file.rows, snapshot, message.reach, file.header.dialect)
  batches = stagedBatches(planned)
  next()
}

function next(): void {
  assert(batches !== null && planned !== null, 'batches follow a plan')
  const batch = batches.next().value
  if (batch === undefined) tell({ type: 'planned', counts: planned.counts })
  else tell({ type: 'batch', batch })
}

function refuseFile(error: unknown): void {
  if (!isRefusal(error)) throw error
  tell({ type: 'refused', code: error.code, details: error.details })
}

async function begin(path: string): Promise<ReadFile | null> {
  const file = await readRows(path, (rows) => {
    if (rows % PROGRESS_EVERY_ROWS === 0) tell({ type: 'progress', rows })
  })
  const { format, encoding, header, rows, departments: listed } = file
  tell({
    type: 'read',
    format,
    encoding,
    dialect: header.dialect,
    ignored: header.ignored.slice(0, 50),
    rows: rows.length + listed.length,
  })
  return file
}

port.on('message', heard)
// The path is all that the starter hands over.
read = begin((workerData as { readonly path: string }).path).catch((error: unknown) => {
  refuseFile(error)
  return null
})
