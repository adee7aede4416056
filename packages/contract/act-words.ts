import type { Route } from './route.ts'

type Words = { readonly zh: string; readonly en: string }

/**
 * What each act does that somebody proves for, in the words that a second device shows before it says yes. Keyed by method
 * and route; a route of the list of step-ups without words fails a test.
 */
const words: Readonly<Record<string, Words>> = {
  'POST /api/v1/administrators': { zh: '任命管理员', en: 'Appoint an administrator' },
  'PATCH /api/v1/administrators/:administratorId': {
    zh: '调整管理员的权限或范围',
    en: 'Change what an administrator may do, or where',
  },
  'PUT /api/v1/administrators/heads': {
    zh: '设置部门负责人的管理权限',
    en: 'Set what department heads administer',
  },
  'POST /api/v1/ledger/export': { zh: '导出账本', en: 'Export the ledger' },
  'POST /api/v1/members/:memberId/depart': { zh: '办理离职', en: 'Record that somebody leaves for good' },
  'POST /api/v1/members/:memberId/factors/reset': {
    zh: '重置成员的双重验证',
    en: 'Reset the second factors of a member',
  },
  'POST /api/v1/plans': { zh: '计划收回权限', en: 'Plan to take rights away' },
  'POST /api/v1/plans/:planId/agree': { zh: '同意收回计划', en: 'Agree to a plan' },
  'POST /api/v1/plans/:planId/cancel': { zh: '取消收回计划', en: 'Cancel a plan' },
  'POST /api/v1/plans/:planId/carry-out': { zh: '立即执行收回计划', en: 'Carry a plan out now' },
  'POST /api/v1/roles': { zh: '新建角色', en: 'Create a role' },
  'PATCH /api/v1/roles/:roleId': { zh: '修改角色', en: 'Change a role' },
  'DELETE /api/v1/roles/:roleId': { zh: '删除角色', en: 'Remove a role' },
  'POST /api/v1/roles/:roleId/replace': { zh: '替换并删除角色', en: 'Replace and remove a role' },
  'POST /api/v1/batches': { zh: '批量执行多项操作', en: 'Carry out several steps at once' },
  'POST /api/v1/me/factors/totp/begin': { zh: '设置身份验证器', en: 'Set up an authenticator app' },
  'POST /api/v1/me/factors/totp/remove': { zh: '移除身份验证器', en: 'Give up the authenticator app' },
  'POST /api/v1/me/factors/recovery': { zh: '生成新的备用代码', en: 'Make new recovery codes' },
  'POST /api/v1/me/factors/passkeys/begin': { zh: '添加通行密钥', en: 'Add a passkey' },
  'POST /api/v1/me/factors/passkeys/:passkeyId/remove': { zh: '移除通行密钥', en: 'Give up a passkey' },
  'PUT /api/v1/protection': {
    zh: '修改企业的安全要求',
    en: 'Change how strictly the company proves and decides',
  },
  'PUT /api/v1/creator/settings': {
    zh: '修改转让创建者的要求',
    en: 'Change what a transfer of the top seat takes',
  },
  'POST /api/v1/creator/transfers': { zh: '发起转让创建者', en: 'Offer the seat of the creator' },
  'POST /api/v1/creator/transfers/:transferId/approve': {
    zh: '同意转让创建者',
    en: 'Consent to the transfer of the top seat',
  },
  'POST /api/v1/creator/transfers/:transferId/letter': {
    zh: '登记转让创建者的授权书',
    en: 'Put the letter for the transfer on record',
  },
  'POST /api/v1/creator/transfers/:transferId/accept': {
    zh: '接任创建者',
    en: 'Accept the seat of the creator',
  },
  'POST /api/v1/creator/transfers/:transferId/arm': {
    zh: '再次确认转让创建者',
    en: 'Confirm the transfer of the top seat once more',
  },
  'POST /api/v1/creator/transfers/:transferId/veto': {
    zh: '否决转让创建者',
    en: 'Object to the transfer of the top seat',
  },
  'POST /api/v1/creator/transfers/:transferId/revert': {
    zh: '收回已转让的创建者',
    en: 'Take the seat of the creator back',
  },
  'POST /api/v1/creator/transfers/:transferId/revert/agree': {
    zh: '同意收回已转让的创建者',
    en: 'Agree that the seat of the creator goes back',
  },
  'POST /api/v1/creator/claims': {
    zh: '申请接管：创建者失联',
    en: 'Claim that the creator is gone',
  },
  'POST /api/v1/creator/claims/:claimId/vote': { zh: '支持接管申请', en: 'Stand behind a claim' },
  'POST /api/v1/creator/claims/:claimId/accept': {
    zh: '按接管申请接任创建者',
    en: 'Accept the seat of the creator by a claim',
  },
  'POST /api/v1/critical-acts/:revision/revert': { zh: '撤销一项关键操作', en: 'Take a critical act back' },
  'POST /api/v1/halves': { zh: '请第二人共同确认', en: 'Ask a second person to confirm' },
  'POST /api/v1/halves/:halfId/agree': { zh: '作为第二人确认', en: 'Confirm as the second person' },
}

const nameOf = ({ method, url }: Pick<Route, 'method' | 'url'>): string => `${method} ${url}`

/** Whether a route has words. */
export const hasActWords = (route: Pick<Route, 'method' | 'url'>): boolean =>
  Object.hasOwn(words, nameOf(route))

/** What an act does and what its path names, by method and path as they are sent; null for one without words. */
export function actWordsOf(
  method: string,
  path: string,
  locale: 'zh-CN' | 'en-US',
): { readonly words: string; readonly params: Readonly<Record<string, string>> } | null {
  const parts = (path.split('?')[0] ?? '').split('/')
  for (const [name, { zh, en }] of Object.entries(words)) {
    const [its, url = ''] = name.split(' ')
    const params = its === method ? matched(url.split('/'), parts) : null
    if (params !== null) return { words: locale === 'zh-CN' ? zh : en, params }
  }
  return null
}

function matched(url: readonly string[], parts: readonly string[]): Readonly<Record<string, string>> | null {
  const fits =
    url.length === parts.length && url.every((part, at) => part.startsWith(':') || part === parts[at])
  if (!fits) return null
  return Object.fromEntries(
    url.flatMap((part, at) => (part.startsWith(':') ? [[part.slice(1), parts[at] ?? '']] : [])),
  )
}
