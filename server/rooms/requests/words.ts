/** What notices of requests say, and what helps after a refusal. */
import type { Notice, Rejection } from '@hufu/contract'
import type { Locale, Reading } from '../../platform/http/index.ts'
import { permissionWords } from '../authority/index.ts'
import type { Names } from '../authority/index.ts'
import type { Said, Speaker } from '../notices/index.ts'
import { REPORT_ANSWERED, REPORT_MADE } from './reports.ts'
import type { ReportTold } from './reports.ts'
import { findRequests } from './store.ts'
import type { RequestRow } from './store.ts'
import {
  GRANT_ENDING,
  REQUEST_CONFIRM,
  REQUEST_ENDORSE,
  REQUEST_MOVED,
  REQUEST_REMINDER,
  REQUEST_WAITS,
} from './told.ts'
import type { RequestKindOfNotice, RequestTold } from './told.ts'

type Both = { readonly zh: string; readonly en: string }
const inWords = (locale: Locale, both: Both): string => (locale === 'zh-CN' ? both.zh : both.en)

const helps: Readonly<Record<Rejection, Both>> = {
  'not-needed': {
    zh: '说明哪项工作需要它，附上任务或消息后重新申请，或申诉。',
    en: 'Say which work needs it, add the task or message, and ask again; or appeal.',
  },
  'too-wide': {
    zh: '缩小范围（例如只限一个部门或一个群）后重新申请。',
    en: 'Ask again for less: one department, or one group.',
  },
  'too-long': {
    zh: '缩短时间后重新申请，到期前可以续期。',
    en: 'Ask again for a shorter time; it can be extended.',
  },
  'other-right': {
    zh: '可能有更合适的权限，请看审批人的说明。',
    en: 'Another right may fit better: see what the approver says.',
  },
  unclear: { zh: '把用途写具体后重新申请。', en: 'Say more exactly what it is for, and ask again.' },
  policy: {
    zh: '公司规定不允许；如认为规定不合理，可以申诉。',
    en: 'The company does not allow it; you may appeal.',
  },
  other: {
    zh: '请看审批人的说明，可以补充后重新申请或申诉。',
    en: 'See what the approver says; ask again or appeal.',
  },
}

/** What would help after a refusal, in the reader's words. */
export const helpOf = (code: string, locale: Locale): string =>
  inWords(locale, helps[code as Rejection] ?? helps.other)

const titles: Readonly<Record<RequestKindOfNotice, Both>> = {
  [REQUEST_WAITS]: { zh: '有权限申请等你审批', en: 'A request waits for you' },
  [REQUEST_REMINDER]: { zh: '提醒：权限申请还在等你', en: 'Still waiting for you' },
  [REQUEST_CONFIRM]: { zh: '有人替你申请了权限', en: 'Somebody asks for a right for you' },
  [REQUEST_ENDORSE]: { zh: '同事请你为申请说明情况', en: 'A colleague asks for your word' },
  [REQUEST_MOVED]: { zh: '权限申请有进展', en: 'A request has moved' },
  [GRANT_ENDING]: { zh: '临时权限即将到期', en: 'A right is about to end' },
}

const moves: Partial<Record<RequestTold['what'], Both>> = {
  granted: { zh: '已批准，{what}现在可以使用。', en: 'Approved: {what} can be used now.' },
  rejected: {
    zh: '{what}没有获批，可以查看原因、补充后再申请或申诉。',
    en: '{what} was not approved; see why, ask again, or appeal.',
  },
  upheld: { zh: '{what}的申诉未改变原决定。', en: 'The appeal about {what} left the answer as it was.' },
  asked: { zh: '审批人就{what}请你补充说明。', en: 'The approver asks you something about {what}.' },
  answered: { zh: '{who}已就{what}补充说明。', en: '{who} has answered about {what}.' },
  offered: {
    zh: '审批人对{what}提出了调整，请确认。',
    en: 'The approver offers less than {what}; say whether you take it.',
  },
  declined: { zh: '{who}没有接受对{what}的调整。', en: '{who} stays with what was asked: {what}.' },
  escalated: {
    zh: '{what}超时未处理，已转给更多审批人。',
    en: '{what} was not answered in time and went on to others.',
  },
  lapsed: {
    zh: '{what}超过期限未处理，已失效，可以一键重新申请。',
    en: '{what} was not answered and has lapsed; you can ask again.',
  },
  revoked: {
    zh: '你同意过的{what}已被收回。',
    en: 'What you agreed to was taken back: {what}.',
  },
  withdrawn: { zh: '{what}的申请已撤回。', en: 'The request for {what} was taken back.' },
  said: { zh: '{what}的申请有新留言。', en: 'Something was said about {what}.' },
  endorsed: { zh: '有同事为{what}的申请说明了情况。', en: 'A colleague spoke for {what}.' },
}

/** Says of requests what has moved. One speaker for each kind of notice. */
export function requestWords(
  names: Names,
): Readonly<Record<RequestKindOfNotice | typeof REPORT_MADE | typeof REPORT_ANSWERED, Speaker>> {
  const speakerOf =
    (kind: RequestKindOfNotice): Speaker =>
    async (reading, locale, data) => {
      // Written by this room's own commands, whose kinds bear the version of the form.
      const told = data as readonly RequestTold[]
      const rows = await findRequests(
        reading.db,
        reading.workspaceId,
        told.map(({ requestId }) => requestId),
      )
      const known = await people(
        reading,
        names,
        rows.flatMap(({ memberId, requesterId }) => [memberId, requesterId]),
      )
      return told.map((one): Said => {
        const row = rows.find(({ id }) => id === one.requestId)
        return {
          title: inWords(locale, titles[kind]),
          words: row === undefined ? '' : sentence(kind, one, row, (id) => known.get(id) ?? id, locale),
          leads: row === undefined ? null : leadsOf(reading, row),
        }
      })
    }
  return {
    [REQUEST_WAITS]: speakerOf(REQUEST_WAITS),
    [REQUEST_REMINDER]: speakerOf(REQUEST_REMINDER),
    [REQUEST_CONFIRM]: speakerOf(REQUEST_CONFIRM),
    [REQUEST_ENDORSE]: speakerOf(REQUEST_ENDORSE),
    [REQUEST_MOVED]: speakerOf(REQUEST_MOVED),
    [GRANT_ENDING]: speakerOf(GRANT_ENDING),
    [REPORT_MADE]: reportSpeaker(names, {
      zh: '{who}反馈了一个权限问题，请答复。',
      en: '{who} reports a problem with permissions; please answer.',
    }),
    [REPORT_ANSWERED]: reportSpeaker(names, {
      zh: '你反馈的权限问题有了答复。',
      en: 'Your report about permissions was answered.',
    }),
  }
}

const people = (reading: Reading, names: Names, ids: readonly string[]) =>
  names(reading.db, reading.workspaceId, {
    members: [...new Set(ids)],
    departments: [],
    groups: [],
    positions: [],
  })

// One page serves all who have a part in it: whom it concerns, who decides, whose word is asked.
const leadsOf = ({ memberId }: Reading, row: RequestRow): Notice['leads'] => ({
  kind: 'request',
  id: row.id,
  mine: row.memberId === memberId || row.requesterId === memberId,
})

function whatOf(row: RequestRow, locale: Locale): string {
  if (row.kind === 'account') return inWords(locale, { zh: '恢复账号', en: 'getting the account back' })
  const [first = ''] = row.permissions
  const name = permissionWords(first, locale)
  const more = row.permissions.length - 1
  const label =
    more > 0 ? inWords(locale, { zh: `${name}等 ${more + 1} 项`, en: `${name} and ${more} more` }) : name
  return inWords(locale, { zh: `「${label}」`, en: `“${label}”` })
}

function sentence(
  kind: RequestKindOfNotice,
  told: RequestTold,
  row: RequestRow,
  nameOf: (id: string) => string,
  locale: Locale,
): string {
  const what = whatOf(row, locale)
  const who = nameOf(row.memberId)
  const by = nameOf(row.requesterId)
  switch (kind) {
    case REQUEST_WAITS:
    case REQUEST_REMINDER:
      return inWords(locale, { zh: `${who}申请${what}。`, en: `${who} asks for ${what}.` })
    case REQUEST_CONFIRM:
      return inWords(locale, {
        zh: `${by}替你申请${what}，请确认是否需要。`,
        en: `${by} asks for ${what} for you; say whether you want it.`,
      })
    case REQUEST_ENDORSE:
      return inWords(locale, {
        zh: `${who}申请${what}，请你说明工作上是否需要。`,
        en: `${who} asks for ${what}, and for your word on why it is needed.`,
      })
    case GRANT_ENDING:
      return inWords(locale, {
        zh: `${what}将于 ${day(told.until, locale)} 到期，需要的话可以申请续期。`,
        en: `${what} ends at ${day(told.until, locale)}; ask for more time if you need it.`,
      })
    case REQUEST_MOVED: {
      const both = moves[told.what] ?? { zh: '{what}的申请有进展。', en: 'The request for {what} has moved.' }
      return inWords(locale, both).replace('{what}', what).replace('{who}', who)
    }
  }
}

const day = (instant: string | null, locale: Locale): string =>
  instant === null
    ? ''
    : new Intl.DateTimeFormat(locale, {
        dateStyle: 'medium',
        timeStyle: 'short',
        timeZone: 'Asia/Shanghai',
      }).format(new Date(instant))

const reportSpeaker =
  (names: Names, words: Both): Speaker =>
  async (reading, locale, data) => {
    // Written by this room's own commands, whose kinds bear the version of the form.
    const told = data as readonly ReportTold[]
    const known = await people(
      reading,
      names,
      told.map(({ memberId }) => memberId),
    )
    return told.map(({ reportId, memberId }): Said => ({
      title: inWords(locale, { zh: '权限问题反馈', en: 'A problem with permissions' }),
      words: inWords(locale, words).replace('{who}', known.get(memberId) ?? memberId),
      leads: { kind: 'report', id: reportId, mine: memberId === reading.memberId },
    }))
  }
