import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'

/** One line of the file. `team` is empty when the event speaks of the organisation itself; `object` is a repository or a setting. */
export type ReplayEvent = {
  readonly seq: number
  /** When it took effect, ISO-8601 UTC. */
  readonly timestamp: string
  readonly org: string
  readonly team: string
  readonly user: string
  readonly event: string
  readonly oldValue: string
  readonly newValue: string
  readonly object: string
  readonly commit: string
  readonly requestedBy: string
}

/** Events that were decided together, in their order. */
export type ReplayDecision = {
  readonly commit: string
  readonly timestamp: string
  readonly requestedBy: string
  readonly events: readonly ReplayEvent[]
}

const columns = [
  'seq',
  'timestamp',
  'org',
  'team',
  'user',
  'event',
  'old_value',
  'new_value',
  'object',
  'commit',
  'requested_at',
  'requested_by',
] as const

/** Largest file that is read, in bytes after unpacking. */
const FILE_BYTES_MAX = 256 * 1024 * 1024

/** Reads a file of events, plain or gzip, into its decisions in order of their first event. Throws words when it is no such file. */
export function readDecisions(path: string): readonly ReplayDecision[] {
  const bytes = readFileSync(path)
  const text = path.endsWith('.gz') ? gunzipSync(bytes, { maxOutputLength: FILE_BYTES_MAX }) : bytes
  return decisionsOf(text.toString('utf8'))
}

/** Reads the text of such a file. Pure. */
export function decisionsOf(text: string): readonly ReplayDecision[] {
  const [header = '', ...lines] = text.split(/\r?\n/).filter((line) => line !== '')
  if (header !== columns.join(',')) throw new Error(`the first line must be: ${columns.join(',')}`)
  const byCommit = Map.groupBy(lines.map(eventOf), ({ commit }) => commit)
  return [...byCommit].map(([commit, events]) => {
    const [first] = events
    if (first === undefined) throw new Error('a group has at least one event')
    return { commit, timestamp: first.timestamp, requestedBy: first.requestedBy, events }
  })
}

function eventOf(line: string, index: number): ReplayEvent {
  const fields = line.split(',')
  // The published file quotes nothing; one that does would be read wrongly, so it is not read at all.
  if (fields.length !== columns.length || line.includes('"'))
    throw new Error(`line ${index + 2} has not ${columns.length} plain fields`)
  const [
    seq = '',
    timestamp = '',
    org = '',
    team = '',
    user = '',
    event = '',
    oldValue = '',
    newValue = '',
    object = '',
    commit = '',
    ,
    requestedBy = '',
  ] = fields
  return {
    seq: Number(seq),
    timestamp,
    org,
    team,
    user,
    event,
    oldValue,
    newValue,
    object,
    commit,
    requestedBy,
  }
}
