import assert from 'node:assert/strict'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

const folder = join(import.meta.dirname, '..', '..', 'docs', 'golden')

/** Compares a text with its golden file in `docs/golden`. `HUFU_GOLDEN=write` writes it anew, so that git shows what changed. */
export function golden(name: string, text: string): void {
  const path = join(folder, name)
  if (process.env['HUFU_GOLDEN'] === 'write') {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text)
  }
  const kept = existsSync(path) ? readFileSync(path, 'utf8').replaceAll('\r\n', '\n') : ''
  assert.equal(text, kept, `docs/golden/${name} says otherwise; if the change is meant, run: npm run golden`)
}
