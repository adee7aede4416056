import type { Dialect } from './columns.ts'
import type { Counts } from './plan.ts'
import type { Reach } from './snapshot.ts'
import type { StagedBatch } from './staging.ts'

/** What the reading thread is told. Snapshot pages are JSON text: the main thread never takes them apart. */
export type ToReader =
  | { readonly type: 'departments' | 'positions' | 'members'; readonly json: string }
  | {
      readonly type: 'plan'
      readonly at: number
      readonly rootId: string
      readonly rootName: string
      readonly reach: Reach
    }
  | { readonly type: 'next' }

/** What the reading thread tells. After each `batch` it waits for `next`. */
export type FromReader =
  | { readonly type: 'progress'; readonly rows: number }
  | {
      readonly type: 'read'
      readonly format: 'csv' | 'xlsx'
      readonly encoding: string | null
      readonly dialect: Dialect
      readonly ignored: readonly string[]
      readonly rows: number
    }
  | { readonly type: 'batch'; readonly batch: StagedBatch }
  | { readonly type: 'planned'; readonly counts: Counts }
  | { readonly type: 'refused'; readonly code: string; readonly details: Readonly<Record<string, unknown>> }
