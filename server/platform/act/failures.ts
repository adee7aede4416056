import { refuse } from '@hufu/kit'
import type { Kind } from './act.ts'

type DatabaseError = Error & { readonly code?: string }

/** PostgreSQL's codes of what may pass by itself: a deadlock or a serialization failure. */
export function mayTryAgain(error: unknown): boolean {
  const code = codeOf(error)
  return code === '40P01' || code === '40001'
}

/** Turns what the database says into words for the caller. What is not known here stays a bug of ours. */
export function asRefusal(error: unknown, kind: Kind): unknown {
  if (isConnectionLoss(error)) return refuse('node/not-fresh')
  const code = codeOf(error)
  if (code === '55P03') return refuse(kind === 'authority' ? 'authority/busy' : 'node/busy')
  if (code === '57014' || code === '53300') return refuse('node/busy')
  if (code === '53100' || code === '53200') return refuse('node/storage-full')
  return error
}

const lossCodes = new Set([
  '57P01',
  '57P02',
  '57P03',
  '25P03',
  '08006',
  '08003',
  '08000',
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ENOENT',
])
const lossWords =
  /terminat|Connection ended|not queryable|timeout exceeded when trying to connect|timeout expired/i

/** True when the connection is gone, so that the fate of a COMMIT may be unknown. */
export function isConnectionLoss(error: unknown): boolean {
  const code = codeOf(error)
  if (code !== undefined && lossCodes.has(code)) return true
  return error instanceof Error && lossWords.test(error.message)
}

function codeOf(error: unknown): string | undefined {
  // Both `pg` and Node put a string `code` on their errors.
  return error instanceof Error ? (error as DatabaseError).code : undefined
}
