import { formatVerifierKey, keyIdOf } from '@hufu/merkle'
import type { LedgerTree, NoteSigner, NoteVerifier } from '@hufu/merkle'
import { createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { readKeyFile } from './files.ts'
import { sha256 } from './hash.ts'

/** The key that signs ledgers. It lives in a file, never in the database. */
export type LedgerKey = { readonly privateKey: KeyObject; readonly publicKey: Uint8Array }

/** The name under which a tree is signed, and its first checkpoint line. */
export const ledgerOrigin = (workspaceId: string, tree: LedgerTree): string => `hufu/${workspaceId}/${tree}`

/** Reads `<dataDir>/keys/ledger.key`, making it on first use. Throws when others on the machine may read it. */
export async function openLedgerKey(dataDir: string): Promise<LedgerKey> {
  const pem = await readKeyFile(dataDir, 'ledger.key', () =>
    generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  )
  return ledgerKey(createPrivateKey(pem))
}

/** A ledger key from an Ed25519 private key. */
export function ledgerKey(privateKey: KeyObject): LedgerKey {
  if (privateKey.asymmetricKeyType !== 'ed25519') throw new Error('the ledger key is not an Ed25519 key')
  const spki = createPublicKey(privateKey).export({ type: 'spki', format: 'der' })
  // The last 32 bytes of an Ed25519 SubjectPublicKeyInfo are the key itself (RFC 8410).
  return { privateKey, publicKey: new Uint8Array(spki.subarray(-32)) }
}

/** Whose signatures are believed on a tree's checkpoints. */
export function treeVerifier(key: LedgerKey, workspaceId: string, tree: LedgerTree): NoteVerifier {
  const name = ledgerOrigin(workspaceId, tree)
  return { name, keyId: keyIdOf(sha256, name, key.publicKey), publicKey: key.publicKey }
}

/** The verifier key of a tree as text, for those who check proofs elsewhere. */
export function verifierKeyOf(key: LedgerKey, workspaceId: string, tree: LedgerTree): string {
  return formatVerifierKey(treeVerifier(key, workspaceId, tree))
}

/** Signs the checkpoints of a tree. */
export function treeSigner(key: LedgerKey, workspaceId: string, tree: LedgerTree): NoteSigner {
  const { name, keyId } = treeVerifier(key, workspaceId, tree)
  return { name, keyId, sign: (text) => new Uint8Array(sign(null, text, key.privateKey)) }
}
