/** The tables of migrations 0005 and 0017, as rows. */
import type { ProofMethod } from '@hufu/contract'
import type { Generated } from 'kysely'

export type IdentityTables = {
  credential: {
    workspaceId: string
    memberId: string
    memoryKib: number
    passes: number
    lanes: number
    salt: Buffer
    hash: Buffer
    setAt: Date
  }
  session: {
    workspaceId: string
    id: string
    tokenHash: Buffer
    memberId: string
    epoch: number
    device: string
    createdAt: Date
    lastSeenAt: Date
    idleUntil: Date
    absoluteUntil: Date
    endedAt: Date | null
    /** From which session it was let in by QR code; null where somebody proved themselves for it. */
    rootId: Generated<string | null>
    /** How it was signed in. */
    methods: ProofMethod[]
  }
  ticket: {
    hash: Buffer
    workspaceId: string
    sessionId: string
    memberId: string
    origin: string
    until: Date
  }
  stepUp: {
    tokenHash: Buffer
    workspaceId: string
    id: string
    memberId: string
    sessionId: string
    epoch: number
    method: ProofMethod
    actHash: Buffer
    until: Date
  }
  pendingSignIn: {
    tokenHash: Buffer
    workspaceId: string
    id: string
    memberId: string
    epoch: number
    device: Buffer | null
    methods: ProofMethod[]
    until: Date
  }
  totp: {
    workspaceId: string
    id: string
    memberId: string
    keyId: Buffer
    nonce: Buffer
    sealed: Buffer
    sessionId: string
    madeAt: Date
    lastStep: number | null
  }
  recoveryCode: {
    workspaceId: string
    hash: Buffer
    factorId: string
    memberId: string
    usedAt: Date | null
  }
  signOfLife: { workspaceId: string; memberId: string; count: number; lastAt: Date | null }
  setupCode: { hash: Buffer; madeAt: Date; attempts: number; usedAt: Date | null }
  invitation: {
    workspaceId: string
    id: string
    hash: Buffer
    memberId: string
    madeBy: string
    madeAt: Date
    until: Date
    usedAt: Date | null
    voidAt: Date | null
  }
  memberSetting: {
    workspaceId: string
    memberId: string
    locale: 'zh-CN' | 'en-US' | null
    mail: Generated<boolean>
  }
  signInKnown: { workspaceId: string; memberId: string; hash: Buffer; seenAt: Date }
  signInBudget: { key: Buffer; attempts: Date[] }
}
