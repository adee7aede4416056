/** `tools/lock.ts`: will `npm ci` find on every machine what it finds here? Exit status 0 yes, 1 no. */
import { join } from 'node:path'
import { filesBelow } from './files.ts'
import { readJson, record } from './json.ts'
import { judgeLock, judgeManifest } from './lock/judge.ts'
import { top } from './top.ts'

const lock = readJson(join(top, 'package-lock.json'))
const manifests = filesBelow(top).filter((path) => /(^|\/)package\.json$/.test(path))
const faults = [
  ...judgeLock(lock, readJson(join(top, 'package.json'))),
  ...manifests.flatMap((path) => judgeManifest(path, readJson(join(top, path)))),
]
for (const fault of faults) console.log(fault)
const count = Object.keys(record(lock['packages'])).length
console.log(`lock: ${count} entries, ${manifests.length} manifests, ${faults.length} faults`)
process.exitCode = faults.length === 0 ? 0 : 1
