/**
 * `npm run check`: everything but the browser, in under two minutes. One line a step; only a failing step shows
 * what it printed. Exit status 0 when every step is well.
 */
import { availableParallelism } from 'node:os'
import { run, type Ending } from './command.ts'
import { testSummary } from './summary.ts'

type Step = { readonly name: string; readonly command: readonly [string, ...string[]] }

const still: readonly Step[] = [
  { name: 'types', command: ['tsc', '-p', 'tsconfig.json'] },
  { name: 'types web', command: ['tsc', '-p', 'web/tsconfig.json'] },
  { name: 'lint', command: ['oxlint', '--type-aware', '--deny-warnings'] },
  { name: 'format', command: ['oxfmt', '--check'] },
  { name: 'knip', command: ['knip'] },
  { name: 'rooms', command: ['node', 'tools/rooms.ts'] },
  { name: 'golden', command: ['node', 'tools/golden.ts', '--owners'] },
  { name: 'lock', command: ['node', 'tools/lock.ts'] },
]
const unit: Step = { name: 'unit', command: ['node', 'tools/unit.ts'] }

const started = performance.now()
const failed: string[] = []

function report(step: Step, ending: Ending): void {
  const well = ending.status === 0
  const seconds = (ending.milliseconds / 1000).toFixed(1)
  console.log(`${well ? 'ok  ' : 'FAIL'} ${step.name.padEnd(10)} ${seconds.padStart(6)} s`)
  if (!well) {
    failed.push(step.name)
    console.log(ending.output.trimEnd())
  }
}

const waiting = [...still]
async function worker(): Promise<void> {
  for (let step = waiting.shift(); step !== undefined; step = waiting.shift())
    report(step, await run(step.command))
}
await Promise.all(Array.from({ length: Math.min(availableParallelism(), still.length) }, worker))

// The unit tests take every core themselves, so they come alone and last.
const tests = await run(unit.command)
report(unit, tests)
if (tests.status === 0) console.log(testSummary(tests.output))

const seconds = ((performance.now() - started) / 1000).toFixed(1)
console.log(
  failed.length === 0
    ? `check: all well in ${seconds} s`
    : `check: failed: ${failed.join(', ')} (${seconds} s)`,
)
process.exitCode = failed.length === 0 ? 0 : 1
