import { spawn } from 'node:child_process'
import { join } from 'node:path'

/** How a command ended, and what it said. */
export type Ended = { readonly status: number; readonly out: string; readonly err: string }

const program = join(import.meta.dirname, 'hufu.mjs')
// Whoever connects anywhere ends at once, with a status of its own.
const withoutNetwork = `--import data:text/javascript,${encodeURIComponent(
  "import net from 'node:net'; net.Socket.prototype.connect = () => process.exit(99)",
)}`

/** Runs the command line where nothing can be connected to, at home in a folder of its own. */
export function runAlone(words: readonly string[], home: string): Promise<Ended> {
  const { promise, resolve } = Promise.withResolvers<Ended>()
  const env = {
    PATH: process.env['PATH'] ?? '',
    NODE_OPTIONS: withoutNetwork,
    XDG_CONFIG_HOME: home,
    LANG: 'en_GB.UTF-8',
    HUFU_SERVER: 'http://127.0.0.1:1',
  }
  const child = spawn(process.execPath, [program, ...words], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  const parts = { out: '', err: '' }
  child.stdout.on('data', (part: Buffer) => (parts.out += part.toString()))
  child.stderr.on('data', (part: Buffer) => (parts.err += part.toString()))
  child.on('close', (code) => resolve({ status: code ?? -1, ...parts }))
  return promise
}
