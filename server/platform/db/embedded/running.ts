import { join } from 'node:path'
import { hufuDatabase, hufuRole, readSecret, socketUrl } from './cluster.ts'
import { realPath, textOf } from './processes.ts'

/**
 * The address of the embedded database that is running on a data directory, for operators' tools beside the server;
 * `null` when none has written that it is ready. Nothing is started.
 */
export function runningUrl(dataDir: string): string | null {
  const home = realPath(join(dataDir, 'postgres'))
  const lines = home === null ? [] : (textOf(join(home, 'data', 'postmaster.pid')) ?? '').split('\n')
  const [sockets, status] = [lines[4], lines[7]?.trim()]
  if (sockets === undefined || status !== 'ready') return null
  return socketUrl(hufuRole, readSecret(dataDir).hufu, hufuDatabase, sockets)
}
