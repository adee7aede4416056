import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import type { TestContext } from 'node:test'
import { allOf, bundleLines, bundleOrigin, signerNamed } from '../packages/merkle/samples.ts'
import { runAlone } from './alone-fixture.ts'
import type { Ended } from './alone-fixture.ts'

const named = signerNamed(bundleOrigin)

/** A ledger of so many entries in a file, and the command line where there is no network. */
async function desk(t: TestContext, size = 30) {
  const folder = await mkdtemp(join(tmpdir(), 'hufu-cli-'))
  t.after(() => rm(folder, { recursive: true }))
  const written = async (name: string, many: number, changed?: number): Promise<string> => {
    const lines = bundleLines({
      size: many,
      signedEvery: 10,
      ...named,
      ...(changed === undefined ? {} : { changed }),
    })
    await writeFile(join(folder, name), (await allOf(lines)).join(''))
    return join(folder, name)
  }
  const hufu = (...words: readonly string[]): Promise<Ended> => runAlone(['ledger', ...words], folder)
  return { folder, written, hufu, file: await written('ledger.ndjson', size) }
}

test('an exported ledger is verified without server and network, and says what was not verified', async (t) => {
  const { hufu, file } = await desk(t)
  const good = await hufu('verify', file, '--key', named.key)
  assert.deepEqual([good.status, good.err], [0, ''])
  for (const part of [
    'is good',
    'authority',
    '30',
    named.key,
    'Compared with the key you gave',
    'Not verified away',
  ])
    assert.ok(good.out.includes(part), `${part} in\n${good.out}`)
  const alone = await hufu('verify', file)
  assert.equal(alone.status, 0)
  assert.match(alone.out, /Compared with no key you trust/)
  const chinese = await hufu('verify', file, '--lang', 'zh')
  assert.match(chinese.out, /账本完好[^]*未与可信的公钥核对[^]*离线无法核验/)
})

test('the first bad entry of a changed file is named, and for programs too', async (t) => {
  const { hufu, file } = await desk(t)
  await writeFile(file, (await readFile(file, 'utf8')).replace('"grantId":"g-17"', '"grantId":"g-71"'))
  const bad = await hufu('verify', file, '--key', named.key)
  assert.equal(bad.status, 1)
  assert.match(bad.out, /not to be believed[^]*At entry 17/)
  const told: unknown = JSON.parse((await hufu('verify', file, '--json')).out)
  assert.partialDeepStrictEqual(told, { ok: false, firstBadIndex: 17, keyCompared: false })
})

test('an older file, or a checkpoint kept from before, is what a newer one has to continue', async (t) => {
  const { folder, written, hufu, file } = await desk(t)
  const newer = await written('newer.ndjson', 45)
  const after = await hufu('verify', newer, '--key', named.key, '--since', file)
  assert.equal(after.status, 0)
  assert.match(after.out, /the first 30 entries are unchanged/)
  const rewritten = await written('rewritten.ndjson', 45, 12)
  const found = await hufu('verify', rewritten, '--key', named.key, '--since', file)
  assert.equal(found.status, 1)
  assert.match(found.out, /does not follow from entries 0–29/)
  const cut = await hufu('verify', file, '--key', named.key, '--since', newer)
  assert.equal(cut.status, 1)
  assert.match(cut.out, /45 entries were signed, only 30 are left/)
  const note = (await readFile(file, 'utf8')).split('\n').findLast((line) => line.startsWith('{"checkpoint"'))
  const kept = join(folder, 'checkpoint.txt')
  await writeFile(kept, String((JSON.parse(note ?? '') as Record<string, unknown>)['checkpoint']))
  assert.equal((await hufu('verify', newer, '--since', kept)).status, 0)
})

test('what is mistyped ends with status 2', async (t) => {
  const { hufu, folder, file } = await desk(t, 3)
  for (const words of [
    [],
    ['show'],
    ['verify', file, file],
    ['verify', file, '--key', 'no-key'],
    ['verify', join(folder, 'missing')],
    ['verify', file, '--since', join(folder, 'missing')],
    ['export'],
    ['export', file, '--tree', 'oak'],
  ])
    assert.equal((await hufu(...words)).status, 2, words.join(' '))
})
