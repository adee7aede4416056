import type { PermissionKey } from '@hufu/authority'
import { newId } from '@hufu/kit'
import type { Json } from '@hufu/kit'
import { publish } from '../../platform/act/index.ts'
import type { Tally } from '../../platform/act/index.ts'
import { insertNotices } from './store.ts'

/** A kind of notice: the room that speaks of it, what happened, and the version of its data. */
export type NoticeKind = `${string}.${string}@${number}`

/** What a row of the content feed carries here. */
export type Told = { readonly revision: number; readonly noticeId: string; readonly memberId: string }

export const NOTICE_TOPIC = 'notice'

/**
 * Tells members something, in the transaction of what it is about: they hear of it exactly when it has happened. `data`
 * holds ids and numbers, never words.
 */
export async function tell<P extends PermissionKey>(
  tally: Tally<P>,
  { to, kind, data }: { readonly to: readonly string[]; readonly kind: NoticeKind; readonly data: Json },
): Promise<void> {
  const { act } = tally
  const revision = act.kind === 'authority' ? act.facts.revision + 1 : act.facts.revision
  const notices = [...new Set(to)].map((memberId) => ({ id: newId(), memberId, kind, data }))
  if (notices.length === 0) return
  await insertNotices(tally, notices)
  for (const { id, memberId } of notices)
    publish(tally, {
      topic: `${NOTICE_TOPIC}:${memberId}`,
      kind,
      data: { revision, noticeId: id, memberId } satisfies Told,
    })
}
