/**
 * `npm run bench -- [SUITE…] [--json]`: runs the suites and compares what they measured with `budgets.json`.
 * Exit status 0 when every budget is kept, 1 when one is missed, 2 for a suite that does not exist.
 */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { judge, readBudgets, type Judged, type Measure } from './harness/budgets.ts'
import { machineNow } from './harness/machine.ts'
import type { Suite } from './harness/suite.ts'
import { jsonLine, table } from './harness/table.ts'

const { values, positionals } = parseArgs({ allowPositionals: true, options: { json: { type: 'boolean' } } })
const budgets = readBudgets(join(import.meta.dirname, 'budgets.json'))
const written = readdirSync(import.meta.dirname)
  .filter((file) => /^[\w-]+\.ts$/.test(file) && file !== 'main.ts')
  .map((file) => file.replace(/\.ts$/, ''))

async function runSuite(name: string): Promise<readonly Judged[]> {
  // A file of this folder keeps to the shape of a suite; one that does not, fails on the next line.
  const { suite } = (await import(`./${name}.ts`)) as { readonly suite: Suite }
  const measures: Measure[] = []
  const started = performance.now()
  const progress = (text: string): void => void process.stderr.write(`${name}: ${text}\n`)
  // Said at once, since a suite may take minutes; the table at the end compares them.
  const report = (measure: Measure): void => {
    measures.push(measure)
    progress(`${measure.metric} ${measure.value.toPrecision(4)} ${measure.unit}`)
  }
  const before = machineNow()
  await suite.run(report, { progress })
  const after = machineNow()
  report({ metric: 'machine.steps', value: after.steps, unit: 'M/s', vs: { before: before.steps } })
  report({ metric: 'machine.read', value: after.read, unit: 'ns', vs: { before: before.read } })
  progress(`done in ${((performance.now() - started) / 1000).toFixed(1)} s`)
  return judge(name, measures, budgets)
}

const chosen = positionals.length === 0 ? written : positionals
const unknown = chosen.filter((name) => !written.includes(name))
if (unknown.length > 0) {
  console.error(`there is no suite ${unknown.join(', ')}; there are: ${written.join(', ')}`)
  process.exitCode = 2
} else {
  const rows: Judged[] = []
  for (const name of chosen) {
    const judged = await runSuite(name)
    rows.push(...judged)
    if (values.json) for (const row of judged) console.log(jsonLine(row))
  }
  if (!values.json) console.log(table(rows))
  const fallen = rows.filter((row) => row.verdict === 'missed' || row.verdict === 'absent')
  for (const row of fallen) process.stderr.write(`budget ${row.verdict}: ${row.metric}\n`)
  process.exitCode = fallen.length === 0 ? 0 : 1
}
