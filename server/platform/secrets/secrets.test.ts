import { strict as assert } from 'node:assert'
import { randomBytes } from 'node:crypto'
import { chmod, mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { openSecrets, secretsFrom } from './secrets.ts'

test('what was sealed is read again by whoever has the key, and only where it belongs', () => {
  const key = randomBytes(32)
  const [secrets, same, other] = [secretsFrom(key), secretsFrom(key), secretsFrom(randomBytes(32))]
  const kept = secrets.seal(Buffer.from('seed'), ['company', 'wangwei'])
  assert.equal(same.open(kept, ['company', 'wangwei'])?.toString(), 'seed')
  assert.equal(same.open(kept, ['company', 'chenli']), null)
  assert.equal(same.open(kept, ['companywangwei']), null)
  assert.equal(other.open(kept, ['company', 'wangwei']), null)
  assert.equal(other.open({ ...kept, keyId: other.keyId }, ['company', 'wangwei']), null)
  assert.ok(!kept.sealed.toString('latin1').includes('seed'))
})

test('a sealed secret that was changed, or cut short, does not open', () => {
  const secrets = secretsFrom(randomBytes(32))
  const kept = secrets.seal(Buffer.from('seed'), [])
  for (let at = 0; at < kept.sealed.length; at += 1) {
    const changed = Buffer.from(kept.sealed)
    changed[at] = (changed[at] ?? 0) ^ 1
    assert.equal(secrets.open({ ...kept, sealed: changed }, []), null)
    assert.equal(secrets.open({ ...kept, sealed: kept.sealed.subarray(0, at) }, []), null)
  }
})

test('the key lies in a file that only its owner reads, and is the same for all who start there at once', async (t) => {
  const dataDir = await mkdtemp(join(tmpdir(), 'hufu-secrets-'))
  t.after(() => rm(dataDir, { recursive: true }))
  const [first, second] = await Promise.all([openSecrets(dataDir), openSecrets(dataDir)])
  assert.deepEqual(first.keyId, second.keyId)
  const file = join(dataDir, 'keys', 'secrets.key')
  assert.equal((await stat(file)).mode & 0o777, 0o600)
  await chmod(file, 0o644)
  await assert.rejects(openSecrets(dataDir), /chmod 600/)
})
