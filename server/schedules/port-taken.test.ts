import assert from 'node:assert/strict'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { startServerProcess, testDatabase } from '../testing/index.ts'

test('a server whose port is taken says so in words and ends', async (t) => {
  const { url } = await testDatabase(t)
  const holder = createServer().listen(0, '127.0.0.1')
  t.after(() => holder.close())
  await once(holder, 'listening')
  const address = holder.address()
  assert.ok(address !== null && typeof address === 'object')
  const port = String(address.port)
  const data = mkdtempSync(join(tmpdir(), 'hufu-taken-'))
  t.after(() => rmSync(data, { recursive: true, force: true }))
  await assert.rejects(
    startServerProcess(t, { HUFU_PORT: port, DATABASE_URL: url, HUFU_DATA: data }),
    new RegExp(`ended \\(1\\) before it was ready:\nPort ${port} is taken by another program`),
  )
})
