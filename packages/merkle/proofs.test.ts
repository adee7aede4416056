import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { utf8 } from './bytes.ts'
import { naive } from './naive-fixture.ts'
import { consistencyProof, inclusionProof, verifyConsistency, verifyInclusion } from './proofs.ts'
import type { HashStore } from './proofs.ts'
import { sha256 } from './sha256.ts'
import { appendLeaf, emptyFrontier, frontierRoot, leafHash, rootOf } from './tree.ts'
import type { Frontier } from './tree.ts'
import { toHex } from './bytes.ts'

const hash = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest()
const data = Array.from({ length: 130 }, (_, index) => utf8(`entry ${index}`))
const leaves = data.map((entry) => leafHash(hash, entry))
const opinion = naive(hash, data)

/** Keeps every hash at level 0 and each `levelStep` levels, as a server would. */
function storeOf(levelStep: number): HashStore {
  const kept = new Map<string, Uint8Array>()
  let frontier: Frontier = emptyFrontier
  leaves.forEach((leaf, index) => {
    kept.set(`0/${index}`, leaf)
    frontier = appendLeaf(hash, frontier, leaf, (node) => {
      if (node.level % levelStep === 0) kept.set(`${node.level}/${node.index}`, node.hash)
    })
  })
  return {
    hash,
    levelStep,
    read: (spans) =>
      Promise.resolve(
        spans.map(({ level, from, count }) =>
          Array.from({ length: count }, (_, at) => kept.get(`${level}/${from + at}`)).filter(
            (found) => found !== undefined,
          ),
        ),
      ),
  }
}

const flipped = (bytes: Uint8Array, bit: number): Uint8Array => {
  const changed = Uint8Array.from(bytes)
  const at = (bit >> 3) % bytes.length
  changed[at] = (changed[at] ?? 0) ^ (1 << (bit & 7))
  return changed
}

test('the tree begins where RFC 6962 says', () => {
  const empty = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'
  assert.equal(toHex(rootOf(hash, [])), empty)
  const emptyLeaf = '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d'
  assert.equal(toHex(leafHash(hash, new Uint8Array())), emptyLeaf)
  assert.equal(toHex(rootOf(hash, [leafHash(hash, new Uint8Array())])), emptyLeaf)
})

test('the tree of the eight leaves known from Certificate Transparency has their roots', () => {
  const inputs = [
    '',
    '00',
    '10',
    '2021',
    '3031',
    '40414243',
    '5051525354555657',
    '606162636465666768696a6b6c6d6e6f',
  ]
  const known = inputs.map((hex) => leafHash(hash, new Uint8Array(Buffer.from(hex, 'hex'))))
  assert.equal(
    toHex(rootOf(hash, known.slice(0, 2))),
    'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  )
  assert.equal(toHex(rootOf(hash, known)), '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328')
})

test('the browser’s own SHA-256 agrees with the runtime’s', () => {
  for (let length = 0; length < 200; length += 1) {
    const bytes = Uint8Array.from({ length }, (_, at) => (at * 31 + length) & 255)
    assert.equal(toHex(sha256(bytes)), toHex(hash(bytes)))
  }
})

test('frontier and root agree with a naive reading of the RFC at every size', () => {
  let frontier = emptyFrontier
  leaves.forEach((leaf, index) => {
    frontier = appendLeaf(hash, frontier, leaf)
    assert.equal(toHex(frontierRoot(hash, frontier)), toHex(opinion.root(index + 1)))
  })
})

/** Every size up to past the second power of two that matters to what is kept, and those around the next. */
const sizes = [...Array.from({ length: 68 }, (_, size) => size), 127, 128, 129, 130]

for (const levelStep of [1, 3, 8])
  test(`every inclusion proof of trees up to 130 leaves is the RFC’s and holds, hashes kept at every ${levelStep}. level`, async () => {
    const store = storeOf(levelStep)
    for (const size of sizes) {
      const root = opinion.root(size)
      for (const [index, leaf] of leaves.slice(0, size).entries()) {
        const proof = await inclusionProof(store, index, size)
        assert.deepEqual(proof.map(toHex), opinion.path(index, size).map(toHex))
        assert.ok(verifyInclusion(hash, { index, size, leaf, proof, root }), `${index} in ${size}`)
      }
    }
  })

test('every consistency proof of trees up to 130 leaves is the RFC’s and holds', async () => {
  const store = storeOf(8)
  for (const second of sizes) {
    const secondRoot = opinion.root(second)
    for (let first = 0; first <= second; first += 1) {
      const firstRoot = opinion.root(first)
      const proof = await consistencyProof(store, first, second)
      assert.deepEqual(proof.map(toHex), opinion.consistency(first, second).map(toHex))
      assert.ok(
        verifyConsistency(hash, { first, second, firstRoot, secondRoot, proof }),
        `${first} to ${second}`,
      )
    }
  }
})

test('an inclusion proof with any part changed is refused', async () => {
  const store = storeOf(1)
  for (const size of [1, 2, 7, 8, 64, 100, 129]) {
    const root = opinion.root(size)
    for (let index = 0; index < size; index += 1) {
      const leaf = leaves[index] ?? new Uint8Array()
      const proof = await inclusionProof(store, index, size)
      const claim = { index, size, leaf, proof, root }
      const bit = index * 7 + size
      assert.ok(!verifyInclusion(hash, { ...claim, leaf: flipped(leaf, bit) }))
      assert.ok(!verifyInclusion(hash, { ...claim, root: flipped(root, bit) }))
      assert.ok(!verifyInclusion(hash, { ...claim, proof: [...proof, leaf] }))
      assert.ok(!verifyInclusion(hash, { ...claim, index: size }))
      assert.ok(!verifyInclusion(hash, { ...claim, index: -1 }))
      assert.ok(!verifyInclusion(hash, { ...claim, index: index + 0.5 }))
      if (size > 1) {
        assert.ok(!verifyInclusion(hash, { ...claim, index: (index + 1) % size }))
        assert.ok(!verifyInclusion(hash, { ...claim, proof: proof.slice(1) }))
      }
      for (const [at, node] of proof.entries())
        assert.ok(!verifyInclusion(hash, { ...claim, proof: proof.with(at, flipped(node, bit)) }))
    }
  }
})

test('a consistency proof with any part changed is refused', async () => {
  const store = storeOf(1)
  for (const second of [2, 7, 8, 65, 130])
    for (let first = 1; first < second; first += 1) {
      const firstRoot = opinion.root(first)
      const secondRoot = opinion.root(second)
      const proof = await consistencyProof(store, first, second)
      const claim = { first, second, firstRoot, secondRoot, proof }
      const bit = first * 5 + second
      assert.ok(!verifyConsistency(hash, { ...claim, firstRoot: flipped(firstRoot, bit) }))
      assert.ok(!verifyConsistency(hash, { ...claim, secondRoot: flipped(secondRoot, bit) }))
      assert.ok(!verifyConsistency(hash, { ...claim, proof: proof.slice(0, -1) }))
      assert.ok(!verifyConsistency(hash, { ...claim, proof: [...proof, secondRoot] }))
      assert.ok(!verifyConsistency(hash, { ...claim, first: second, second: first }))
      for (const [at, node] of proof.entries())
        assert.ok(!verifyConsistency(hash, { ...claim, proof: proof.with(at, flipped(node, bit)) }))
    }
  const root = opinion.root(5)
  assert.ok(!verifyConsistency(hash, { first: 0, second: 5, firstRoot: root, secondRoot: root, proof: [] }))
  assert.ok(
    !verifyConsistency(hash, { first: 5, second: 5, firstRoot: root, secondRoot: root, proof: [root] }),
  )
})

test('a reader that lacks a hash is an error, never a shorter proof', async () => {
  const store: HashStore = { hash, levelStep: 1, read: (spans) => Promise.resolve(spans.map(() => [])) }
  await assert.rejects(inclusionProof(store, 3, 10), /hashes are missing/)
})
