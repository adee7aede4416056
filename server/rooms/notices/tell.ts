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

/** What one notice says, and to whom. `data` holds ids and numbers, never words. `mail`: worth a letter as well. */
export type Telling = {
  readonly to: readonly string[]
  readonly kind: NoticeKind
  readonly data: Json
  readonly mail?: true
}

/** Tells members something, in the transaction of what it is about: they hear of it exactly when it has happened. */
export async function tell<P extends PermissionKey>(tally: Tally<P>, telling: Telling): Promise<void> {
  await tellEach(tally, [telling])
}

/** Tells many, each their own, in one write. Gives the ids of the notices, for whoever has to show that they were told. */
export async function tellEach<P extends PermissionKey>(
  tally: Tally<P>,
  tellings: readonly Telling[],
): Promise<readonly string[]> {
  const { act } = tally
  const revision = act.kind === 'authority' ? act.facts.revision + 1 : act.facts.revision
  const notices = tellings.flatMap(({ to, kind, data, mail = false }) =>
    [...new Set(to)].map((memberId) => ({ id: newId(), memberId, kind, data, mail })),
  )
  if (notices.length === 0) return []
  await insertNotices(tally, notices, revision)
  for (const { id, memberId, kind } of notices)
    publish(tally, {
      topic: `${NOTICE_TOPIC}:${memberId}`,
      kind,
      data: { revision, noticeId: id, memberId } satisfies Told,
    })
  return notices.map(({ id }) => id)
}
