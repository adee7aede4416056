import assert from 'node:assert/strict'
import { test } from 'node:test'
import { allOf, bundleLines, bundleOrigin, digest, signerNamed } from './samples.ts'
import { parseVerifierKey, utf8, verifyBundle } from './index.ts'
import type { BundleReport, FindingCode } from './index.ts'
import { naiveBundle } from './naive-bundle-fixture.ts'

const SIZE = 60
const EVERY = 10
const { signer, key } = signerNamed(bundleOrigin)
const notes: string[] = []
const whole = await allOf(
  bundleLines({ size: SIZE, signedEvery: EVERY, signer, key }, (note) => notes.push(note)),
)
const lineOf = (index: number): number => 1 + index + Math.floor(index / EVERY)

async function* pieces(text: string, width: number): AsyncGenerator<Uint8Array> {
  const bytes = utf8(text)
  for (let at = 0; at < bytes.length; at += width) yield bytes.subarray(at, at + width)
}

type Given = { readonly key?: string; readonly since?: readonly string[] }

/** What the real reader says, after the second one has agreed. */
async function read(text: string, given: Given = {}, what = ''): Promise<BundleReport> {
  const trusted = given.key === undefined ? undefined : (parseVerifierKey(digest, given.key) ?? assert.fail())
  const report = await verifyBundle({
    hash: digest,
    chunks: pieces(text, 1000),
    trusted,
    ...(given.since === undefined ? {} : { since: given.since }),
  })
  const second = naiveBundle(text, given)
  const said = `${what}: ${JSON.stringify(report.findings)} ${JSON.stringify(second)}`
  assert.equal(report.ok, second.good, said)
  if (second.first !== null) assert.equal(report.firstBadIndex, second.first, said)
  return report
}

const codesOf = ({ findings }: BundleReport): readonly FindingCode[] => findings.map(({ code }) => code)
const put = (index: number, line: string): string => whole.with(lineOf(index), line).join('')
const edited = (index: number, from: string | RegExp, to: string): string =>
  put(index, (whole[lineOf(index)] ?? '').replace(from, to))

test('an exported ledger is good, in one piece or byte by byte, and says how far it is signed (L32, L34)', async () => {
  const text = whole.join('')
  const report = await read(text, { key })
  assert.deepEqual(report.findings, [])
  assert.ok(report.ok && report.keyCompared)
  assert.deepEqual([report.size, report.signedSize, report.checkpoints], [SIZE, SIZE, SIZE / EVERY])
  const slowly = await verifyBundle({ hash: digest, chunks: pieces(text, 1) })
  assert.ok(slowly.ok && !slowly.keyCompared)
  const lines = bundleLines({ size: SIZE, signedEvery: EVERY, signer, key, texts: false })
  const bare = (await allOf(lines)).join('')
  assert.ok((await read(bare, { key })).ok)
  assert.ok(!bare.includes('临时授权'))
})

/** What is done to the file, what is found, and the first entry that is bad; null where none is meant. */
const tamperings: readonly (readonly [
  what: string,
  text: string,
  code: FindingCode,
  first: number | null,
])[] = [
  ['a leaf is edited', edited(33, 'grantId', 'grandId'), 'link-broken', 33],
  ['a sealed text is edited', edited(33, '因项目', '因工作'), 'sealed-changed', 33],
  ['a salt is changed', edited(33, /"salt":"..../, '"salt":"0000'), 'sealed-changed', 33],
  ['a link is changed', edited(33, /"link":"..../, '"link":"0000'), 'link-broken', 33],
  ['a leaf is written otherwise', edited(33, '{"actor', '{ "actor'), 'leaf-unreadable', 33],
  ['an entry is missing', whole.toSpliced(lineOf(33), 1).join(''), 'entries-missing', 33],
  [
    'an entry is there twice',
    whole.toSpliced(lineOf(33), 0, whole[lineOf(33)] ?? '').join(''),
    'entry-repeated',
    33,
  ],
  [
    'two entries are swapped',
    whole
      .with(lineOf(33), whole[lineOf(34)] ?? '')
      .with(lineOf(34), whole[lineOf(33)] ?? '')
      .join(''),
    'entries-missing',
    33,
  ],
  ['an index is another', edited(33, '"index":33', '"index":34'), 'entries-missing', 33],
  ['a line is no JSON', put(33, 'nothing\n'), 'line-unreadable', 33],
  ['a field stands twice', edited(33, '"index":33', '"index":33,"index":33'), 'line-unreadable', 33],
  ['a field too many', edited(33, '"index":33', '"more":1,"index":33'), 'line-unreadable', 33],
  ['the first line is missing', whole.slice(1).join(''), 'not-a-bundle', null],
  ['the end mark is missing', whole.slice(0, -1).join(''), 'file-cut', null],
  ['the file goes on after its end', `${whole.join('')}{}\n`, 'file-continues', null],
  [
    'the end mark counts otherwise',
    [...whole.slice(0, -1), '{"end":61,"checkpoints":6}\n'].join(''),
    'file-cut',
    null,
  ],
  ['a checkpoint is missing', whole.toSpliced(lineOf(30) - 1, 1).join(''), 'file-cut', null],
  [
    'a checkpoint stands too late',
    whole.toSpliced(lineOf(30) - 1, 2, whole[lineOf(30)] ?? '', whole[lineOf(30) - 1] ?? '').join(''),
    'checkpoint-changed',
    null,
  ],
  [
    'a checkpoint is edited',
    whole.with(lineOf(30) - 1, (whole[lineOf(30) - 1] ?? '').replace('\\n30\\n', '\\n31\\n')).join(''),
    'checkpoint-unreadable',
    null,
  ],
  [
    'the head tells of more entries',
    whole.with(0, (whole[0] ?? '').replace(`"size":${SIZE}`, `"size":${SIZE + 1}`)).join(''),
    'tail-cut',
    SIZE,
  ],
  [
    'the head tells of another company',
    whole.with(0, (whole[0] ?? '').replace('w-1', 'w-2')).join(''),
    'other-key',
    null,
  ],
  ['it is empty', '', 'not-a-bundle', null],
]

for (const [what, text, code, first] of tamperings)
  test(`verification of a file finds that ${what} (L34)`, async () => {
    const report = await read(text, {}, what)
    assert.ok(!report.ok)
    assert.ok(codesOf(report).includes(code), codesOf(report).join(' '))
    if (first !== null) assert.equal(report.firstBadIndex, first, codesOf(report).join(' '))
    for (const { says } of report.findings) assert.ok(says.zh !== '' && says.en !== '')
  })

test('a history rewritten with all that hangs on it is found by what was signed, by the key and by an older checkpoint (L35)', async () => {
  const stranger = signerNamed(bundleOrigin)
  const made = async (by: typeof stranger): Promise<string> =>
    (await allOf(bundleLines({ size: SIZE, signedEvery: EVERY, ...by, changed: 33 }))).join('')
  const rewritten = await made(stranger)
  assert.ok((await read(rewritten)).ok, 'it agrees with itself')
  assert.deepEqual(codesOf(await read(rewritten, { key })), ['other-key'])
  // With the very same key only somebody who kept something older finds it.
  const resigned = await made({ signer, key })
  assert.ok((await read(resigned, { key })).ok)
  const [, , third = '', fourth = ''] = notes
  const found = await read(resigned, { key, since: [third, fourth] })
  assert.deepEqual(codesOf(found), ['checkpoint-root'])
  assert.equal(found.firstBadIndex, 30)
  const same = await read(whole.join(''), { key, since: [fourth, third] })
  assert.ok(same.ok)
  assert.equal(same.sinceSize, 40)
  // Old checkpoints in a new file: what they sign is not what is there.
  const mixed = whole.map((line, at) =>
    line.startsWith('{"checkpoint"') ? line : (rewritten.split('\n')[at] ?? '') + '\n',
  )
  const first = whole[0] ?? ''
  const report = await read([first, ...mixed.slice(1)].join(''), { key })
  assert.deepEqual(codesOf(report), ['checkpoint-root'])
  assert.deepEqual([report.findings[0]?.index, report.findings[0]?.to], [30, 40])
})

test('a ledger that was cut since, entries that nothing signs, and another ledger’s checkpoint are found (L35)', async () => {
  const short = (await allOf(bundleLines({ size: 40, signedEvery: EVERY, signer, key }))).join('')
  const [last = ''] = notes.slice(-1)
  const cut = await read(short, { key, since: [last] })
  assert.deepEqual(codesOf(cut), ['checkpoint-ahead'])
  const unsigned = whole.toSpliced(-2, 1).with(-1, '{"end":60,"checkpoints":5}\n').join('')
  assert.deepEqual(codesOf(await read(unsigned)), ['not-signed'])
  const elsewhere = signerNamed('hufu/w-2/authority')
  assert.deepEqual(codesOf(await read(whole.join(''), { key: elsewhere.key })), ['other-key'])
  assert.deepEqual(codesOf(await read(whole.join(''), { since: ['nothing'] })), ['checkpoint-unreadable'])
})

test('a file cut off anywhere is never good, nor one that is no text', async () => {
  const text = whole.join('')
  for (let at = 0; at < text.length; at += 501)
    assert.ok(!(await read(text.slice(0, at), {}, `cut at ${at}`)).ok)
  const report = await verifyBundle({ hash: digest, chunks: pieces(text, 997) })
  assert.ok(report.ok)
  async function* spoilt(): AsyncGenerator<Uint8Array> {
    yield utf8(text.slice(0, 5000))
    yield Uint8Array.of(0xff)
  }
  assert.ok(codesOf(await verifyBundle({ hash: digest, chunks: spoilt() })).includes('line-unreadable'))
})

/** Numbers from 0 to `below`, the same ones every time. */
function dice(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

test('two readers come to the same verdict on 400 tamperings of letters and of lines', async () => {
  const roll = dice(20_260_702)
  const text = whole.join('')
  for (let time = 0; time < 400; time += 1) {
    const at = roll(text.length)
    const [one, other] = [1 + roll(whole.length - 1), 1 + roll(whole.length - 1)]
    const line = whole[other] ?? ''
    const made = [
      () => `${text.slice(0, at)}${'0a"{,'[roll(5)] ?? ''}${text.slice(at + 1)}`,
      () => `${text.slice(0, at)}${text.slice(at + 1 + roll(40))}`,
      () => whole.with(one, line).join(''),
      () => whole.toSpliced(one, 1).join(''),
      () => whole.toSpliced(one, 0, line).join(''),
    ][time % 5]?.()
    const tampered = made ?? ''
    assert.equal((await read(tampered, { key }, `${time}: ${at} ${one} ${other}`)).ok, tampered === text)
  }
})
