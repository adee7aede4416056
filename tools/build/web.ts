import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { run } from '../command.ts'
import { filesBelow } from '../files.ts'
import { top } from '../top.ts'

const dist = join(top, 'web/dist')
const stamp = join(dist, '.built-from')

/**
 * Builds the web if what stands in `web/dist` was not made from exactly these sources and this lock.
 * False when it could not be built; what went wrong is printed then.
 */
export async function ensureWeb(): Promise<boolean> {
  const wanted = fingerprint()
  if (existsSync(join(dist, 'index.html')) && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted)
    return true
  if (!existsSync(join(top, 'web/index.html'))) return sayNot('web/index.html is not there')
  if (!existsSync(join(top, 'node_modules/vite')))
    return sayNot('vite is not installed (npm ci without --omit=dev)')
  const started = performance.now()
  const ending = await run(['node', 'node_modules/vite/bin/vite.js', 'build', 'web', '--logLevel', 'warn'])
  if (ending.status !== 0) return sayNot(ending.output)
  mkdirSync(dist, { recursive: true })
  writeFileSync(stamp, wanted)
  console.log(`web: built in ${((performance.now() - started) / 1000).toFixed(1)} s`)
  return true
}

function sayNot(why: string): boolean {
  console.error(`web: not built: ${why.trimEnd()}`)
  return false
}

// Times of files say nothing after a clone or a copy; the bytes do.
function fingerprint(): string {
  const hash = createHash('sha256')
  const sources = ['web', 'packages'].flatMap((folder) => filesBelow(top, folder))
  for (const path of ['package-lock.json', ...sources.filter((one) => !/\.test\.tsx?$/.test(one))])
    hash
      .update(path)
      .update('\0')
      .update(readFileSync(join(top, path)))
      .update('\0')
  return hash.digest('hex')
}
