/** The table of migration 0008, as rows. */
export type NoticeTables = {
  notice: {
    workspaceId: string
    id: string
    memberId: string
    kind: string
    data: unknown
    at: Date
    readAt: Date | null
  }
}
