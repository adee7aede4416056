import { contract } from '@hufu/contract'
import { permit } from '../../platform/act/index.ts'
import { idBefore, may } from '../../platform/http/index.ts'
import type { Call, Doors } from '../../platform/http/index.ts'
import { markRead, noticesOf, unreadOf } from './store.ts'
import { countMail, mailServer } from './store-mail.ts'
import { noticeViews } from './views.ts'
import type { Speakers } from './views.ts'

const PAGE = 30
const self = (call: Pick<Call, 'caller'>) => ({ type: 'member', id: call.caller.memberId }) as const

/** Registers the doors at which members read what they were told. */
export function noticeRoutes(doors: Doors, speakers: Speakers): void {
  doors.handle(contract.notices.list, async (call) => {
    may(call.reading, 'audit.self.view', self(call))
    const limit = call.query.limit ?? PAGE
    const rows = await noticesOf(call.db, call.caller, {
      before: idBefore(call.query.cursor),
      limit: limit + 1,
    })
    const shown = rows.slice(0, limit)
    return {
      items: await noticeViews(call.reading, call.locale, speakers, shown),
      next: rows.length > limit ? (shown.at(-1)?.id ?? null) : null,
      unread: await unreadOf(call.db, call.caller),
    }
  })
  doors.handle(contract.notices.read, async (call) => {
    await call.perform(
      'content',
      'notices.read',
      async (act) => {
        await markRead(permit(act, 'audit.self.view', self(call)), call.caller.memberId, call.body.ids)
        return null
      },
      { journal: 'activity' },
    )
    may(call.reading, 'audit.self.view', self(call))
    return { unread: await unreadOf(call.db, call.caller) }
  })
  doors.handle(contract.notices.mail, async ({ reading }) => {
    may(reading, 'request.flow.manage', { type: 'workspace' })
    const server = await mailServer(reading.db)
    const counts = await countMail(reading.db, reading.workspaceId)
    return { configured: server !== null, sentAt: server?.sentAt?.toISOString() ?? null, ...counts }
  })
}
