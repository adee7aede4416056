import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '../config/index.ts'
import { runningUrl } from '../db/index.ts'
import type { Finding } from '../db/index.ts'
import { openSecrets } from './secrets.ts'
import { sealedElsewhere } from './store.ts'

/**
 * Whether the key of this host opens what the database keeps: hosts that share a database have to share the file. Nothing to
 * say where no database answers, or has none of these tables yet; that is found elsewhere. Makes no key.
 */
export async function checkSecrets({
  dataDir,
  databaseUrl,
}: Pick<Config, 'dataDir' | 'databaseUrl'>): Promise<readonly Finding[]> {
  const file = join(dataDir, 'keys', 'secrets.key')
  const url = databaseUrl ?? runningUrl(dataDir)
  if (url === null) return []
  const keyId = existsSync(file) ? (await openSecrets(dataDir)).keyId : null
  const count = await sealedElsewhere(url, keyId).catch(() => null)
  if (count === null) return []
  if (count === 0)
    return [{ check: 'keys', state: 'fine', words: 'What authenticator apps need can be read here.' }]
  return [
    {
      check: 'keys',
      state: 'wrong',
      words: `${count} authenticator ${count === 1 ? 'secret was' : 'secrets were'} sealed by another key than ${file}.`,
      mend: 'Copy keys/secrets.key from the host where they were set up; all hosts of one database share it.',
    },
  ]
}
