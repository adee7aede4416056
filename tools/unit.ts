/**
 * `npm run test:unit -- [PATH…] [--node-test-option…]`: the tests of packages, server, command line and tools on
 * Node's own runner. A PATH narrows it to the test files that begin with it; `--quick` leaves out those that start
 * whole servers, `--slow` runs only those.
 */
import { availableParallelism } from 'node:os'
import { become, compiledOnce } from './command.ts'
import { isSlow, unitTests } from './files.ts'

const given = process.argv.slice(2).filter((word) => word !== '--quick' && word !== '--slow')
const wanted = (path: string): boolean =>
  process.argv.includes('--quick') ? !isSlow(path) : process.argv.includes('--slow') ? isSlow(path) : true
const options = given.filter((word) => word.startsWith('-'))
const paths = given.filter((word) => !word.startsWith('-')).map((word) => word.replace(/^\.\//, ''))
const files = unitTests()
  .filter(wanted)
  .filter((file) => paths.length === 0 || paths.some((path) => file.startsWith(path)))

if (files.length === 0) {
  console.error(
    paths.length === 0 ? 'no test file was found' : `no test file begins with ${paths.join(' or ')}`,
  )
  process.exitCode = 2
} else {
  // One more than there are cores: every other test is waiting for a database or for time to pass.
  const width = Math.min(Math.max(availableParallelism(), 2), 8) + 1
  // A file whose tests are over is over, whatever connection it left open: one that lingers must not hold the whole run.
  const ending = ['--test-force-exit', '--test-timeout=300000']
  const runner = ['--test', `--test-concurrency=${width}`, '--test-reporter=spec', ...ending]
  await become(['node', ...runner, ...options, ...files], compiledOnce)
}
