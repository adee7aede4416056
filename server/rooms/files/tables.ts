import type { Generated } from 'kysely'

/** The tables of migration 0007, as rows. */
export type FileTables = {
  file: {
    workspaceId: string
    id: string
    conversationId: string
    uploaderId: string
    /** Who answers for it: the uploader, until it is handed over. */
    keeperId: string
    name: string
    type: string
    size: number
    sha256: Buffer
    uploadedAt: Date
    /** Number of the message that took it along; `null` until then. */
    sentSeq: Generated<number | null>
  }
}
