import type { FactorsView } from '@hufu/contract'
import type { PasskeyRow } from './store.ts'

export type PasskeyView = FactorsView['passkeys'][number]

/** A passkey as its owner sees it: never its key. */
export const passkeyView = ({ id, name, createdAt, lastUsedAt, synced }: PasskeyRow): PasskeyView => ({
  id,
  name,
  createdAt: createdAt.toISOString(),
  lastUsedAt: lastUsedAt?.toISOString() ?? null,
  synced,
})
