import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { changesPerSecond, foundOwn, isEqual, readDecisions, replay, startServer } from '../sim/index.ts'
import type { Suite } from './harness/suite.ts'

const data = 'data/kubernetes-org/dev_events_to_2023.csv.gz'
const PROGRESS_EVERY = 200

/** The history of a real organisation, which lies beside the repository: it is no part of the product. */
function historyFile(): string {
  const { HUFU_HISTORY } = process.env
  const path = HUFU_HISTORY ?? join(import.meta.dirname, '..', '..', 'shared', data)
  if (!existsSync(path)) throw new Error(`${path} is not there; HUFU_HISTORY names another place`)
  return path
}

/** Replays the whole history on a server of its own, end to end over HTTP. A replay that does not compare equal has no figure. */
export const suite: Suite = {
  name: 'replay',
  async run(report, { progress }) {
    const decisions = readDecisions(historyFile())
    const server = await startServer()
    try {
      const creator = await foundOwn(server, 'Replay')
      const done = await replay(creator, decisions, (tally) => {
        if (tally.decisions % PROGRESS_EVERY === 0)
          progress(`decision ${tally.decisions} of ${decisions.length}`)
      })
      if (!isEqual(done)) throw new Error('the replay does not compare equal: its speed means nothing')
      const { tally, drivingMs, verification } = done
      const perSecond = (count: number): number => (count / drivingMs) * 1000
      const entries = verification.trees.find(({ tree }) => tree === 'authority')?.size ?? 0
      const vs = { 'decisions/s': perSecond(tally.decisions), 'ledger entries/s': perSecond(entries) }
      report({ metric: 'replay.changes', value: changesPerSecond(done), unit: 'changes/s', vs })
    } finally {
      await server.stop()
    }
  },
}
