import type { Target } from '@hufu/authority'
import { contract } from '@hufu/contract'
import { refuse } from '@hufu/kit'
import { permit } from '../../platform/act/index.ts'
import { may } from '../../platform/http/index.ts'
import type { Doors } from '../../platform/http/index.ts'
import { exportBundle, LEDGER_SNAPSHOT, latestCheckpoint } from '../../platform/ledger/index.ts'
import type { BundleWanted, TreeName } from '../../platform/ledger/index.ts'
import type { AuditParts } from './routes.ts'

/** Exports at once on one node: each holds a connection and a snapshot for as long as its reader takes. */
export const EXPORTS_MAX = 2
const STATEMENT_MS = 120_000
const workspace: Target = { type: 'workspace' }

/** Somebody's export, told when it may begin: whether all of it arrives is for the reader's end to know. */
export type Export = {
  readonly workspaceId: string
  readonly memberId: string
  readonly tree: TreeName['tree']
  readonly texts: boolean
  readonly requestId: string
}

/** Registers the door at which the ledger leaves the house. Everything it asks is asked again at every chunk. */
export function exportRoute(doors: Doors, parts: AuditParts): void {
  const places = exportPlaces()
  doors.handle(contract.ledger.export, async (call) => {
    const { reading, requestId } = call
    const { tree = 'authority', texts = true } = call.body
    may(reading, 'audit.export', workspace)
    if (texts) may(reading, 'audit.admin.view', workspace)
    places.refuseIfFull()
    await call.perform(
      'content',
      'ledger.export',
      (act) => Promise.resolve(void permit(act, 'audit.export', workspace)),
      { remember: false, journal: 'activity' },
    )
    const { workspaceId, memberId } = reading
    parts.onExport({ workspaceId, memberId, tree, texts, requestId })
    await parts.flush()
    const named = { workspaceId, tree }
    if ((await latestCheckpoint(parts.pool, named)) === null) throw refuse('audit/not-signed-yet')
    const at = new Date(reading.at)
    return call.stream({
      bytes: places.within(snapshotOf(parts, { ...named, key: parts.key, texts, at })),
      type: 'application/octet-stream',
      fileName: `hufu-ledger-${tree}-${at.toISOString().slice(0, 10)}.ndjson`,
    })
  })
}

/** All of one instant, on a connection of its own for as long as somebody reads. */
async function* snapshotOf(parts: AuditParts, wanted: BundleWanted): AsyncGenerator<Uint8Array> {
  const client = await parts.pool.connect()
  let sound = false
  try {
    await client.query(
      `${LEDGER_SNAPSHOT}; set local statement_timeout = ${STATEMENT_MS}; set local idle_in_transaction_session_timeout = 0`,
    )
    const query = { query: (text: string, values: unknown[]) => client.query(text, values) }
    yield* exportBundle(query, wanted)
    await client.query('commit')
    sound = true
  } finally {
    // Whoever stops listening in the middle leaves statements behind; the connection goes with them.
    client.release(!sound)
  }
}

type Places = {
  readonly refuseIfFull: () => void
  readonly within: (bytes: AsyncIterable<Uint8Array>) => AsyncGenerator<Uint8Array>
}

/** Counts those that run. Counted from the first byte asked for, so that one that never starts holds no place. */
function exportPlaces(): Places {
  let running = 0
  const refuseIfFull = (): void => {
    if (running >= EXPORTS_MAX) throw refuse('audit/exports-busy', { count: running })
  }
  return {
    refuseIfFull,
    async *within(bytes) {
      refuseIfFull()
      running += 1
      try {
        yield* bytes
      } finally {
        running -= 1
      }
    },
  }
}
