import { z } from 'zod'
import { can, id, instant, page, pageQuery } from './common.ts'
import { route } from './define.ts'

/**
 * A thing that a notice leads to. `handover`, `member` and `sessions` have the id of the person, `act` its revision in the
 * ledger.
 */
const leads = z.object({
  kind: z.enum([
    'revocation',
    'plan',
    'handover',
    'member',
    'request',
    'report',
    'sessions',
    'half',
    'act',
    'transfer',
    'checklist',
    'claim',
  ]),
  id: z.string(),
  /** It is about the reader, who has a page of their own for it; else it is read in the console. */
  mine: z.boolean(),
})

/** Something that somebody is told. `title` and `words` are made when shown, in the reader's language. */
export const notice = z.object({
  id,
  kind: z.string(),
  at: instant,
  readAt: instant.nullable(),
  title: z.string(),
  words: z.string(),
  /** Index of the entry in the authority tree, and whether the reader may open the ledger; null when it speaks of none. */
  entry: z.object({ index: z.number().int(), can }).nullable(),
  /** What its reader may open to see more; null when there is nothing, or it is not theirs to open. */
  leads: leads.nullable(),
})
export type Notice = z.infer<typeof notice>

const unread = z.number().int()

export const notices = {
  list: route(
    'GET',
    '/api/v1/me/notices',
    {
      summary: 'What I was told, newest first, and how much of it I have not read',
      asks: ['audit.self.view'],
    },
    { query: z.strictObject(pageQuery), answer: page(notice).extend({ unread }) },
  ),
  read: route(
    'POST',
    '/api/v1/me/notices/read',
    { summary: 'I have read these', asks: ['audit.self.view'] },
    { body: z.strictObject({ ids: z.array(id).min(1).max(200) }), answer: z.object({ unread }) },
  ),
  mail: route(
    'GET',
    '/api/v1/mail',
    {
      summary: 'Whether notices go out by e-mail: the last letter, those that wait, those given up this week',
      asks: ['request.flow.manage'],
    },
    {
      answer: z.object({
        configured: z.boolean(),
        /** When this server last sent a letter, of whatever company. */
        sentAt: instant.nullable(),
        waiting: z.number().int(),
        failed: z.number().int(),
      }),
    },
  ),
}
