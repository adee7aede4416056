import { roomRefusals } from './refusals-rooms.ts'

/**
 * Every expected no with its HTTP status and its words. A code is never renamed or reused. `{name}` is filled from the
 * refusal's details. A code that is not here answers 500: a bug of ours.
 */
type Words = { readonly status: number; readonly zh: string; readonly en: string }

export const refusals = {
  'plan/not-found': { status: 404, zh: '没有这个计划', en: 'There is no such plan' },
  'plan/not-now': {
    status: 409,
    zh: '计划现在不能这样做：它已结束，或正等待另一人同意',
    en: 'This cannot be done with the plan now: it has ended, or waits for a second person to agree',
  },
  'plan/people': {
    status: 422,
    zh: '名单中有人不能列入计划，请先处理',
    en: 'Some people of the list cannot be taken along; see to them first',
  },
  'plan/unknown-person': {
    status: 422,
    zh: '找不到这个人，或有多人符合',
    en: 'Nobody is called so, or several are',
  },
  'plan/already-planned': {
    status: 409,
    zh: '此人已在另一个计划中',
    en: 'Another plan is about this person already',
  },
  'plan/listed-twice': { status: 422, zh: '同一个人列了两次', en: 'The same person is listed twice' },
  'plan/terms': {
    status: 422,
    zh: '计划的内容不完整：收回权限要写明权限，结束授权要写明授权且只针对一人',
    en: 'The plan is not whole: name the permissions to take, or the grants to end of one person',
  },
  'plan/second-person': {
    status: 403,
    zh: '涉及 {people} 人，超过 {limit} 人的上限，需要另一位有权的人同意',
    en: 'This is about {people} people, above the brake of {limit}: a second entitled person has to agree',
  },
  'plan/other-number': {
    status: 422,
    zh: '人数与计划不符，请核对后再同意',
    en: 'The number of people is not that of the plan; check it before you agree',
  },
  'plan/unsettled': {
    status: 409,
    zh: '名下还有 {count} 项没有交接，先交接，或改为紧急执行',
    en: 'They own {count} things without a successor: hand them over first, or carry it out as urgent',
  },
  'revocation/not-found': { status: 404, zh: '没有这条收回记录', en: 'There is no such revocation' },
  'revocation/contested-already': {
    status: 409,
    zh: '你已经提出过异议',
    en: 'You have contested this already',
  },
  'revocation/not-contested': {
    status: 409,
    zh: '没有需要裁决的异议',
    en: 'There is no contest to decide',
  },
  'revocation/own-contest': {
    status: 403,
    zh: '自己的异议由别人裁决',
    en: 'Somebody else decides about your own contest',
  },
  'revocation/decided-by-another': {
    status: 403,
    zh: '收回权限的人不能裁决这次异议，请由另一位管理员裁决',
    en: 'Whoever took the rights does not decide this; another administrator does',
  },
  'revocation/lower-tier': {
    status: 403,
    zh: '裁决人的级别不能低于收回权限的人',
    en: 'Whoever decides stands at least as high as whoever took the rights',
  },
  'revocation/no-such-item': {
    status: 404,
    zh: '这次收回没有这一项',
    en: 'This revocation has no such item',
  },
  'revocation/restored-already': {
    status: 409,
    zh: '这一项已经恢复',
    en: 'This item is restored already',
  },
  'revocation/time-over': {
    status: 409,
    zh: '原授权的期限已过，请重新授予',
    en: 'The time of the former grant is over; give it anew',
  },
  'revocation/nothing-to-restore': {
    status: 409,
    zh: '这次收回没有可以逐项恢复的内容',
    en: 'Nothing of this revocation can be restored item by item',
  },
  'contest/not-now': { status: 409, zh: '这次异议已经裁决', en: 'This contest is decided already' },
  'revocation/not-verified': {
    status: 409,
    zh: '这次收回尚未核验通过，因此还没有凭证',
    en: 'This revocation is not verified yet, so there is no receipt',
  },
  'revocation/not-in-ledger': {
    status: 409,
    zh: '账本中找不到这次收回的记录，请核验账本',
    en: 'The entry of this revocation is not in the ledger; verify the ledger',
  },
  'request/invalid': { status: 400, zh: '请求内容有误', en: 'The request is not well formed' },
  'request/unknown-route': { status: 404, zh: '没有这个地址', en: 'There is nothing at this address' },
  'request/too-large': { status: 413, zh: '内容过大', en: 'The content is too large' },
  'request/key-reused': {
    status: 409,
    zh: '同一个 Idempotency-Key 用于了不同的请求',
    en: 'The Idempotency-Key was used for a different request',
  },
  'request/media-type': { status: 415, zh: '不支持这种内容类型', en: 'This type of content is not accepted' },
  'request/foreign-origin': {
    status: 403,
    zh: '不接受来自其他网站的请求',
    en: 'Requests from other sites are not accepted',
  },
  'node/not-fresh': {
    status: 503,
    zh: '此节点暂时无法确认最新权限，请稍后再试',
    en: 'This node cannot confirm current rights just now; try again shortly',
  },
  'node/outcome-unknown': {
    status: 503,
    zh: '连接中断，不确定更改是否已经生效；请先查看，再决定是否重试',
    en: 'The connection was lost, and it is not known whether the change was made; look before trying again',
  },
  'node/busy': { status: 503, zh: '系统繁忙，请稍后再试', en: 'The system is busy; try again shortly' },
  'node/storage-full': {
    status: 507,
    zh: '存储空间不足，未作任何更改',
    en: 'Storage is full; nothing was changed',
  },
  'authority/not-granted': {
    status: 403,
    zh: '没有“{permission}”权限',
    en: 'You do not hold the permission “{permission}”',
  },
  'authority/restricted': {
    status: 403,
    zh: '“{permission}”权限已被限制',
    en: 'The permission “{permission}” is restricted',
  },
  'authority/out-of-scope': {
    status: 403,
    zh: '超出你的管理范围（{permission}）',
    en: 'Outside your scope for “{permission}”',
  },
  'authority/not-administrator': {
    status: 403,
    zh: '需要具有“{permission}”权限的管理员身份',
    en: 'Needs an administrator with “{permission}”',
  },
  'authority/higher-tier': {
    status: 403,
    zh: '不能对同级或更高级别的管理员执行此操作',
    en: 'Nobody acts on an administrator of the same or a higher tier',
  },
  'authority/above-ceiling': {
    status: 403,
    zh: '超出你可授予的范围：{permissions}',
    en: 'More than you may hand out: {permissions}',
  },
  'authority/unknown-permission': {
    status: 400,
    zh: '没有这个权限：{permission}',
    en: 'There is no permission “{permission}”',
  },
  'authority/reserved-permission': {
    status: 422,
    zh: '“{permission}”尚未启用，暂不能授予',
    en: '“{permission}” is not in use yet and cannot be given',
  },
  'authority/unknown-member': { status: 404, zh: '没有这个成员', en: 'There is no such member' },
  'authority/unknown-target': { status: 404, zh: '没有找到该对象', en: 'There is no such thing' },
  'authority/not-grantable': {
    status: 422,
    zh: '“{permission}”是管理权限，只能通过任命管理员获得',
    en: '“{permission}” is an administration permission: appoint an administrator instead',
  },
  'authority/times-reversed': {
    status: 422,
    zh: '结束时间必须晚于开始时间',
    en: 'The end must be later than the start',
  },
  'authority/already-ended': { status: 409, zh: '已经结束', en: 'Already ended' },
  'authority/own-rights': {
    status: 403,
    zh: '不能扩大自己的权限，请由其他管理员操作',
    en: 'Nobody widens their own rights; ask another administrator',
  },
  'authority/innate': {
    status: 422,
    zh: '“{permission}”是成员身份自带的，任何人不可收回',
    en: '“{permission}” comes with being a member and cannot be taken away',
  },
  'authority/take-seat': {
    status: 422,
    zh: '“{permission}”来自管理员身份，请在“管理员”中调整',
    en: '“{permission}” comes from an administrator seat; change it under Administrators',
  },
  'authority/empty-seat': {
    status: 422,
    zh: '请至少选择一项管理权限',
    en: 'Choose at least one administration permission',
  },
  'authority/not-administration': {
    status: 422,
    zh: '“{permission}”不是管理权限，请用授权给予',
    en: '“{permission}” is not an administration permission: give it by a grant',
  },
  'authority/own-kind': {
    status: 422,
    zh: '“{kind}”类资源由系统自行登记',
    en: 'Resources of kind “{kind}” are registered by the product itself',
  },
  'authority/last-super': {
    status: 409,
    zh: '不能移除最后一位超级管理员',
    en: 'The last super administrator cannot be removed',
  },
  'authority/supers-run-out': {
    status: 409,
    zh: '有多位超级管理员时，至少一位不能设到期时间',
    en: 'Where there are several super administrators, one at least has no end',
  },
  'authority/restriction-too-wide': {
    status: 403,
    zh: '限制的范围超出了你的管理范围',
    en: 'The restriction reaches further than what you administer',
  },
  'authority/creator-seat': {
    status: 409,
    zh: '创建者只能通过转让更换',
    en: 'The creator’s seat changes hands by transfer only',
  },
  'authority/already-administrator': {
    status: 409,
    zh: '已是同样的管理员',
    en: 'Already such an administrator',
  },
  'authority/nothing-to-take': {
    status: 409,
    zh: '该成员没有这些权限',
    en: 'The member holds none of these permissions',
  },
  'authority/no-such-path': {
    status: 422,
    zh: '其中有一条途径并不给予这些权限，请刷新后重试',
    en: 'One of the paths gives none of these permissions; refresh and try again',
  },
  'authority/path-stays': {
    status: 422,
    zh: '这条途径不能只对一个人结束：请保留它，或由限制挡住',
    en: 'This path cannot end for one person alone: keep it, or leave it to the restriction',
  },
  'authority/path-undecided': {
    status: 422,
    zh: '要保留其中一条途径，请同时决定给予同一权限的其他途径：结束或保留',
    en: 'Where one path is kept, decide about every other that gives the same permission: end it or keep it',
  },
  'authority/role-held': {
    status: 409,
    zh: '仍有 {holders} 处使用该角色',
    en: 'The role is still held in {holders} places',
  },
  'authority/still-spoken-of': {
    status: 409,
    zh: '仍有 {count} 条授权、限制或管理员职务引用它，请先结束它们',
    en: '{count} grants, restrictions or administrators still speak of it: end those first',
  },
  'authority/role-itself': {
    status: 422,
    zh: '不能用角色自己替换自己',
    en: 'A role cannot be replaced by itself',
  },
  'authority/role-restricts': {
    status: 409,
    zh: '有 {restrictions} 条限制使用该角色；请选择另一个角色接替，否则这些限制会消失',
    en: '{restrictions} restrictions use this role; choose another role to take over, or they would vanish',
  },
  'authority/nothing-changed': { status: 422, zh: '没有任何变化', en: 'Nothing would change' },
  'authority/head-seat': {
    status: 409,
    zh: '这是部门负责人的自动管理权限，请在“部门负责人”开关里调整，或更换负责人',
    en: 'This comes with heading a department: change the switch for department heads, or who heads it',
  },
  'authority/role-built-in': {
    status: 409,
    zh: '内置角色不能修改或删除',
    en: 'A built-in role cannot be changed or removed',
  },
  'authority/not-found': { status: 404, zh: '没有找到该记录', en: 'There is no such record' },
  'authority/name-taken': { status: 409, zh: '名称“{name}”已被使用', en: 'The name “{name}” is taken' },
  'authority/busy': {
    status: 503,
    zh: '另一项权限变更正在进行，请稍后再试',
    en: 'Another change of rights is under way; try again shortly',
  },
  'batch/unknown-command': {
    status: 400,
    zh: '第 {step} 步：没有名为 {name} 的命令',
    en: 'Step {step}: there is no command {name}',
  },
  'batch/invalid-step': {
    status: 400,
    zh: '第 {step} 步（{name}）内容有误：{problem}',
    en: 'Step {step} ({name}) is not well formed: {problem}',
  },
  'batch/unknown-reference': {
    status: 400,
    zh: '引用“{name}”不是之前步骤的结果',
    en: 'The reference “{name}” is nothing that an earlier step gave',
  },
  'batch/name-twice': {
    status: 400,
    zh: '第 {step} 步：名称“{name}”重复',
    en: 'Step {step}: the name “{name}” is given twice',
  },
  'audit/not-signed-yet': {
    status: 404,
    zh: '该记录尚未签名，请稍候几秒',
    en: 'Not signed yet; try again in a few seconds',
  },
  'audit/exports-busy': {
    status: 503,
    zh: '已有 {count} 份账本正在导出，请稍后再试',
    en: '{count} ledgers are being exported right now; try again later',
  },
  'member/inactive': { status: 403, zh: '账号未处于启用状态', en: 'The account is not active' },
  ...roomRefusals,
} as const satisfies Record<string, Words>

export type RefusalCode = keyof typeof refusals

/** The sentence for a code in one language, placeholders filled. Unknown codes give the code itself. */
export function wordsOf(
  code: string,
  locale: 'zh-CN' | 'en-US',
  details: Readonly<Record<string, unknown>> = {},
): string {
  const words: Words | undefined = Object.hasOwn(refusals, code)
    ? (refusals as Record<string, Words>)[code]
    : undefined
  if (words === undefined) return code
  const sentence = locale === 'zh-CN' ? words.zh : words.en
  return sentence.replaceAll(/\{(\w+)\}/g, (whole, field: string) => {
    const value: unknown = details[field]
    if (Array.isArray(value)) return value.join(locale === 'zh-CN' ? '、' : ', ')
    return typeof value === 'string' || typeof value === 'number' ? String(value) : whole
  })
}
