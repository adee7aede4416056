import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import { readKeyFile } from '../ledger/index.ts'

/** A secret as the database keeps it. `keyId` tells by which key, so that a node with another one knows why it cannot read it. */
export type Sealed = { readonly keyId: Buffer; readonly nonce: Buffer; readonly sealed: Buffer }

/**
 * Seals what has to be kept and read again, such as the seed of an authenticator app. The key lies beside the database and
 * never in it: whoever reads a copy of the tables reads no secret.
 */
export type Secrets = {
  /** The first eight bytes of the key's hash. */
  readonly keyId: Buffer
  /** `belongs` says what the secret is part of: in any other place it does not open. */
  readonly seal: (secret: Uint8Array, belongs: readonly string[]) => Sealed
  /** Null when it was sealed by another key, belongs elsewhere or was changed. */
  readonly open: (kept: Sealed, belongs: readonly string[]) => Buffer | null
}

const KEY_BYTES = 32
const NONCE_BYTES = 12
const TAG_BYTES = 16

/** Reads `<dataDir>/keys/secrets.key`, making it on first use. Hosts that share a database have to share this file too. */
export async function openSecrets(dataDir: string): Promise<Secrets> {
  const text = await readKeyFile(
    dataDir,
    'secrets.key',
    () => `${randomBytes(KEY_BYTES).toString('base64')}\n`,
  )
  const key = Buffer.from(text.trim(), 'base64')
  if (key.length !== KEY_BYTES)
    throw new Error(`secrets.key in ${dataDir} holds ${key.length} bytes, not ${KEY_BYTES}`)
  return secretsFrom(key)
}

/** Seals by AES-256-GCM under one key. */
export function secretsFrom(key: Buffer): Secrets {
  const keyId = createHash('sha256').update(key).digest().subarray(0, 8)
  return {
    keyId,
    seal(secret, belongs) {
      const nonce = randomBytes(NONCE_BYTES)
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(bytesOf(belongs))
      const sealed = Buffer.concat([cipher.update(secret), cipher.final(), cipher.getAuthTag()])
      return { keyId, nonce, sealed }
    },
    open(kept, belongs) {
      if (!kept.keyId.equals(keyId) || kept.sealed.length < TAG_BYTES) return null
      const at = kept.sealed.length - TAG_BYTES
      const decipher = createDecipheriv('aes-256-gcm', key, kept.nonce, { authTagLength: TAG_BYTES })
      decipher.setAAD(bytesOf(belongs)).setAuthTag(kept.sealed.subarray(at))
      try {
        return Buffer.concat([decipher.update(kept.sealed.subarray(0, at)), decipher.final()])
      } catch {
        // The tag says that it is not what was sealed here: there is nothing to read, and the caller says so.
        return null
      }
    },
  }
}

// Parts are told apart whatever they hold.
const bytesOf = (belongs: readonly string[]): Buffer => Buffer.from(JSON.stringify(belongs))
