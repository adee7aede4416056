import type { Json } from '@hufu/kit'
import { namesWanted } from '../authority/index.ts'
import type { Names } from '../authority/index.ts'
import type { NoticeKind, Said, Speaker } from '../notices/index.ts'

/** What people are told when a revocation stays unverified although it was tried several times. */
export const UNVERIFIED = 'revocation.unverified@1' satisfies NoticeKind

export type UnverifiedNotice = {
  readonly revocationId: string
  readonly memberId: string
  readonly count: number
} & {
  readonly [key: string]: Json
}

/** Speaks of revocations that stayed unverified. */
export function unverifiedWords(names: Names): Speaker {
  return async (reading, locale, data) => {
    // Written by `tellUnverified`, in this form.
    const notices = data as readonly UnverifiedNotice[]
    const scope = { type: 'workspace' } as const
    const wanted = notices.map(({ memberId }) => ({
      subject: { type: 'member', id: memberId } as const,
      scope,
      people: [],
    }))
    const known = await names(reading.db, reading.workspaceId, namesWanted(wanted))
    return notices.map(({ memberId, count }): Said => {
      const name = known.get(memberId) ?? memberId
      if (locale === 'zh-CN')
        return {
          title: '收回未能核实',
          words: `${name}${count > 1 ? `等 ${count} 次` : '的'}权限收回已生效，但多次尝试后仍未能核实。请在“收回”中查看是哪一项`,
          entry: null,
        }
      const who = count > 1 ? `${name}, and in ${count - 1} other revocations,` : name
      return {
        title: 'A revocation is not verified',
        words: `What was taken from ${who} is in force, but several tries could not verify it. See under Revocations which way is open`,
        entry: null,
      }
    })
  }
}
