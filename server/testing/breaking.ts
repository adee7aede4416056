import type { DatabaseWay, Fate, Statement } from './database-way.ts'

/** Which statement is broken, counted from where an act begins, and how. */
export type Break = { readonly nth: number; readonly fate: Exclude<Fate, 'passes'> }

/** What has become of a break: `at` is null as long as no statement was the one. */
export type Broken = {
  readonly at: () => Statement | null
  /** The statements that have gone by since the act began. */
  readonly seen: readonly Statement[]
  readonly end: () => void
}

const ACT = /hufu_begin\('[^']+', 'authority'/
/** Lease and feed have connections of their own, and tests of their own. */
const counted: ReadonlySet<string> = new Set(['command', 'barrier'])
/** Every node says so each second, act or no act. */
const isPulse = (text: string): boolean => text.includes("pg_notify('hufu_ack'")

/**
 * Breaks the n-th statement from the beginning of the next authority act on: of its transaction, of the barrier, and of
 * all that comes after it. `meanwhile` is done at that moment, before the statement goes anywhere.
 */
export function breakAt(way: DatabaseWay, { nth, fate }: Break, meanwhile?: () => void): Broken {
  let at: Statement | null = null
  const seen: Statement[] = []
  way.judge((statement) => {
    if (seen.length === 0 && !ACT.test(statement.text)) return 'passes'
    if (!counted.has(statement.purpose) || isPulse(statement.text)) return 'passes'
    seen.push(statement)
    if (seen.length !== nth) return 'passes'
    at = statement
    meanwhile?.()
    return fate
  })
  return { at: () => at, seen, end: () => way.judge(null) }
}

/** COMMIT, alone or at the end of a message. */
export const isCommit = (text: string): boolean => text === 'commit' || text.endsWith(';commit')

/** Does something in the moment in which the next authority act is to be committed, which then goes the way it is told. */
export function breakAtCommit(way: DatabaseWay, fate: Fate, meanwhile: () => void): void {
  let acting: number | null = null
  way.judge(({ text, connection }) => {
    if (ACT.test(text)) acting = connection
    if (!isCommit(text) || connection !== acting) return 'passes'
    way.judge(null)
    meanwhile()
    return fate
  })
}
