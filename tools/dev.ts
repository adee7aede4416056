/** `npm run dev`: the server, restarted when its source changes, and the web with hot reload in front of it. */
import { run } from './command.ts'

// When one of the two ends, the other has nothing to stand on.
const over = new AbortController()
const options = { output: 'show', signal: over.signal } as const
const both = [
  run(['node', '--watch', 'server/main.ts', ...process.argv.slice(2)], options),
  run(['node', 'node_modules/vite/bin/vite.js', 'web'], options),
]
const { status } = await Promise.race(both)
over.abort()
await Promise.all(both)
process.exitCode = status
