import assert from 'node:assert/strict'
import { test } from 'node:test'
import { utf8 } from './bytes.ts'
import { believes } from './naive-receipt-fixture.ts'
import { formatVerifierKey, parseVerifierKey } from './note.ts'
import { entryOf, keyNamed, lina, lying, origin, surfacesOf } from './receipt-fixture.ts'
import { signReceipt, verifyReceipt } from './receipt.ts'
import type { ReceiptFindingCode } from './receipt.ts'
import type { Receipt, ReceiptSurface } from './receipt-shape.ts'
import { dataOf, leafOf } from './samples.ts'
import { sha256 } from './sha256.ts'

const { signer, verifier } = keyNamed(origin)
const key = formatVerifierKey(verifier)

async function good(receipt: Receipt = lina): Promise<string> {
  const entry = await entryOf(leafOf(receipt), signer)
  return JSON.stringify(await signReceipt(sha256, receipt, signer, key, entry))
}

/** The verdict on a text, after both readers came to the same one, with a trusted key and without. */
async function verdict(text: string, what: string): Promise<readonly ReceiptFindingCode[]> {
  const { ok, findings } = await verifyReceipt(sha256, text, { trusted: verifier })
  assert.equal(believes(text, key), ok, `with a trusted key the two readers differ: ${what}`)
  const alone = await verifyReceipt(sha256, text)
  assert.equal(believes(text), alone.ok, `without a key the two readers differ: ${what}`)
  assert.equal(findings.length === 0, ok)
  return [...new Set(findings.map(({ code }) => code))]
}

type Path = readonly (string | number)[]

/** The ways to all parts of a value that hold no further parts, or to all parts. */
function waysIn(value: unknown, leavesOnly: boolean, path: Path = []): readonly Path[] {
  if (typeof value !== 'object' || value === null) return [path]
  const parts: readonly (readonly [string | number, unknown])[] = Array.isArray(value)
    ? [...value.entries()]
    : Object.entries(value)
  const inside = parts.flatMap(([name, part]) => waysIn(part, leavesOnly, [...path, name]))
  return leavesOnly || path.length === 0 ? inside : [path, ...inside]
}

/** A copy of JSON in which one part is what `make` makes of it; `undefined` takes the part out. */
function withPart(value: unknown, path: Path, make: (part: unknown) => unknown): unknown {
  const [name, ...rest] = path
  if (name === undefined) return make(value)
  if (Array.isArray(value)) {
    const parts: readonly unknown[] = value
    const made = withPart(parts[Number(name)], rest, make)
    return made === undefined ? parts.toSpliced(Number(name), 1) : parts.with(Number(name), made)
  }
  const fields = Object.entries(value as Readonly<Record<string, unknown>>)
  return Object.fromEntries(
    fields.flatMap(([field, part]) => {
      const made = field === name ? withPart(part, rest, make) : part
      return made === undefined ? [] : [[field, made]]
    }),
  )
}

const other = (part: unknown): unknown =>
  typeof part === 'string' ? `${part}x` : typeof part === 'number' ? part + 1 : 'x'

test('a receipt verifies with nothing but its text and the key, and a second reader agrees (L27)', async () => {
  const text = await good()
  const report = await verifyReceipt(sha256, text, { trusted: verifier })
  assert.deepEqual(report.findings, [])
  assert.ok(report.ok)
  assert.deepEqual(report.receipt, lina)
  assert.equal(report.key, key)
  assert.equal(report.checkpoint?.size, 11)
  assert.equal(report.checkpoint?.origin, origin)
  assert.deepEqual(await verdict(text, 'good'), [])
  assert.deepEqual(await verdict(JSON.stringify(JSON.parse(text), null, 2), 'laid out'), [])
  assert.deepEqual(await verdict(await good({ ...lina, applied: null }), 'not said'), [])
})

test('every value changed, and every field taken out, is found', async () => {
  const file: unknown = JSON.parse(await good())
  const changed = waysIn(file, true)
  assert.ok(changed.length > 70)
  for (const path of changed) {
    const text = JSON.stringify(withPart(file, path, other))
    assert.notDeepEqual(await verdict(text, path.join('.')), [], `${path.join('.')} changed`)
  }
  for (const path of waysIn(file, false)) {
    const text = JSON.stringify(withPart(file, path, () => undefined))
    assert.notDeepEqual(await verdict(text, path.join('.')), [], `${path.join('.')} taken out`)
  }
})

test('every letter of note, proof and key counts', async () => {
  const file: unknown = JSON.parse(await good())
  for (const path of [['note'], ['entry', 'proof'], ['key']]) {
    const text = path.reduce<unknown>((part, name) => (part as Record<string, unknown>)[name], file)
    assert.ok(typeof text === 'string')
    for (let at = 0; at < text.length; at += 1) {
      const letter = text[at] === 'x' ? 'y' : 'x'
      const spoilt = withPart(file, path, () => text.slice(0, at) + letter + text.slice(at + 1))
      const { ok } = await verifyReceipt(sha256, JSON.stringify(spoilt), { trusted: verifier })
      assert.ok(!ok, `${path.join('.')} letter ${at}`)
    }
  }
})

/** The same grants, the first of them told as a right of its own. */
function inTwo(rights: Receipt['rights']): unknown {
  return rights.flatMap((right) =>
    right.ended.length < 2 ? [right] : right.ended.map((grantId) => ({ ...right, ended: [grantId] })),
  )
}

const withOneOpen = (way: ReceiptSurface) => ({ ...way, refused: way.refused - 1, failed: 1 })

/** What a server could sign that is not true, and by which code it is found. */
const lies: readonly (readonly [string, ReceiptFindingCode, Path, (part: never) => unknown])[] = [
  ['a right that is there afterwards', 'still-held', ['after', 0, 'permissions'], () => ['msg.dm']],
  ['a node that was allowed', 'still-held', ['checks', 1, 'failed'], () => lina.checks[0]?.failed],
  ['nobody tried', 'not-tried', ['checks'], () => []],
  [
    'a node that is in force and did not try',
    'not-tried',
    ['checks'],
    (checks: unknown[]) => checks.slice(0, 2),
  ],
  ['a node that tried too little', 'not-tried', ['checks', 2, 'tried'], () => 3],
  ['a node that tried in an earlier round only', 'not-tried', ['checks', 2, 'round'], () => 3],
  ['a way in that was open', 'still-held', ['checks', 2, 'surfaces', 1], withOneOpen],
  ['a way in that nobody tried', 'not-tried', ['checks', 2, 'surfaces'], (all: unknown[]) => all.slice(0, 6)],
  ['a way in twice', 'not-tried', ['checks', 2, 'surfaces'], (all: unknown[]) => [...all, all[6]]],
  ['tries that do not add up', 'not-tried', ['checks', 2, 'surfaces', 3, 'refused'], () => 1],
  ['fewer decisions than were tried', 'not-tried', ['checks', 2, 'surfaces', 0], () => surfacesOf(4)[0]],
  ['another reason', 'other-entry', ['revocation', 'reason'], () => 'leave'],
  ['another time', 'other-entry', ['revocation', 'at'], () => '2026-07-03T09:30:00.251Z'],
  ['another revision', 'other-entry', ['revocation', 'revision'], () => 813],
  ['another person', 'other-entry', ['revocation', 'member', 'id'], () => 'm-wei'],
  ['another administrator', 'other-entry', ['revocation', 'by', 'id'], () => 'm-wei'],
  ['another revocation', 'other-entry', ['revocation', 'id'], () => 'r-2'],
  ['another right', 'other-entry', ['rights', 0, 'permission'], () => 'file.upload'],
  ['a grant too many', 'other-entry', ['rights', 0, 'ended'], () => ['g-1', 'g-2', 'g-4']],
  ['a grant too few', 'other-entry', ['rights', 0, 'ended'], () => ['g-1']],
  ['a restriction that was not placed', 'other-entry', ['rights', 0, 'restricted'], () => 'x-2'],
  ['a right that went nowhere', 'other-entry', ['rights', 0], (right: object) => ({ ...right, ended: [] })],
  ['a right twice', 'other-entry', ['rights'], inTwo],
  ['no right at all', 'other-entry', ['rights'], () => []],
  ['another ledger', 'wrong-origin', ['origin'], () => 'hufu/other/authority'],
  ['another company', 'wrong-origin', ['workspace', 'id'], () => 'other'],
]

for (const [what, code, path, make] of lies)
  test(`a signed receipt is not believed when it tells of ${what} (L29, L30)`, async () => {
    // A `never` takes every function; which part it gets is the table's business.
    const told = withPart(lina, path, make as (part: unknown) => unknown) as Receipt
    const text = JSON.stringify(await lying(told, signer, verifier, leafOf(lina)))
    const codes = await verdict(text, what)
    assert.ok(codes.includes(code), `${what}: ${codes.join(' ')}`)
    assert.ok(!codes.includes('signature') && !codes.includes('receipt-changed'), codes.join(' '))
  })

test('what an earlier round found and a later one no longer does is no fault', async () => {
  assert.equal(lina.checks[0]?.failed.length, 1)
  assert.deepEqual(await verdict(await good(), 'an earlier round'), [])
})

test('another entry, another kind of entry, and an entry that says more are found', async () => {
  const leaf = leafOf(lina)
  const data = dataOf(lina)
  const leaves = [
    leaf.replace('revocation.applied@1', 'grant.ended@1'),
    leaf.replace('"tree":"authority"', '"tree":"activity"'),
    leafOf(lina, { ...data, restricted: [] }),
    leafOf(lina, { ...data, note: 'more' }),
    leafOf(lina, { ...data, ended: 'all' }),
    leafOf(lina, { ...data, restricted: [{ restrictionId: 'x-1', permission: 'msg.dm', until: 0 }] }),
    '{}',
    'not JSON',
  ]
  for (const each of leaves) {
    const text = JSON.stringify(await lying(lina, signer, verifier, each))
    assert.deepEqual(await verdict(text, each), ['other-entry'], each)
  }
})

test('a key other than the trusted one is found, and without one the file can only agree with itself', async () => {
  const stranger = keyNamed(origin)
  const text = JSON.stringify(await lying(lina, stranger.signer, stranger.verifier, leafOf(lina)))
  assert.deepEqual(await verdict(text, 'a stranger’s'), ['key'])
  const alone = await verifyReceipt(sha256, text)
  assert.ok(alone.ok)
  assert.equal(alone.key, formatVerifierKey(stranger.verifier))
  assert.deepEqual(parseVerifierKey(sha256, alone.key ?? ''), stranger.verifier)
})

test('signature, hash and checkpoint of another key or ledger are found one by one (L28)', async () => {
  const file = await lying(lina, signer, verifier, leafOf(lina))
  const stranger = keyNamed(origin)
  const theirs = await lying(lina, stranger.signer, stranger.verifier, leafOf(lina))
  const elsewhere = keyNamed('hufu/elsewhere/authority')
  const found = async (change: object, what: string): Promise<readonly ReceiptFindingCode[]> =>
    await verdict(JSON.stringify({ ...file, ...change }), what)
  assert.deepEqual(await found({ note: theirs.note }, 'note'), ['signature'])
  assert.deepEqual(await found({ entry: theirs.entry }, 'entry'), ['not-in-ledger'])
  assert.deepEqual(await found({ receipt: { ...lina, issuedAt: lina.revocation.at } }, 'receipt'), [
    'receipt-changed',
  ])
  const astray = await entryOf(leafOf(lina), { ...signer, sign: elsewhere.signer.sign })
  assert.deepEqual(await found({ entry: astray }, 'astray'), ['not-in-ledger'])
  const foreign = await entryOf(leafOf(lina), signer, 'hufu/elsewhere/authority')
  assert.deepEqual(await found({ entry: foreign }, 'foreign'), ['not-in-ledger'])
  const proof = file.entry.proof.replace('\nindex', '\nextra aGk=\nindex')
  assert.deepEqual(await found({ entry: { ...file.entry, proof } }, 'extra'), ['not-in-ledger'])
  // A checkpoint is signed by the same key; it never passes for a receipt.
  const checkpoint = file.entry.proof.slice(file.entry.proof.indexOf('\n\n') + 2)
  assert.deepEqual(await found({ note: checkpoint }, 'checkpoint'), ['signature'])
})

test('whatever is no receipt is a finding and never an error', async () => {
  const text = await good()
  const twice = text.replace('"because":', '"because":"another",\n "because" :')
  const odd = [
    '',
    'null',
    '[]',
    '{}',
    '"hufu-receipt-v1"',
    `${'['.repeat(100_000)}`,
    `${'['.repeat(100_000)}${']'.repeat(100_000)}`,
    text.replace('"v":1', '"v":2'),
    text.replace('"issuedAt":"2026-07-03', '"issuedAt":"2026-02-30'),
    text.replace('"tookMs":41', '"tookMs":41.5'),
    text.replace('"tookMs":41', '"tookMs":1e400'),
    text.replace('"李娜"', String.raw`"\ud800"`),
    text.replace('"format"', '"__proto__"'),
    text.replace('{"format"', '{"__proto__":{},"format"'),
    twice,
  ]
  for (const each of odd)
    assert.deepEqual(await verdict(each, each.slice(0, 80)), ['not-a-receipt'], each.slice(0, 80))
  for (let at = 0; at < text.length; at += 37)
    assert.deepEqual(await verdict(text.slice(0, at), `cut at ${at}`), ['not-a-receipt'])
})

test('a receipt without its form, or of another key, is not signed', async () => {
  const entry = await entryOf(leafOf(lina), signer)
  const sign = async (receipt: Receipt, line: string): Promise<unknown> =>
    await signReceipt(sha256, receipt, signer, line, entry)
  await assert.rejects(sign({ ...lina, issuedAt: 'today' }, key), /receipt\.issuedAt/)
  await assert.rejects(sign({ ...lina, origin: 'hufu/other/authority' }, key), /key of its ledger/)
  await assert.rejects(sign(lina, formatVerifierKey(keyNamed(origin).verifier)), /names the key/)
})

/** Numbers from 0 to `below`, the same ones every time. */
function dice(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

const strange: readonly unknown[] = [
  '',
  'file.download',
  'n-1',
  0,
  4,
  2,
  -1,
  0.5,
  null,
  true,
  [],
  {},
  undefined,
]

test('two readers come to the same verdict on 600 tamperings, signed again and not', async () => {
  const roll = dice(20_260_703)
  const file: unknown = JSON.parse(await good())
  const count = { believed: 0, refused: 0 }
  for (let time = 0; time < 600; time += 1) {
    const signed = time % 2 === 0
    const whole = signed ? lina : file
    const ways = waysIn(whole, roll(2) === 0)
    const path = ways[roll(ways.length)] ?? []
    const from = ways[roll(ways.length)] ?? []
    const elsewhere = from.reduce<unknown>((part, name) => (part as Record<string, unknown>)[name], whole)
    const kind = roll(3)
    const make = (part: unknown): unknown =>
      kind === 0 ? other(part) : kind === 1 ? elsewhere : strange[roll(strange.length)]
    const made = withPart(whole, path, make)
    const text = signed ? await signedAgain(made, roll(2) === 0) : JSON.stringify(made)
    if (text === null) continue
    const codes = await verdict(text, `${time}: ${path.join('.')}, kind ${kind}`)
    count[codes.length === 0 ? 'believed' : 'refused'] += 1
  }
  assert.ok(count.believed + count.refused >= 500, JSON.stringify(count))
  assert.ok(count.believed >= 40 && count.refused >= 300, JSON.stringify(count))
})

/** A tampered receipt signed all the same, its entry too where it should follow; null when it cannot even be hashed. */
async function signedAgain(made: unknown, entryToo: boolean): Promise<string | null> {
  // What a tampering leaves may be anything; where it is too odd to be written down there is nothing to verify.
  const receipt = made as Receipt
  try {
    const leaf = entryToo ? leafOf(receipt) : leafOf(lina)
    assert.ok(utf8(leaf).length > 0)
    return JSON.stringify(await lying(receipt, signer, verifier, leaf))
  } catch {
    return null
  }
}
