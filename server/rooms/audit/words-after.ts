import { simple } from './telling.ts'
import type { Told, Words } from './telling.ts'

/** Sentences about what came after a revocation. */
export const afterSentences: Readonly<Record<string, Words>> = {
  'revocation.alarm@1': simple(
    (t) => `警报：从 ${t.whom} 收回的 ${returnedIn(t)} 项权限又被放行`,
    (t) => `Alarm: ${returnedIn(t)} permissions taken from ${t.whom} are allowed again`,
  ),
  'revocation.path-kept@1': simple(
    (t) => `${t.who} 保留了 ${t.whom} 的一条途径，它仍给予收回的权限`,
    (t) => `${t.who} kept a path by which ${t.whom} still has what was taken`,
  ),
  'revocation.running-spared@1': simple(
    (t) => `${t.who} 允许 ${t.whom} 已开始的下载在限时内完成`,
    (t) => `${t.who} let downloads that ${t.whom} had begun finish within a time`,
  ),
  'revocation.given-again@1': simple(
    (t) => `${t.who} 重新授予了从 ${t.whom} 收回的权限`,
    (t) => `${t.who} gave ${t.whom} again what had been taken back`,
  ),
  'revocation.contested@1': simple(
    (t) => `${t.whom} 对一次收回提出异议`,
    (t) => `${t.whom} contested a revocation`,
  ),
  'revocation.contest-decided@1': simple(
    (t) => `${t.who} 裁决了 ${t.whom} 的异议：${t.data['state'] === 'overturned' ? '成立' : '维持收回'}`,
    (t) =>
      `${t.who} decided the contest of ${t.whom}: ${t.data['state'] === 'overturned' ? 'accepted' : 'not accepted'}`,
  ),
  'revocation.restored@1': simple(
    (t) => `${t.who} 恢复了从 ${t.whom} 收回的内容`,
    (t) => `${t.who} restored what had been taken from ${t.whom}`,
  ),
}

/** How many different permissions an alarm names. */
function returnedIn({ data }: Told): number {
  // The room that watches writes the list, in this form; the event's name bears its version.
  const { returned } = data as Record<'returned', readonly Naming[]>
  return new Set(returned.map(({ permission }) => permission)).size
}
type Naming = { readonly permission: string }
