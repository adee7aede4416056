/** The tables of passkeys of migration 0018, as rows. */

export type ChallengePurpose = 'sign-in' | 'second' | 'step-up' | 'add'

export type PasskeyTables = {
  passkey: {
    workspaceId: string
    id: string
    memberId: string
    credentialId: Buffer
    publicKey: Buffer
    counter: number
    transports: string[]
    synced: boolean
    name: string
    createdAt: Date
    lastUsedAt: Date | null
  }
  passkeyChallenge: {
    hash: Buffer
    workspaceId: string
    purpose: ChallengePurpose
    nonce: Buffer
    memberId: string | null
    sessionId: string | null
    epoch: number | null
    actHash: Buffer | null
    pendingId: string | null
    until: Date
  }
}
