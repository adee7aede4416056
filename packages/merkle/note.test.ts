import assert from 'node:assert/strict'
import { generateKeyPairSync, sign } from 'node:crypto'
import { test } from 'node:test'
import { fromBase64, fromHex, toBase64, toHex, utf8 } from './bytes.ts'
import { formatCheckpoint, openCheckpoint, parseCheckpoint } from './checkpoint.ts'
import { formatVerifierKey, keyIdOf, openNote, parseVerifierKey, signNote, splitNote } from './note.ts'
import type { NoteSigner, NoteVerifier } from './note.ts'
import { formatProof, parseProof, verifyProof } from './proof-text.ts'
import { sha256 } from './sha256.ts'
import { leafHash, nodeHash } from './tree.ts'

function keyPair(name: string): { readonly signer: NoteSigner; readonly verifier: NoteVerifier } {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  const raw = new Uint8Array(publicKey.export({ type: 'spki', format: 'der' }).subarray(-32))
  const keyId = keyIdOf(sha256, name, raw)
  const signer = { name, keyId, sign: (text: Uint8Array) => new Uint8Array(sign(null, text, privateKey)) }
  return { signer, verifier: { name, keyId, publicKey: raw } }
}

// The example of Go's package golang.org/x/mod/sumdb/note, the first user of the format.
const neumann = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW'
const saying = `If you think cryptography is the answer to your problem,
then you don't know what your problem is.

— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=
`

test('a note signed elsewhere, long ago, opens with its published key', async () => {
  const verifier = parseVerifierKey(sha256, neumann)
  assert.ok(verifier)
  assert.equal(formatVerifierKey(verifier), neumann)
  const opened = await openNote(saying, [verifier])
  assert.ok(opened.opened)
  assert.equal(opened.text, saying.slice(0, saying.indexOf('\n\n') + 1))
})

test('the published key of the Go checksum database is read, and its id is its own', () => {
  const text = 'sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8'
  const verifier = parseVerifierKey(sha256, text)
  assert.equal(verifier && formatVerifierKey(verifier), text)
})

test('a note with any letter changed is not opened', async () => {
  const verifier = parseVerifierKey(sha256, neumann)
  assert.ok(verifier)
  for (let at = 0; at < saying.length; at += 1) {
    const changed = `${saying.slice(0, at)}${saying[at] === 'x' ? 'y' : 'x'}${saying.slice(at + 1)}`
    assert.equal((await openNote(changed, [verifier])).opened, false, `letter ${at}`)
  }
})

test('a verifier key with another id, kind or length is not read', () => {
  assert.equal(parseVerifierKey(sha256, neumann.replace('c74f20a3', 'c74f20a4')), null)
  assert.equal(parseVerifierKey(sha256, neumann.replace('+ARpc', '+Ahpc')), null)
  assert.equal(parseVerifierKey(sha256, neumann.slice(0, -4)), null)
  assert.equal(parseVerifierKey(sha256, neumann.replace('PeterNeumann', 'Peter Neumann')), null)
  assert.equal(parseVerifierKey(sha256, ''), null)
})

test('an unknown key is passed over, and a wrong signature of a known key spoils the note', async () => {
  const ours = keyPair('hufu/a')
  const theirs = keyPair('hufu/b')
  const both = await signNote('text\n', [theirs.signer, ours.signer])
  assert.ok((await openNote(both, [ours.verifier])).opened)
  assert.deepEqual(await openNote(both, [keyPair('hufu/a').verifier]), {
    opened: false,
    because: 'unknown-key',
  })
  const lying = { ...theirs.signer, sign: () => new Uint8Array(64) }
  const spoilt = await signNote('text\n', [ours.signer, lying])
  assert.deepEqual(await openNote(spoilt, [ours.verifier, theirs.verifier]), {
    opened: false,
    because: 'bad-signature',
  })
})

test('text may hold blank lines; the last one parts it from the signatures', async () => {
  const { signer, verifier } = keyPair('hufu/a')
  const note = await signNote('one\n\ntwo\n', [signer])
  const opened = await openNote(note, [verifier])
  assert.equal(opened.opened && opened.text, 'one\n\ntwo\n')
})

test('a note opens just so where the runtime knows no Ed25519, as in a page that came over plain HTTP', async () => {
  const { signer, verifier } = keyPair('hufu/plain/authority')
  const note = await signNote('hufu/plain/authority\n', [signer])
  const bad = note.replace('plain/authority\n\n', 'plain/activity\n\n')
  const answers = async () => [await openNote(note, [verifier]), await openNote(bad, [verifier])]
  const native = await answers()
  const property = Object.getOwnPropertyDescriptor(globalThis, 'crypto') ?? assert.fail('there is no crypto')
  Object.defineProperty(globalThis, 'crypto', { value: {}, configurable: true })
  try {
    assert.deepEqual(await answers(), native)
    assert.deepEqual(
      native.map(({ opened }) => opened),
      [true, false],
    )
  } finally {
    Object.defineProperty(globalThis, 'crypto', property)
  }
})

test('what is no note is not taken apart', async () => {
  const { signer } = keyPair('hufu/a')
  const note = await signNote('text\n', [signer])
  const line = note.slice(note.indexOf('—'))
  for (const bad of [
    '',
    'text\n',
    note.slice(0, -1),
    note.replace('\n\n', '\n'),
    note.replace('— ', '- '),
    note.replace('text', 'te\u0007xt'),
    note.replace('text', 'te\ud800xt'),
    `${note}${line.repeat(64)}`,
    `${note}\n`,
    `text\n\n— hufu/a ${toBase64(utf8('abc'))}\n`,
  ])
    assert.equal(splitNote(bad), null, JSON.stringify(bad.slice(0, 40)))
})

test('a checkpoint is written and read as C2SP shows it', () => {
  const text = 'example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n'
  const checkpoint = parseCheckpoint(text)
  assert.ok(checkpoint)
  assert.equal(checkpoint.size, 20_852_163)
  assert.equal(formatCheckpoint(checkpoint), text)
  assert.equal(parseCheckpoint(`${text}an extension\n`)?.size, 20_852_163)
  for (const bad of [
    text.slice(0, -1),
    text.replace('20852163', '020852163'),
    text.replace('20852163', '-1'),
    text.replace('20852163', '99999999999999999'),
    text.replace('CsUY', 'CsU'),
    text.replace('q2I=', 'q2J='),
    `${text}\n`,
    `\n1\n${toBase64(new Uint8Array(32))}\n`,
  ])
    assert.equal(parseCheckpoint(bad), null, bad)
})

test('a checkpoint of another ledger is not taken for ours, though the same key signed it', async () => {
  const { signer, verifier } = keyPair('hufu/a')
  const checkpoint = { origin: 'hufu/b', size: 1, root: new Uint8Array(32) }
  const note = await signNote(formatCheckpoint(checkpoint), [signer])
  assert.deepEqual(await openCheckpoint(note, verifier), { opened: false, because: 'other-origin' })
})

test('a proof travels as C2SP text and is checked without any server', async () => {
  const { signer, verifier } = keyPair('hufu/w/authority')
  const [first, second] = [leafHash(sha256, utf8('one')), leafHash(sha256, utf8('two'))] as const
  const root = nodeHash(sha256, first, second)
  const checkpoint = await signNote(formatCheckpoint({ origin: signer.name, size: 2, root }), [signer])
  const text = formatProof({ index: 1, proof: [first], checkpoint })
  assert.deepEqual(text.split('\n').slice(0, 4), ['c2sp.org/tlog-proof@v1', 'index 1', toBase64(first), ''])
  assert.deepEqual(parseProof(text), { index: 1, proof: [first], checkpoint })
  const told = await verifyProof(sha256, { text, leaf: second, verifier })
  assert.ok(told.holds)
  assert.equal(told.index, 1)
  const other = await verifyProof(sha256, { text, leaf: first, verifier })
  assert.deepEqual(other, { holds: false, because: 'not-included' })
  const stranger = await verifyProof(sha256, { text, leaf: second, verifier: keyPair(signer.name).verifier })
  assert.deepEqual(stranger, { holds: false, because: 'unknown-key' })
})

test('a proof may carry extra data, and malformed proof text is not read', async () => {
  const { signer } = keyPair('hufu/w/authority')
  const root = new Uint8Array(32)
  const checkpoint = await signNote(formatCheckpoint({ origin: signer.name, size: 1, root }), [signer])
  const extra = utf8('more')
  const text = formatProof({ extra, index: 0, proof: [], checkpoint })
  assert.deepEqual(parseProof(text)?.extra, extra)
  for (const bad of [
    text.replace('@v1', '@v2'),
    text.replace('index 0', 'index 00'),
    text.replace('index 0\n', ''),
    text.replace('extra ', 'extra !'),
    text.replace('index 0\n', 'index 0\nAAAA\n'),
    text.replace('index 0\n', `index 0\n${`${toBase64(root)}\n`.repeat(65)}`),
    text.replaceAll('\n\n', '\n'),
  ])
    assert.equal(parseProof(bad), null, bad)
})

test('base64 and hexadecimal have one spelling each', () => {
  assert.equal(toHex(fromBase64('AA==') ?? utf8('wrong')), '00')
  for (const bad of ['AB==', 'AA=', 'AA', 'A A=', 'AA==\n', '====']) assert.equal(fromBase64(bad), null, bad)
  assert.equal(toHex(fromHex('00ff') ?? utf8('wrong')), '00ff')
  for (const bad of ['0', 'FF', 'zz', '0x00']) assert.equal(fromHex(bad), null, bad)
})
