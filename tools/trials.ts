/**
 * `npm run trials -- NAME [--count N] [--seed S]`: one trial at length, with its seed printed so that it can be
 * repeated. Without a name: the list of trials.
 */
import { parseArgs } from 'node:util'
import { become } from './command.ts'
import { trials } from './trials/list.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { count: { type: 'string' }, seed: { type: 'string' } },
})
const [name] = positionals
const trial = trials.find((one) => one.name === name)
const count = Number(values.count ?? trial?.count ?? 1)
const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31))

if (name !== undefined && trial === undefined) {
  console.error(`there is no trial ${name}; there are: ${trials.map((one) => one.name).join(', ')}`)
  process.exitCode = 2
} else if (!Number.isSafeInteger(count) || count < 1 || !Number.isSafeInteger(seed)) {
  console.error('usage: npm run trials -- NAME [--count N] [--seed S]')
  process.exitCode = 2
} else if (trial === undefined) {
  for (const one of trials)
    console.log(`${one.name.padEnd(14)} ${String(one.count).padStart(8)} × ${one.shows}`)
} else {
  console.log(`trial ${trial.name}: ${trial.shows}; count ${count}, seed ${seed}`)
  const env = { HUFU_TRIALS_COUNT: String(count), HUFU_TRIALS_SEED: String(seed) }
  const only = trial.only === undefined ? [] : [`--test-name-pattern=${trial.only}`]
  await become(['node', '--test', '--test-reporter=spec', ...only, trial.file], env)
  console.log(`again with: npm run trials -- ${trial.name} --count ${count} --seed ${seed}`)
}
