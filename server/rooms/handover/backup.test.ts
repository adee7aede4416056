/** Before anything is taken, what a person holds is sealed: whole, with checksums, and kept while it is needed. */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { canonicalJson } from '@hufu/kit'
import type { Json } from '@hufu/kit'
import { permit } from '../../platform/act/index.ts'
import { openBlobs } from '../../platform/blobs/index.ts'
import { sweepUnsent } from '../files/index.ts'
import { because, endingWith, holdings } from '../../testing/index.ts'
import type { Who } from '../../testing/index.ts'
import { takeBackup } from './backup.ts'
import { office } from './handover-fixture.ts'
import type { Office } from './handover-fixture.ts'

const file = endingWith(after)

const seal = (it: Office, who: Who, by: Who = 'lina') =>
  it.as(by, (act) => {
    const tally = permit(act, 'handover.run', { type: 'member', id: it.id[who] })
    return takeBackup(tally, holdings, { memberId: it.id[who], because })
  })

test('H9 a backup names every thing by kind with its count, and its checksum stands in the ledger', async () => {
  const it = await office(file)
  const group = await it.group('wangwei', 'sunli')
  await it.report('sunli', 'wangwei')
  const files = await it.files('wangwei', group, 3)
  const { result } = await seal(it, 'wangwei')
  const [row] = await it.query('select manifest, files, bytes from backup where id = $1', result.id)
  const text = String(row?.['manifest'])
  assert.equal(createHash('sha256').update(text).digest('hex'), result.sha256)
  const manifest = JSON.parse(text) as Json & {
    readonly holdings: readonly {
      readonly kind: string
      readonly count: number
      readonly items: readonly { readonly id: string; readonly name: string; readonly sha256?: string }[]
    }[]
  }
  assert.equal(canonicalJson(manifest), text)
  assert.deepEqual(
    manifest.holdings.map(({ kind }) => kind),
    holdings.map(({ kind }) => kind),
  )
  for (const { count, items } of manifest.holdings) assert.equal(items.length, count)
  const kept = manifest.holdings.find(({ kind }) => kind === 'file')?.items ?? []
  assert.deepEqual(new Set(kept.map(({ id }) => id)), new Set(files))
  for (const { id, sha256 } of kept) assert.equal(sha256, createHash('sha256').update(id).digest('hex'))
  const [entry] = await it.query(
    "select leaf from ledger_entry where event = 'backup.taken@1' and tree = 'authority'",
  )
  assert.ok(String(entry?.['leaf']).includes(result.sha256))
  assert.equal(Number(row?.['files']), 3)
  assert.equal(Number(row?.['bytes']), 30)
})

test('H9 what a backup names is never swept while it is kept', async (t) => {
  const it = await office(file)
  const dir = await mkdtemp(join(tmpdir(), 'hufu-backup-'))
  t.after(() => rm(dir, { recursive: true, force: true }))
  const blobs = await openBlobs(dir)
  const [id] = await it.files('wangwei', await it.group('wangwei', 'sunli'), 1)
  assert.ok(id !== undefined)
  const bytes = (async function* () {
    yield Buffer.from('bytes')
  })()
  await blobs.keep(await blobs.receive(bytes, 100, () => new Error('too large')), id)
  await seal(it, 'wangwei')
  await sweepUnsent(it.where.db, blobs, new Date(Date.now() + 400 * 86_400_000))
  assert.equal(await blobs.has(id), true)
  await assert.rejects(it.query('delete from file where id = $1', id), /backup_file/)
})

test('H9 a backup of ten thousand files is sealed within five seconds', async () => {
  const it = await office(file)
  await it.files('wangwei', await it.group('wangwei', 'sunli'), 10_000)
  const began = performance.now()
  const { result } = await seal(it, 'wangwei')
  const took = performance.now() - began
  assert.ok(took < 5000, `${Math.round(took)} ms`)
  const [row] = await it.query('select count(*) as count from backup_file where backup_id = $1', result.id)
  assert.equal(Number(row?.['count']), 10_000)
})

test('H9 whoever may not hand over for a person seals nothing of theirs', async () => {
  const it = await office(file)
  await it.lend()
  await assert.rejects(seal(it, 'zhoujie', 'zhangqiang'), { code: 'authority/out-of-scope' })
  await assert.rejects(seal(it, 'wangwei', 'sunli'), { code: 'authority/not-administrator' })
})
