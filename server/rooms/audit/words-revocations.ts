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
}
