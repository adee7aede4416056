import { said, simple } from './telling.ts'
import type { Told, Words } from './telling.ts'

/** How many different permissions an entry of a revocation names. */
function countIn({ data }: Told): number {
  // The room that takes rights back writes both lists, in this form; the event's name bears its version.
  const { ended, restricted } = data as Record<'ended' | 'restricted', readonly Naming[]>
  return new Set([...ended, ...restricted].map(({ permission }) => permission)).size
}
const losses: Readonly<Record<string, { readonly zh: string; readonly en: string }>> = {
  departure: { zh: '离职', en: 'leaving' },
  suspension: { zh: '停用', en: 'being suspended' },
  grant: { zh: '授权结束', en: 'the end of a grant' },
}
const lossOf = ({ data }: Told): { readonly zh: string; readonly en: string } =>
  losses[String(data['what'])] ?? { zh: '其他变动', en: 'another change' }
type Naming = { readonly permission: string }

/** What became of rights that were taken. */
export const revocationSentences: Readonly<Record<string, Words>> = {
  'revocation.applied@1': simple(
    (t) =>
      t.data['what'] === 'rights'
        ? `${t.who} 收回了 ${t.whom} 的 ${countIn(t)} 项权限，并请各节点核验`
        : `记下 ${t.whom} 因${lossOf(t).zh}失去的权限，并请各节点核验`,
    (t) =>
      t.data['what'] === 'rights'
        ? `${t.who} took ${countIn(t)} permissions of ${t.whom} back and had every node try them`
        : `what ${t.whom} lost by ${lossOf(t).en} was kept, and every node tries it`,
  ),
  'revocation.checked@1': simple(
    (t) =>
      t.data['failed'] === 0
        ? `${said(t, 'node')} 核验了对 ${t.whom} 的收回：${said(t, 'tried')} 次尝试全部被拒`
        : `${said(t, 'node')} 核验了对 ${t.whom} 的收回：${said(t, 'tried')} 次尝试中有 ${said(t, 'failed')} 次仍被允许`,
    (t) =>
      t.data['failed'] === 0
        ? `${said(t, 'node')} tried what was taken from ${t.whom}: all ${said(t, 'tried')} tries were refused`
        : `${said(t, 'node')} tried what was taken from ${t.whom}: ${said(t, 'failed')} of ${said(t, 'tried')} tries were still allowed`,
  ),
  'plan.made@1': simple(
    (t) => `${t.who} 制定了计划：${plannedZh(t)}`,
    (t) => `${t.who} planned: ${plannedEn(t)}`,
  ),
  'plan.kept@1': simple(
    (t) => `${t.who} 让 ${t.whom} 调岗后保留一条授权`,
    (t) => `${t.who} let ${t.whom} keep a grant of the old job`,
  ),
  'plan.agreed@1': simple(
    (t) => `${t.who} 同意了涉及 ${said(t, 'people')} 人的计划`,
    (t) => `${t.who} agreed to a plan for ${said(t, 'people')} people`,
  ),
  'plan.hastened@1': simple(
    (t) => `${t.who} 让计划立即执行`,
    (t) => `${t.who} had a plan carried out at once`,
  ),
  'plan.cancelled@1': simple(
    (t) => `${t.who} 取消了对 ${t.whom} 等人的计划`,
    (t) => `${t.who} cancelled a plan for ${t.whom}`,
  ),
}

const planned: Readonly<Record<string, { readonly zh: string; readonly en: string }>> = {
  departure: { zh: '离职', en: 'leaving' },
  suspension: { zh: '停用', en: 'suspension' },
  rights: { zh: '收回权限', en: 'taking rights back' },
  grants: { zh: '结束授权', en: 'ending grants' },
  move: { zh: '收回原岗位的权限', en: 'ending rights of the old job' },
}
function plannedZh(told: Told): string {
  const { zh = '' } = planned[said(told, 'what')] ?? {}
  return `${told.whom}${countOf(told) > 1 ? ` 等 ${countOf(told)} 人` : ''}，${zh}`
}
function plannedEn(told: Told): string {
  const { en = '' } = planned[said(told, 'what')] ?? {}
  return `${en} of ${told.whom}${countOf(told) > 1 ? ` and ${countOf(told) - 1} more` : ''}`
}
// The room of plans writes the list of its people in this form; the event's name bears its version.
const countOf = ({ data }: Told): number => (data as { readonly people: readonly unknown[] }).people.length
