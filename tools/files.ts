import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { top } from './top.ts'

const skipped: ReadonlySet<string> = new Set([
  'node_modules',
  '.git',
  '.hufu',
  'dist',
  'test-results',
  'playwright-report',
])

/** Every file of ours below `root`, as sorted relative paths; what npm, git and our own tools made is left out. */
export function filesBelow(root: string, folder = ''): readonly string[] {
  const entries = readdirSync(join(root, folder), { withFileTypes: true })
  return entries
    .flatMap((entry) => {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`
      if (!entry.isDirectory()) return [path]
      return skipped.has(entry.name) ? [] : filesBelow(root, path)
    })
    .toSorted()
}

/** Tests that start, stop and kill whole servers, or wait for clocks: minutes, so `npm test` runs them and `check` does not. */
const slow: readonly string[] = [
  'server/schedules/',
  'sim/',
  'server/platform/db/embedded',
  'server/rooms/identity/guessing',
  'server/rooms/directory/doors',
  'server/rooms/directory/import.test',
  'server/rooms/messaging/removal',
  'server/platform/db/external',
  'server/platform/db/diagnose',
]

/** Whether a test is one of those that `npm run check` leaves to `npm test`. */
export const isSlow = (path: string): boolean => slow.some((start) => path.startsWith(start))

/** Every unit test of the repository: all `*.test.ts` but the browser stories. */
export function unitTests(): readonly string[] {
  return filesBelow(top).filter((path) => path.endsWith('.test.ts') && !path.startsWith('e2e/'))
}
