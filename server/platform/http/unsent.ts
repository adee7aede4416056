import { readFileSync } from 'node:fs'
import type { Socket } from 'node:net'

type Table = ReadonlyMap<string, number>

let table: Table | null = null

/**
 * Whether bytes of a connection are still with us or in our kernel, not confirmed by the other end. Where the kernel does
 * not tell (it does on Linux), the answer is yes. Synchronous; all that is asked in one stretch reads the table once.
 */
export function isUnderWay({ writableLength, localPort, remotePort }: Socket): boolean {
  if (writableLength > 0) return true
  if (localPort === undefined || remotePort === undefined) return false
  if (table === null) {
    table = readTable()
    queueMicrotask(() => {
      table = null
    })
  }
  // A connection that the kernel does not list may be of a kind we do not know.
  return table.get(`${localPort} ${remotePort}`) !== 0
}

// `sl local remote state tx:rx …`, numbers in hexadecimal. Only ports are compared: of several peers with one port the
// one that has most under way counts.
function readTable(): Table {
  const found = new Map<string, number>()
  for (const name of ['tcp', 'tcp6']) {
    for (const line of readLines(`/proc/self/net/${name}`)) {
      const [, local = '', remote = '', , queues = ''] = line.trim().split(/\s+/, 5)
      const key = `${portOf(local)} ${portOf(remote)}`
      const unsent = Number.parseInt(queues, 16)
      found.set(key, Math.max(found.get(key) ?? 0, Number.isNaN(unsent) ? 1 : unsent))
    }
  }
  return found
}

const portOf = (address: string): number => Number.parseInt(address.slice(address.lastIndexOf(':') + 1), 16)

function readLines(path: string): readonly string[] {
  try {
    return readFileSync(path, 'utf8').trimEnd().split('\n').slice(1)
  } catch {
    // No such table on this system: then nothing is known of any connection, which counts as under way.
    return []
  }
}
