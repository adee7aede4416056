import { Worker } from 'node:worker_threads'
import { refuse } from '@hufu/kit'
import type { FromReader, ToReader } from './messages.ts'
import type { Counts } from './plan.ts'
import type { Reach } from './snapshot.ts'
import type { StagedBatch } from './staging.ts'

const HEAP_MAX_MIB = 900

export type ReadResult = Extract<FromReader, { type: 'read' }>

/** What reading a file needs of the outside: where it says how far it is, what there is, where rows go. */
export type Surroundings = {
  readonly path: string
  readonly progress: (rows: number) => void
  readonly read: (result: ReadResult) => Promise<void>
  /** Everything to compare with, handed on page by page; ends with who may do what. */
  readonly directory: (tell: (message: ToReader) => void) => Promise<{
    readonly at: number
    readonly rootId: string
    readonly rootName: string
    readonly reach: Reach
  }>
  readonly stage: (batch: StagedBatch) => Promise<void>
}

/** A reading under way. `stop` ends the thread at once; `done` then rejects with `directory/import-interrupted`. */
export type ReadingJob = { readonly done: Promise<Counts>; readonly stop: () => void }

/** Reads and plans a file in a thread of its own. `done` gives the counts or the refusal of the file. */
export function startReading(around: Surroundings): ReadingJob {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), {
    workerData: { path: around.path },
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MAX_MIB },
    // Settings of the server are none of its business.
    env: {},
  })
  const tell = (message: ToReader): void => worker.postMessage(message)
  let staged: Promise<void> = Promise.resolve()
  const done = new Promise<Counts>((resolve, reject) => {
    const step = async (message: FromReader): Promise<void> => {
      switch (message.type) {
        case 'progress':
          return around.progress(message.rows)
        case 'read': {
          await around.read(message)
          return tell({ type: 'plan', ...(await around.directory(tell)) })
        }
        case 'batch':
          // One batch is written while the thread makes the next: more would only pile up.
          await staged
          staged = around.stage(message.batch)
          staged.catch(reject)
          return tell({ type: 'next' })
        case 'planned':
          await staged
          return resolve(message.counts)
        case 'refused':
          // The code came from `refuse` on the other side of the thread.
          return reject(refuse(message.code as `${string}/${string}`, message.details))
      }
    }
    worker.on('message', (message: FromReader) => void step(message).catch(reject))
    worker.on('error', (error: Error) => reject(asRefusal(error)))
    worker.on('exit', () => reject(refuse('directory/import-interrupted')))
  }).finally(async () => {
    await worker.terminate()
    // Nothing is written any more once the reading is over: whoever tidies up afterwards finds everything.
    await staged.catch(() => {})
  })
  return { done, stop: () => void worker.terminate() }
}

const asRefusal = (error: Error): Error =>
  'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? refuse('directory/import-too-large') : error
