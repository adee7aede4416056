/**
 * `npm run check [-- STEP…]`: everything but the browser, in under two minutes. One line a step; only a failing
 * step shows what it printed. Exit status 0 when every step is well.
 */
import { availableParallelism } from 'node:os'
import { run, type Ending } from './command.ts'
import { testSummary } from './summary.ts'

type Step = { readonly name: string; readonly command: readonly [string, ...string[]] }

const still: readonly Step[] = [
  { name: 'types', command: ['tsc', '-p', 'tsconfig.json'] },
  { name: 'types-web', command: ['tsc', '-p', 'web/tsconfig.json'] },
  { name: 'lint', command: ['oxlint', '--type-aware', '--deny-warnings'] },
  { name: 'format', command: ['oxfmt', '--check'] },
  { name: 'knip', command: ['knip'] },
  { name: 'rooms', command: ['node', 'tools/rooms.ts'] },
  { name: 'golden', command: ['node', 'tools/golden.ts', '--owners'] },
  { name: 'lock', command: ['node', 'tools/lock.ts'] },
]
const unit: Step = { name: 'unit', command: ['node', 'tools/unit.ts', '--quick'] }
const names = [...still, unit].map((step) => step.name)

async function check(chosen: readonly string[]): Promise<boolean> {
  const started = performance.now()
  const failed: string[] = []
  const take = async (step: Step): Promise<void> => {
    const ending = await run(step.command)
    report(step, ending)
    if (ending.status !== 0) failed.push(step.name)
  }
  const waiting = still.filter((step) => chosen.includes(step.name))
  const worker = async (): Promise<void> => {
    for (let step = waiting.shift(); step !== undefined; step = waiting.shift()) await take(step)
  }
  await Promise.all(Array.from({ length: availableParallelism() }, worker))
  // The unit tests take every core themselves, so they come alone and last.
  if (chosen.includes(unit.name)) await take(unit)
  const verdict = failed.length === 0 ? 'all well' : `failed: ${failed.join(', ')}`
  console.log(`check: ${verdict} (${seconds(performance.now() - started)} s)`)
  return failed.length === 0
}

function report(step: Step, ending: Ending): void {
  const well = ending.status === 0
  console.log(
    `${well ? 'ok  ' : 'FAIL'} ${step.name.padEnd(10)} ${seconds(ending.milliseconds).padStart(6)} s`,
  )
  if (!well) console.log(ending.output.trimEnd())
  else if (step === unit) console.log(testSummary(ending.output))
}

const seconds = (milliseconds: number): string => (milliseconds / 1000).toFixed(1)

const named = process.argv.slice(2)
const unknown = named.filter((name) => !names.includes(name))
if (unknown.length > 0) {
  console.error(`there is no step ${unknown.join(', ')}; there are: ${names.join(', ')}`)
  process.exitCode = 2
} else process.exitCode = (await check(named.length === 0 ? names : named)) ? 0 : 1
