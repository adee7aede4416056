/**
 * `npm run golden` writes the golden files anew, so that `git diff` shows what changed.
 * `--check` only compares; `--owners` only looks for golden files that no test owns.
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { run } from './command.ts'
import { filesBelow, unitTests } from './files.ts'
import { orphans, owners } from './golden/owners.ts'
import { testSummary } from './summary.ts'
import { top } from './top.ts'

const folder = 'docs/golden'
const goldenFiles = (): readonly string[] => (existsSync(join(top, folder)) ? filesBelow(top, folder) : [])
const read = (path: string): string => readFileSync(join(top, path), 'utf8')

// The tests of this tool speak of golden files without owning one.
const tests = unitTests()
  .filter((path) => !path.startsWith('tools/'))
  .map((path) => ({ path, text: read(path) }))
const mode = process.argv[2] ?? '--write'

if (mode === '--owners') {
  const lost = orphans(goldenFiles(), tests)
  for (const path of lost) console.log(`${path}: no test owns it`)
  console.log(
    `golden: ${goldenFiles().length} files, ${owners(tests).length} tests own them, ${lost.length} orphans`,
  )
  process.exitCode = lost.length === 0 ? 0 : 1
} else if (mode === '--write' || mode === '--check') {
  const before = new Map(goldenFiles().map((path) => [path, read(path)]))
  const env = mode === '--write' ? { HUFU_GOLDEN: 'write' } : { HUFU_GOLDEN: 'check' }
  const ending = await run(['node', 'tools/unit.ts', ...owners(tests).map(({ path }) => path)], { env })
  console.log(ending.status === 0 ? testSummary(ending.output) : ending.output)
  const changed = goldenFiles().filter((path) => before.get(path) !== read(path))
  for (const path of changed) console.log(`${before.has(path) ? 'changed' : 'new    '} ${path}`)
  console.log(`golden: ${goldenFiles().length} files, ${changed.length} written anew`)
  process.exitCode = ending.status
} else {
  console.error('usage: npm run golden [-- --check | --owners]')
  process.exitCode = 2
}
