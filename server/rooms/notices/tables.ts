import type { Generated } from 'kysely'

/** The tables of migrations 0008 and 0015, as rows, and what letters need of the tables of people. */
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
  mail: {
    workspaceId: string
    noticeId: string
    memberId: string
    revision: number
    state: 'waiting' | 'sent' | 'dropped' | 'failed'
    at: Date
    nextAt: Date
    failures: Generated<number>
    error: Generated<string | null>
    doneAt: Generated<Date | null>
  }
  mailServer: { one: Generated<boolean>; seenAt: Date; sentAt: Date | null }
  member: { workspaceId: string; id: string; name: string; email: string | null }
  memberSetting: { workspaceId: string; memberId: string; locale: 'zh-CN' | 'en-US' | null; mail: boolean }
}
