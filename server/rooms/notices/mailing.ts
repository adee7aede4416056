/**
 * Sends the letters of notices, at least once each. A letter says what its reader would read now, and goes to nobody who
 * may not read it any more.
 */
import { email as emailForm } from '@hufu/contract'
import { isRefusal } from '@hufu/kit'
import { kyselyOver } from '../../platform/db/index.ts'
import type { PlatformTables } from '../../platform/feed/index.ts'
import { askAgain, can, may } from '../../platform/http/index.ts'
import type { Metrics, Reading } from '../../platform/http/index.ts'
import type { Letter, Post } from '../../platform/mail/index.ts'
import type { HufuNode } from '../../platform/nodes/index.ts'
import { letterOf } from './letter.ts'
import {
  addresseeOf,
  claimMail,
  countMail,
  forgetMailServer,
  markDropped,
  markFailed,
  markSent,
  seeMailServer,
} from './store-mail.ts'
import type { MailRow } from './store-mail.ts'
import { noticeViews } from './views.ts'
import type { Speakers } from './views.ts'

export type MailParts = {
  readonly node: HufuNode
  /** Null where this server sends no letters. */
  readonly post: Post | null
  /** Reads as somebody, as of now. */
  readonly readingOf: (whose: Pick<Reading, 'workspaceId' | 'memberId'>) => Reading
  readonly speakers: Speakers
  readonly publicUrl: string
  readonly metrics: Metrics['letters']
}
export type Mailing = {
  /** Sends what is due at once. */
  readonly now: () => Promise<void>
  readonly stop: () => Promise<void>
}

const LOOK_EVERY_MS = 2000
const SAY_EVERY_MS = 60_000
/** Few enough to be done with before the claim on them runs out, slow as the server may be. */
const AT_ONCE = 10
const MINUTE_MS = 60_000
/** When a letter is tried again after it failed so often; after that it is given up. */
const againAfterMs = [MINUTE_MS, 5 * MINUTE_MS, 30 * MINUTE_MS, 120 * MINUTE_MS] as const
/** What has waited longer is no news any more. */
const LATE_MS = 3 * 86_400_000
/** How long an orderly end waits for letters under way. */
const STOP_MS_MAX = 3000

/** Looks for letters every two seconds, by a clock of its own: a mail server that hangs holds nothing else up. */
export async function startMailing(parts: MailParts): Promise<Mailing> {
  const { node, post } = parts
  const db = kyselyOver<PlatformTables>(node.pool)
  if (post === null) {
    await forgetMailServer(db)
    return { now: () => Promise.resolve(), stop: () => Promise.resolve() }
  }
  await seeMailServer(db)
  const sending: Sending = { ...parts, post, db, stopped: false }
  let running: Promise<void> | null = null
  const round = (): Promise<void> => {
    running ??= sendDue(sending)
      .catch((error: unknown) => node.log.warn({ err: error }, 'letters could not be sent; tried again'))
      .finally(() => {
        running = null
      })
    return running
  }
  const looking = setInterval(() => void round(), LOOK_EVERY_MS)
  const saying = setInterval(() => {
    say(sending).catch((error: unknown) => node.log.warn({ err: error }, 'letters could not be counted'))
  }, SAY_EVERY_MS)
  return {
    async now() {
      // The round under way may have looked before there was anything.
      await running
      await round()
    },
    async stop() {
      clearInterval(looking)
      clearInterval(saying)
      sending.stopped = true
      await Promise.race([running, new Promise((resolve) => setTimeout(resolve, STOP_MS_MAX).unref())])
      post.close()
      await running
    },
  }
}

type Sending = Omit<MailParts, 'post'> & {
  readonly post: Post
  readonly db: Reading['db']
  stopped: boolean
}

async function say({ db, metrics }: Sending): Promise<void> {
  await seeMailServer(db)
  const { waiting, failed } = await countMail(db, null)
  metrics.waiting(waiting)
  metrics.failed(failed)
}

async function sendDue(sending: Sending): Promise<void> {
  const { node, db } = sending
  while (!sending.stopped && node.lease.fresh()) {
    const rows = await claimMail(db, AT_ONCE)
    const [first, ...others] = rows
    if (first === undefined) return
    // One goes ahead: where the server takes nothing, the others need not find out one after the other.
    const closed = await sendOne(sending, first)
    if (closed === null) await Promise.all(others.map((row) => sendOne(sending, row)))
    else for (const row of others) await fail(sending, row, closed)
  }
}

/** Sends one letter. Gives the error where the server takes nothing from anybody. */
async function sendOne(sending: Sending, row: MailRow): Promise<string | null> {
  const { node, db, post, metrics } = sending
  const made = await letterFor(sending, row).catch((error: unknown) => {
    if (isRefusal(error) && error.code.startsWith('node/')) throw error
    node.log.error({ err: error, noticeId: row.noticeId }, 'a letter could not be put into words')
    return 'wordless' as const
  })
  // It must not hold up the others for ever.
  if (made === 'wordless') {
    await fail(sending, row, 'EWORDS')
    return null
  }
  if (made === null) {
    await markDropped(db, row)
    return null
  }
  // INVARIANT D35: asked again in the stretch that hands the letter over. Without a lease it waits for the next claim.
  if (!node.lease.fresh() || sending.stopped) return null
  if (askAgain(made.reading) !== null) {
    await markDropped(db, row)
    return null
  }
  const posted = await post.send(made.letter)
  if (posted.sent) {
    await markSent(db, row)
    metrics.sent()
    return null
  }
  // Cut off by our own end: it is claimed again by whoever comes next.
  if (sending.stopped) return null
  await fail(sending, row, posted.error)
  return posted.unreachable ? posted.error : null
}

async function fail({ node, db }: Sending, row: MailRow, error: string): Promise<void> {
  const againMs = againAfterMs[row.failures] ?? null
  const { workspaceId, noticeId } = row
  node.log.warn({ workspaceId, noticeId, reason: error, againMs }, 'a letter did not go out')
  await markFailed(db, row, { error, againMs })
}

type Made = { readonly letter: Letter; readonly reading: Reading }

/** The letter as of now; null where nobody is to get it. */
async function letterFor(sending: Sending, row: MailRow): Promise<Made | null> {
  const { node, db, speakers, publicUrl } = sending
  const { workspaceId, memberId, revision } = row
  const to = await addresseeOf(db, row)
  if (to === undefined || !to.wanted || node.clock.wall() - row.at.getTime() > LATE_MS) return null
  const email = emailForm.safeParse(to.email)
  if (!email.success) return null
  // First what the act has changed: somebody who has left by it is told nothing more.
  await node.feed.catchUp(workspaceId, revision)
  const reading = sending.readingOf({ workspaceId, memberId })
  const self = { type: 'member', id: memberId } as const
  if (!can(reading, 'audit.self.view', self).allowed) return null
  may(reading, 'audit.self.view', self)
  const locale = to.locale ?? 'zh-CN'
  const [notice] = await noticeViews(reading, locale, speakers, [to.notice])
  if (notice === undefined) return null
  return { letter: letterOf(notice, { name: to.name, email: email.data, locale, publicUrl }), reading }
}
