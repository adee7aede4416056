import { wordsOf } from '@hufu/contract'
import type { Notice, PlanWhat } from '@hufu/contract'
import type { Locale, Reading } from '../../platform/http/index.ts'
import { lookerAtRules } from '../authority/index.ts'
import type { Names } from '../authority/index.ts'
import { leadsTo } from '../notices/index.ts'
import type { Said, Speaker } from '../notices/index.ts'
import { reasonWords } from '../revocations/index.ts'
import { PLAN_HELD } from './carrying.ts'
import { PLAN_CANCELLED, PLAN_MADE, PLAN_TO_AGREE } from './commands.ts'
import type { PlanTold } from './commands.ts'
import { MOVE_OPEN } from './move.ts'
import { membersOf, plansWithItems } from './store.ts'
import type { PlanWithItem } from './store.ts'

type Kind = typeof PLAN_MADE | typeof PLAN_CANCELLED | typeof PLAN_TO_AGREE | typeof PLAN_HELD

const what: Readonly<Record<PlanWhat, { readonly zh: string; readonly en: string }>> = {
  departure: { zh: '离职', en: 'leaving the company' },
  suspension: { zh: '停用', en: 'being suspended' },
  rights: { zh: '收回权限', en: 'rights being taken back' },
  grants: { zh: '结束授权', en: 'grants ending' },
  move: { zh: '收回原岗位的权限', en: 'rights of the old job ending' },
}

const titles: Readonly<Record<Kind, { readonly zh: string; readonly en: string }>> = {
  [PLAN_MADE]: { zh: '权限变动预告', en: 'Rights will change' },
  [PLAN_CANCELLED]: { zh: '权限变动已取消', en: 'A change of rights is cancelled' },
  [PLAN_TO_AGREE]: { zh: '有计划等你同意', en: 'A plan waits for your agreement' },
  [PLAN_HELD]: { zh: '计划未能执行', en: 'A plan is held up' },
}

/** Says of plans what they will take, from whom, when and why. One speaker for each kind of notice. */
export function planWords(names: Names): Readonly<Record<Kind, Speaker>> {
  const speakerOf =
    (kind: Kind): Speaker =>
    async (reading, locale, data) => {
      // Written by this room's own commands, whose kinds bear the version of the form.
      const told = data as readonly PlanTold[]
      const plans = await plansWithItems(reading.db, reading.workspaceId, told)
      const people = [...plans.values()].flatMap(({ madeBy, memberId }) => [madeBy, memberId])
      const members = [...new Set(people)].filter((id) => id !== null)
      const known = await names(reading.db, reading.workspaceId, {
        members,
        departments: [],
        groups: [],
        positions: [],
      })
      const nameOf = (id: string): string => known.get(id) ?? id
      const leadsOf = await leading(reading, told)
      return told.map((one): Said => {
        const plan = plans.get(keyOf(one))
        const title = titles[kind][locale === 'zh-CN' ? 'zh' : 'en']
        return {
          title,
          words: plan === undefined ? '' : sentence(kind, plan, nameOf, reading, locale),
          leads: leadsOf(one),
        }
      })
    }
  return {
    [PLAN_MADE]: speakerOf(PLAN_MADE),
    [PLAN_CANCELLED]: speakerOf(PLAN_CANCELLED),
    [PLAN_TO_AGREE]: speakerOf(PLAN_TO_AGREE),
    [PLAN_HELD]: speakerOf(PLAN_HELD),
  }
}

/** Where notices of plans lead: one about several people to the plan, for who may look at one of them. */
async function leading(
  reading: Reading,
  told: readonly PlanTold[],
): Promise<(one: PlanTold) => Notice['leads']> {
  const whole = told.filter(({ memberId }) => memberId === null).map(({ planId }) => planId)
  const members = await membersOf(reading.db, reading.workspaceId, whole)
  const looks = lookerAtRules(reading)
  return ({ planId, memberId }) => {
    const one = memberId ?? members.get(planId)?.find((id) => looks({ type: 'member', id }))
    return one === undefined ? null : leadsTo(reading, 'plan', planId, one)
  }
}

/** Says of somebody who has changed jobs that nobody has decided about what the old one gave them. */
export function moveWords(names: Names): Readonly<Record<typeof MOVE_OPEN, Speaker>> {
  return {
    [MOVE_OPEN]: async (reading, locale, data) => {
      // Written by this room's own move, whose kind bears the version of the form.
      const told = data as readonly { readonly memberId: string }[]
      const members = [...new Set(told.map(({ memberId }) => memberId))]
      const wanted = { members, departments: [], groups: [], positions: [] }
      const known = await names(reading.db, reading.workspaceId, wanted)
      return told.map(({ memberId }): Said => {
        const name = known.get(memberId) ?? memberId
        const leads = leadsTo(reading, 'member', memberId, memberId)
        return locale === 'zh-CN'
          ? {
              title: '调岗后的授权待决定',
              words: `${name} 已调岗，原岗位的授权还没有人决定去留。`,
              leads,
            }
          : {
              title: 'Grants of an old job to decide about',
              words: `${name} has changed jobs, and nobody has decided about what the old one gave them.`,
              leads,
            }
      })
    },
  }
}

/** What tells one notice's plan and person from another's. */
export const keyOf = ({ planId, memberId }: PlanTold): string => `${planId} ${memberId ?? ''}`

function sentence(
  kind: Kind,
  plan: PlanWithItem,
  nameOf: (id: string) => string,
  reading: Reading,
  locale: Locale,
): string {
  const zh = locale === 'zh-CN'
  const by = nameOf(plan.madeBy)
  const mine = plan.memberId === reading.memberId
  const whom = plan.memberId === null ? '' : mine ? (zh ? '你' : 'you') : nameOf(plan.memberId)
  const word = what[plan.what][zh ? 'zh' : 'en']
  const day = dayOf(plan.dueAt, locale)
  const because = plan.because === '' ? reasonWords[plan.reason][zh ? 0 : 1] : plan.because
  const why = zh ? `原因：${because}` : because
  switch (kind) {
    case PLAN_MADE:
      return zh
        ? `${by} 计划于 ${day} 对${mine ? '你' : ` ${whom} `}执行：${word}。${why}。如有异议，请联系 ${by}。`
        : `${by} plans for ${whom}: ${word}, on ${day}: ${why}. If you object, talk to ${by}.`
    case PLAN_CANCELLED:
      return zh
        ? `原定对${mine ? '你' : ` ${whom} `}执行的“${word}”已取消。`
        : `What was planned for ${whom} is cancelled: ${word}.`
    case PLAN_TO_AGREE:
      return zh
        ? `${by} 计划对 ${plan.people} 人执行：${word}，超过单人可决定的人数，需要第二个人同意。${why}`
        : `${by} plans for ${plan.people} people: ${word}. That is above what one person decides: a second has to agree. ${why}`
    case PLAN_HELD:
      return zh
        ? `对 ${whom} 的“${word}”到期未能执行：${wordsOf(plan.heldCode ?? 'plan/not-now', locale, plan.heldDetails ?? {})}`
        : `What was planned for ${whom} could not be carried out (${word}): ${wordsOf(plan.heldCode ?? 'plan/not-now', locale, plan.heldDetails ?? {})}`
  }
}

// Where the reader's clock stands is not known here, so the zone stands beside the time.
const dayAndTime = {
  year: 'numeric',
  month: 'short',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  timeZone: 'Asia/Shanghai',
  timeZoneName: 'short',
} as const

const dayOf = (at: Date | null, locale: Locale): string =>
  at === null ? '' : new Intl.DateTimeFormat(locale, dayAndTime).format(at)
