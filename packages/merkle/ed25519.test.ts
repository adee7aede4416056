import assert from 'node:assert/strict'
import { createHash, createPublicKey, generateKeyPairSync, randomBytes, sign, verify } from 'node:crypto'
import { test } from 'node:test'
import { fromHex } from './bytes.ts'
import { verifyEd25519 } from './ed25519.ts'
import { sha512 } from './sha512.ts'

const hex = (text: string): Uint8Array => fromHex(text) ?? assert.fail(text)

test('SHA-512 of every length about a block is what the runtime’s own says', () => {
  for (let length = 0; length <= 260; length += 1) {
    const bytes = randomBytes(length)
    assert.deepEqual(Buffer.from(sha512(bytes)), createHash('sha512').update(bytes).digest())
  }
})

test('the signatures of RFC 8032 are good, and none of another text', () => {
  const vectors = [
    [
      'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
      '',
      'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
    ],
    [
      '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
      '72',
      '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
    ],
    [
      'fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025',
      'af82',
      '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a',
    ],
  ] as const
  for (const [key, text, signature] of vectors) {
    assert.ok(verifyEd25519(hex(key), hex(signature), hex(text)))
    assert.ok(!verifyEd25519(hex(key), hex(signature), hex(`${text}00`)))
  }
})

/** The runtime's own answer for a raw key; false where it takes no such key. */
function native(publicKey: Uint8Array, signature: Uint8Array, text: Uint8Array): boolean {
  try {
    const der = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), publicKey])
    return verify(null, text, createPublicKey({ key: der, format: 'der', type: 'spki' }), signature)
  } catch {
    return false
  }
}

test('it says of signatures good and spoilt what the runtime’s own says', () => {
  let good = 0
  for (let time = 0; time < 60; time += 1) {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519')
    const raw = new Uint8Array(publicKey.export({ format: 'der', type: 'spki' }).subarray(-32))
    const text = randomBytes(time * 3)
    const signature = new Uint8Array(sign(null, text, privateKey))
    const spoilt = [raw, signature, new Uint8Array(text)].map((bytes) => new Uint8Array(bytes))
    const which = spoilt[time % 4]
    const place = (time * 7) % (which?.length ?? 1)
    if (which !== undefined && which.length > 0) which[place] = (which[place] ?? 0) ^ (1 << (time % 8))
    const [key = raw, signed = signature, told = text] = spoilt
    const answer = verifyEd25519(key, signed, told)
    assert.equal(answer, native(key, signed, told), `time ${time}`)
    if (answer) good += 1
  }
  assert.ok(good >= 15, `${good} good ones`)
})

test('what is no key, no signature or no reduced scalar is refused without an error', () => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const key = new Uint8Array(publicKey.export({ format: 'der', type: 'spki' }).subarray(-32))
  const text = Buffer.from('text')
  const signature = new Uint8Array(sign(null, text, privateKey))
  assert.ok(verifyEd25519(key, signature, text))
  const order = 2n ** 252n + 27742317777372353535851937790883648493n
  const scalar =
    [...signature.subarray(32)].reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n) + order
  const other = Uint8Array.from(signature)
  for (let at = 0; at < 32; at += 1) other[32 + at] = Number((scalar >> BigInt(8 * at)) & 255n)
  assert.ok(!verifyEd25519(key, other, text))
  assert.ok(!verifyEd25519(new Uint8Array(32).fill(255), signature, text))
  assert.ok(!verifyEd25519(key.subarray(1), signature, text))
  assert.ok(!verifyEd25519(key, signature.subarray(1), text))
  assert.ok(!verifyEd25519(key, new Uint8Array(64).fill(255), text))
})
