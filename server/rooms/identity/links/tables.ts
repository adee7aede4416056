/** The table of QR codes of migration 0018, as rows. */
import type { LinkPurpose } from './link.ts'

export type LinkTables = {
  signInLink: {
    workspaceId: string
    id: string
    codeHash: Buffer
    secretHash: Buffer
    purpose: LinkPurpose
    state: 'shown' | 'seen' | 'approved' | 'declined' | 'used'
    digits: string
    choices: string[]
    device: string
    address: string
    browser: Buffer | null
    memberId: string | null
    pendingId: string | null
    sessionId: string | null
    epoch: number | null
    actHash: Buffer | null
    actMethod: string | null
    actPath: string | null
    madeAt: Date
    until: Date
    answeredBy: string | null
    answeredIn: string | null
    answeredEpoch: number | null
  }
}
