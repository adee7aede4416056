import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { refuse } from '@hufu/kit'
import type { Places } from './places.ts'
import { liveProcess, postgresOf, signal, textOf, waitUntil } from './processes.ts'

const fastMs = 5000
const immediateMs = 5000
const drainMs = 5000

/** What an earlier start left running, and what became of it. `null` when there was nothing. */
export type Leftover = { readonly pid: number; readonly stopped: 'orderly' | 'at once' } | null

/**
 * Stops the PostgreSQL that an earlier, killed server left on this data: fast, then after 5 s at once, and waits until
 * the last of its processes is gone. Call it only while holding the data lock.
 */
export async function stopLeftover(places: Places): Promise<Leftover> {
  const pidFile = join(places.pgData, 'postmaster.pid')
  const running = (): readonly number[] => postgresOf(places.pgData, places.clusterName)
  const pid = Number.parseInt(textOf(pidFile) ?? '', 10)
  const found = running().includes(pid) ? pid : null
  const stopped = found === null ? null : await stop(found)
  // Without its postmaster a backend ends at its next look; until then the data is not free.
  const drained = await waitUntil(() => running().length === 0, drainMs)
  if (!drained) throw stuck(places.pgData, running())
  // A dead process that nobody reaps still answers kill(pid, 0), and PostgreSQL would wait for it for ever.
  // Nothing works in the directory any more and we hold its lock, so the note of it may go.
  rmSync(pidFile, { force: true })
  return found === null || stopped === null ? null : { pid: found, stopped }
}

const stop = async (pid: number): Promise<'orderly' | 'at once'> => {
  signal(pid, 'SIGINT')
  if (await waitUntil(() => liveProcess(pid) === null, fastMs)) return 'orderly'
  signal(pid, 'SIGQUIT')
  await waitUntil(() => liveProcess(pid) === null, immediateMs)
  return 'at once'
}

const stuck = (pgData: string, pids: readonly number[]): Error =>
  refuse('database/leftover', {
    pids,
    words:
      `PostgreSQL processes of an earlier start still work in ${pgData} and do not end: ${pids.join(', ')}. ` +
      'End them (kill -QUIT) and start again.',
  })
