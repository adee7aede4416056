import { openCheckpoint, toHex, verifyProof } from '@hufu/merkle'
import assert from 'node:assert/strict'
import { chmod, mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { fromHex, parseVerifierKey } from '@hufu/merkle'
import { ledgerFixture, something } from './fixture.ts'
import { sha256 } from './hash.ts'
import {
  entryProof,
  knownHeadFiles,
  latestCheckpoint,
  openLedgerKey,
  signCheckpoint,
  startCheckpoints,
  treeVerifier,
  verifierKeyOf,
} from './index.ts'

test('the key is made once, kept from others, and read again', async (t) => {
  const dataDir = await mkdtemp(join(tmpdir(), 'hufu-ledger-'))
  t.after(async () => {
    await rm(dataDir, { recursive: true })
  })
  const [first, second] = await Promise.all([openLedgerKey(dataDir), openLedgerKey(dataDir)])
  const again = await openLedgerKey(dataDir)
  assert.equal(toHex(first.publicKey), toHex(second.publicKey))
  assert.equal(toHex(first.publicKey), toHex(again.publicKey))
  const file = join(dataDir, 'keys', 'ledger.key')
  assert.equal((await stat(file)).mode & 0o777, 0o600)
  await chmod(file, 0o644)
  await assert.rejects(openLedgerKey(dataDir), /chmod 600/)
})

test('a signed head names its company and tree, and opens with the printed key', async (t) => {
  const { pool, tree, signing, append } = await ledgerFixture(t)
  const { root } = await append(1, [something(1), something(2)])
  const signed = await signCheckpoint(pool, signing, tree)
  assert.ok(signed)
  const verifier = parseVerifierKey(sha256, verifierKeyOf(signing.key, tree.workspaceId, tree.tree))
  assert.ok(verifier)
  const opened = await openCheckpoint(signed.note, verifier)
  assert.ok(opened.opened)
  assert.equal(opened.checkpoint.origin, `hufu/${tree.workspaceId}/authority`)
  assert.equal(opened.checkpoint.size, 2)
  assert.equal(toHex(opened.checkpoint.root), root)
  const elsewhere = treeVerifier(signing.key, tree.workspaceId, 'activity')
  assert.equal((await openCheckpoint(signed.note, elsewhere)).opened, false)
})

test('nothing is signed where nothing was written, and nothing twice', async (t) => {
  const { pool, tree, signing, append } = await ledgerFixture(t)
  assert.equal(await signCheckpoint(pool, signing, tree), null)
  await append(1, [something(1)])
  const first = await signCheckpoint(pool, signing, tree)
  const second = await signCheckpoint(pool, signing, tree)
  assert.deepEqual(second, first)
})

test('what was signed is also known outside the database', async (t) => {
  const { pool, tree, signing, dataDir, append } = await ledgerFixture(t)
  await append(1, [something(1)])
  const signed = await signCheckpoint(pool, signing, tree)
  const kept = await readFile(join(dataDir, 'keys', 'heads', `${tree.workspaceId}.authority`), 'utf8')
  assert.equal(kept, signed?.note)
})

test('a history that was rewritten after signing is never signed over', async (t) => {
  const { pool, tree, signing, append, sign, asOwner } = await ledgerFixture(t)
  await append(1, [something(1), something(2), something(3)])
  await sign()
  await append(2, [something(4)])
  await asOwner(`update ledger_entry set leaf_hash = sha256(leaf_hash) where index = 1`)
  await assert.rejects(signCheckpoint(pool, signing, tree), /are not those that stand there now/)
})

test('a database set back to an older state is never signed over, even with its checkpoints gone', async (t) => {
  const { pool, tree, signing, append, sign, asOwner } = await ledgerFixture(t)
  await append(1, [something(1), something(2)])
  await sign()
  await asOwner('delete from ledger_entry', 'delete from ledger_head', 'delete from ledger_checkpoint')
  await append(1, [something(3)])
  await assert.rejects(signCheckpoint(pool, signing, tree), /2 entries were signed, only 1 are there/)
})

test('a node with another key does not sign beside the one that did', async (t) => {
  const { pool, tree, append, sign } = await ledgerFixture(t)
  const elsewhere = await mkdtemp(join(tmpdir(), 'hufu-ledger-'))
  t.after(async () => {
    await rm(elsewhere, { recursive: true })
  })
  await append(1, [something(1)])
  await sign()
  await append(2, [something(2)])
  const stranger = { key: await openLedgerKey(elsewhere), known: knownHeadFiles(elsewhere) }
  await assert.rejects(signCheckpoint(pool, stranger, tree), /not ours to continue/)
})

test('every tree that grew is signed in rounds, the last one at an orderly stop', async (t) => {
  const { pool, tree, signing, append } = await ledgerFixture(t)
  const warnings: string[] = []
  const rounds = startCheckpoints({
    pool,
    ...signing,
    warn: (message) => warnings.push(message),
    everyMs: 20,
  })
  await append(1, [something(1)])
  const until = Date.now() + 10_000
  while ((await latestCheckpoint(pool, tree)) === null && Date.now() < until)
    await new Promise((resolve) => setTimeout(resolve, 20))
  assert.equal((await latestCheckpoint(pool, tree))?.size, 1)
  await append(2, [something(2)])
  await append(2, [something(3)], { tree: 'activity' })
  await rounds.stop()
  assert.equal((await latestCheckpoint(pool, tree))?.size, 2)
  assert.equal((await latestCheckpoint(pool, { ...tree, tree: 'activity' }))?.size, 1)
  assert.deepEqual(warnings, [])
})

test('one tree that may not be signed is told and keeps no other from being signed', async (t) => {
  const { pool, tree, signing, append, sign, asOwner } = await ledgerFixture(t)
  await append(1, [something(1)])
  await sign()
  await asOwner(`update ledger_checkpoint set note = 'false'`)
  await append(2, [something(2)])
  await append(2, [something(3)], { tree: 'activity' })
  const warnings: string[] = []
  const rounds = startCheckpoints({ pool, ...signing, warn: (message) => warnings.push(message) })
  await rounds.stop()
  assert.deepEqual(warnings, [`ledger hufu/${tree.workspaceId}/authority was not signed`])
  assert.equal((await latestCheckpoint(pool, { ...tree, tree: 'activity' }))?.size, 1)
})

test('an entry is proved to a stranger who holds nothing but the printed key', async (t) => {
  const { pool, tree, signing, append, sign } = await ledgerFixture(t)
  await append(
    1,
    Array.from({ length: 700 }, (_, at) => something(at)),
  )
  await sign()
  await append(2, [something(700)])
  const verifier = parseVerifierKey(sha256, verifierKeyOf(signing.key, tree.workspaceId, tree.tree))
  assert.ok(verifier)
  for (const index of [0, 1, 255, 256, 511, 512, 640, 699]) {
    const proved = await entryProof(pool, tree, index)
    assert.ok(proved)
    assert.ok(proved.proof.length < 1_500, `${proved.proof.length}`)
    const leaf = fromHex(proved.leafHash)
    assert.ok(leaf)
    const told = await verifyProof(sha256, { text: proved.proof, leaf, verifier })
    assert.ok(told.holds, JSON.stringify(told))
    assert.equal(told.index, index)
  }
  assert.equal(await entryProof(pool, tree, 700), null)
  assert.equal(await entryProof(pool, tree, 9_999), null)
})
