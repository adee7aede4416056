/** `npm run dev`: the server, restarted when its source changes, and the web with hot reload in front of it. */
import { run } from './command.ts'

const server = run(['node', '--watch', 'server/main.ts', ...process.argv.slice(2)], { output: 'show' })
const web = run(['node', 'node_modules/vite/bin/vite.js', 'web'], { output: 'show' })
const { status } = await Promise.race([server, web])
process.exit(status)
