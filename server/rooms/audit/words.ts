import { actorLabel } from '../authority/index.ts'
import type { Locale } from '../authority/index.ts'
import { named, simple } from './telling.ts'
import type { Told, Words } from './telling.ts'
import { afterSentences } from './words-after.ts'
import { deviceSentences } from './words-devices.ts'
import { factorSentences } from './words-factors.ts'
import { claimSentences } from './words-claims.ts'
import { halfSentences } from './words-halves.ts'
import { handoverSentences } from './words-handover.ts'
import { lifeSentences } from './words-lives.ts'
import { requestSentences } from './words-requests.ts'
import { revocationSentences } from './words-revocations.ts'
import { transferSentences } from './words-transfer.ts'

/** One sentence for each event of the ledger, in both languages. An event without one is shown by its name. */
const sentences: Readonly<Record<string, Words>> = {
  'workspace.founded@1': simple(
    (t) => `${t.who} 创建了企业 ${named(t)}`,
    (t) => `${t.who} founded the company ${named(t)}`,
  ),
  'department.created@1': simple(
    (t) => `${t.who} 新建了部门 ${named(t)}`,
    (t) => `${t.who} created the department ${named(t)}`,
  ),
  'department.renamed@1': simple(
    (t) => `${t.who} 将部门改名为 ${named(t)}`,
    (t) => `${t.who} renamed a department to ${named(t)}`,
  ),
  'department.moved@1': simple(
    (t) => `${t.who} 移动了部门 ${named(t)}`,
    (t) => `${t.who} moved the department ${named(t)}`,
  ),
  'department.reach-approved@1': simple(
    (t) => `${t.who} 同意 ${t.whom} 的管辖范围因移动部门而变大`,
    (t) => `${t.who} approved that moving a department widens the reach of ${t.whom}`,
  ),
  'department.removed@1': simple(
    (t) => `${t.who} 删除了部门 ${named(t)}`,
    (t) => `${t.who} removed the department ${named(t)}`,
  ),
  'member.added@1': simple(
    (t) => `${t.who} 添加了成员 ${named(t) || t.whom}`,
    (t) => `${t.who} added ${named(t) || t.whom}`,
  ),
  'member.changed@1': simple(
    (t) => `${t.who} 修改了 ${t.whom} 的资料`,
    (t) => `${t.who} edited the profile of ${t.whom}`,
  ),
  'member.activated@1': simple(
    (t) => `${t.whom} 接受邀请并启用了账号`,
    (t) => `${t.whom} accepted the invitation`,
  ),
  'member.suspended@1': simple(
    (t) => `${t.who} 停用了 ${t.whom}`,
    (t) => `${t.who} suspended ${t.whom}`,
  ),
  'member.restored@1': simple(
    (t) => `${t.who} 恢复了 ${t.whom}`,
    (t) => `${t.who} restored ${t.whom}`,
  ),
  'member.departed@1': simple(
    (t) => `${t.who} 为 ${t.whom} 办理了离职`,
    (t) => `${t.who} recorded the departure of ${t.whom}`,
  ),
  'appointment.made@1': simple(
    (t) => `${t.who} 为 ${t.whom} 增加了任职`,
    (t) => `${t.who} gave ${t.whom} an appointment`,
  ),
  'appointment.changed@1': simple(
    (t) => `${t.who} 调整了 ${t.whom} 的任职`,
    (t) => `${t.who} changed an appointment of ${t.whom}`,
  ),
  'appointment.ended@1': simple(
    (t) => `${t.who} 结束了 ${t.whom} 的任职`,
    (t) => `${t.who} ended an appointment of ${t.whom}`,
  ),
  'calendar.set@1': simple(
    (t) => `${t.who} 设置了企业的工作时间`,
    (t) => `${t.who} set the company’s working time`,
  ),
  'position.created@1': simple(
    (t) => `${t.who} 新建了岗位 ${named(t)}`,
    (t) => `${t.who} created the position ${named(t)}`,
  ),
  'position.renamed@1': simple(
    (t) => `${t.who} 将岗位改名为 ${named(t)}`,
    (t) => `${t.who} renamed a position to ${named(t)}`,
  ),
  'position.ranked@1': simple(
    (t) => `${t.who} 调整了岗位的职级`,
    (t) => `${t.who} changed the rank of a position`,
  ),
  'position.removed@1': simple(
    (t) => `${t.who} 删除了岗位`,
    (t) => `${t.who} removed a position`,
  ),
  'group.created@1': simple(
    (t) => `${t.who} 新建了用户组 ${named(t)}`,
    (t) => `${t.who} created the user group ${named(t)}`,
  ),
  'group.renamed@1': simple(
    (t) => `${t.who} 将用户组改名为 ${named(t)}`,
    (t) => `${t.who} renamed a user group to ${named(t)}`,
  ),
  'group.removed@1': simple(
    (t) => `${t.who} 删除了用户组`,
    (t) => `${t.who} removed a user group`,
  ),
  'group.group-added@1': simple(
    (t) => `${t.who} 将一个用户组加入另一个用户组`,
    (t) => `${t.who} added a user group to another`,
  ),
  'group.group-removed@1': simple(
    (t) => `${t.who} 将一个用户组移出另一个用户组`,
    (t) => `${t.who} took a user group out of another`,
  ),
  'heads.set@1': simple(
    (t) =>
      t.data['enabled'] === true ? `${t.who} 让部门负责人管理本部门` : `${t.who} 停止由部门负责人管理本部门`,
    (t) =>
      t.data['enabled'] === true
        ? `${t.who} let department heads administer their departments`
        : `${t.who} stopped department heads from administering their departments`,
  ),
  'group.member-added@1': simple(
    (t) => `${t.who} 将 ${t.whom} 加入用户组`,
    (t) => `${t.who} added ${t.whom} to a user group`,
  ),
  'group.member-removed@1': simple(
    (t) => `${t.who} 将 ${t.whom} 移出用户组`,
    (t) => `${t.who} removed ${t.whom} from a user group`,
  ),
  'role.created@1': simple(
    (t) => `${t.who} 新建了角色 ${named(t)}`,
    (t) => `${t.who} created the role ${named(t)}`,
  ),
  'role.renamed@1': simple(
    (t) => `${t.who} 将角色改名为 ${named(t)}`,
    (t) => `${t.who} renamed a role to ${named(t)}`,
  ),
  'role.changed@1': simple(
    (t) => `${t.who} 修改了角色的权限`,
    (t) => `${t.who} changed the permissions of a role`,
  ),
  'role.removed@1': simple(
    (t) => `${t.who} 删除了角色`,
    (t) => `${t.who} removed a role`,
  ),
  'grant.given@1': simple(
    (t) => `${t.who} 授予 ${t.whom}${t.text('right')}权限`,
    (t) => `${t.who} gave ${t.whom} ${t.text('right')}`,
  ),
  ...lifeSentences,
  'restriction.placed@1': simple(
    (t) => `${t.who} 限制了 ${t.whom} 的${t.text('right')}权限`,
    (t) => `${t.who} restricted ${t.whom}: ${t.text('right')}`,
  ),
  'restriction.lifted@1': simple(
    (t) => `${t.who} 解除了对 ${t.whom} 的${t.text('right')}限制`,
    (t) => `${t.who} lifted the restriction on ${t.whom}: ${t.text('right')}`,
  ),
  'administrator.appointed@1': simple(
    (t) => `${t.who} 任命 ${t.whom} 为${tierZh(t)}`,
    (t) => `${t.who} appointed ${t.whom} ${tierEn(t)}`,
  ),
  'administrator.changed@1': simple(
    (t) => `${t.who} 调整了 ${t.whom} 的管理权限与范围`,
    (t) => `${t.who} changed what ${t.whom} administers`,
  ),
  'administrator.ended@1': simple(
    (t) => `${t.who} 撤销了 ${t.whom} 的管理员身份`,
    (t) => `${t.who} removed ${t.whom} as administrator`,
  ),
  ...transferSentences,
  ...claimSentences,
  'resource.placed@1': simple(
    (t) => `${t.who} 登记了${kindZh(t)} ${named(t)}`,
    (t) => `${t.who} registered a ${kindEn(t)} ${named(t)}`,
  ),
  'resource.removed@1': simple(
    (t) => `${t.who} 移除了${kindZh(t)}`,
    (t) => `${t.who} removed a ${kindEn(t)}`,
  ),
  'conversation.opened@1': simple(
    (t) => `${t.who} 创建了会话`,
    (t) => `${t.who} opened a conversation`,
  ),
  'conversation.renamed@1': simple(
    (t) => `${t.who} 修改了群名称`,
    (t) => `${t.who} renamed a group`,
  ),
  'conversation.member-added@1': simple(
    (t) => `${t.who} 将 ${t.whom} 加入群聊`,
    (t) => `${t.who} added ${t.whom} to a group chat`,
  ),
  'conversation.member-removed@1': simple(
    (t) => `${t.who} 将 ${t.whom} 移出群聊`,
    (t) => `${t.who} removed ${t.whom} from a group chat`,
  ),
  'conversation.dissolved@1': simple(
    (t) => `${t.who} 解散了群聊`,
    (t) => `${t.who} dissolved a group chat`,
  ),
  'visibility.set@1': simple(
    (t) => `${t.who} 设置了可见范围：${ruleZh(t)}`,
    (t) => `${t.who} set who sees whom: ${ruleEn(t)}`,
  ),
  'visibility.changed@1': simple(
    (t) => `${t.who} 修改了可见范围：${ruleZh(t)}`,
    (t) => `${t.who} changed who sees whom: ${ruleEn(t)}`,
  ),
  'visibility.ended@1': simple(
    (t) => `${t.who} 结束了可见范围规则：${ruleZh(t)}`,
    (t) => `${t.who} ended a rule of who sees whom: ${ruleEn(t)}`,
  ),
  'visibility.revealed@1': simple(
    (t) => `${t.who} 查看了 ${t.whom} 的${fieldOf(t)[0]}`,
    (t) => `${t.who} read the ${fieldOf(t)[1]} of ${t.whom}`,
  ),
  'session.begun@1': simple(
    (t) => `${t.who} 登录`,
    (t) => `${t.who} signed in`,
  ),
  'session.ended@1': simple(
    (t) => `${t.who} 结束了 ${t.whom} 的一个登录`,
    (t) => `${t.who} ended a session of ${t.whom}`,
  ),
  'credential.set@1': simple(
    (t) => `${t.whom} 设置了新的密码`,
    (t) => `${t.whom} set a new password`,
  ),
  'credential.invited@1': simple(
    (t) => `${t.who} 向 ${t.whom} 发出了邀请`,
    (t) => `${t.who} invited ${t.whom}`,
  ),
  'import.committed@1': simple(
    (t) => `${t.who} 导入了通讯录`,
    (t) => `${t.who} imported a directory`,
  ),
  ...requestSentences,
  ...deviceSentences,
  ...revocationSentences,
  ...afterSentences,
  ...factorSentences,
  ...handoverSentences,
  ...halfSentences,
  'file.downloaded@1': simple(
    (t) => `${t.who} 下载了文件 ${named(t)}`,
    (t) => `${t.who} downloaded the file ${named(t)}`,
  ),
  'ledger.exported@1': simple(
    (t) => `${t.who} 导出了账本`,
    (t) => `${t.who} exported the ledger`,
  ),
  'refusal.met@1': simple(
    (t) => `${t.who} 的操作被拒绝：${t.text('right') || String(t.data['code'])}`,
    (t) => `${t.who} was refused: ${t.text('right') || String(t.data['code'])}`,
  ),
  'proof.given@1': simple(
    (t) => `${t.who} 为一项关键操作再次确认了身份`,
    (t) => `${t.who} confirmed who they are for a critical act`,
  ),
  'proof.refused@1': simple(
    (t) => `${t.who} 未能为一项关键操作确认身份`,
    (t) => `${t.who} failed to confirm who they are for a critical act`,
  ),
  'session.refused@1': simple(
    (t) => (t.data['memberId'] === undefined ? '一次登录失败' : `以 ${t.whom} 的账号登录失败`),
    (t) => (t.data['memberId'] === undefined ? 'A sign-in failed' : `A sign-in as ${t.whom} failed`),
  ),
}

const kinds: Readonly<Record<string, readonly [string, string]>> = {
  conversation: ['会话', 'conversation'],
  group: ['用户组', 'user group'],
  repository: ['代码仓库', 'repository'],
}
const kindZh = ({ data }: Told): string =>
  kinds[String(data['kind'])]?.[0] ?? `外部资源（${String(data['kind'])}）`
const kindEn = ({ data }: Told): string =>
  kinds[String(data['kind'])]?.[1] ?? `resource (${String(data['kind'])})`
const tierZh = (told: Told): string =>
  told.data['tier'] === 'super' ? '超级管理员' : told.data['tier'] === 'creator' ? '创建者' : '分级管理员'
const tierEn = (told: Told): string =>
  told.data['tier'] === 'super'
    ? 'super administrator'
    : told.data['tier'] === 'creator'
      ? 'creator'
      : 'scoped administrator'

const hiddenFields: Readonly<Record<string, readonly [string, string]>> = {
  phone: ['手机号', 'phone number'],
  email: ['邮箱', 'e-mail address'],
  login: ['登录名', 'login'],
  employeeNo: ['工号', 'employee number'],
  manager: ['直属上级', 'manager'],
  position: ['岗位', 'position'],
}
const fieldOf = ({ data }: Told): readonly [string, string] =>
  hiddenFields[String(data['field'])] ?? ['资料', 'profile']
const kindOfRule = ({ data }: Told): string => {
  const terms = data['terms']
  return typeof terms === 'object' && terms !== null && 'kind' in terms ? String(terms.kind) : ''
}
const rulesZh: Readonly<Record<string, (whom: string) => string>> = {
  hide: (whom) => `隐藏${whom}`,
  fields: (whom) => `隐藏${whom}的部分资料`,
  limit: (whom) => `限制${whom}可见的范围`,
  shield: (whom) => `只有指定同事可以联系${whom}`,
}
const rulesEn: Readonly<Record<string, (whom: string) => string>> = {
  hide: (whom) => `${whom} hidden`,
  fields: (whom) => `fields of ${whom} hidden`,
  limit: (whom) => `what ${whom} sees is limited`,
  shield: (whom) => `only named colleagues may write to ${whom}`,
}
const ruleZh = (told: Told): string => rulesZh[kindOfRule(told)]?.(told.whom) ?? told.whom
const ruleEn = (told: Told): string => rulesEn[kindOfRule(told)]?.(told.whom) ?? told.whom

/** The sentence people read for an entry. */
export function wordsOfEntry(
  entry: {
    readonly event: string
    readonly actor: string
    readonly data: Readonly<Record<string, unknown>>
    readonly sealed: Readonly<Record<string, string>>
    readonly about: readonly string[]
  },
  names: ReadonlyMap<string, string>,
  rightWords: string,
  locale: Locale,
): string {
  const words = sentences[entry.event]
  const who = actorLabel(entry.actor, names, locale)
  if (words === undefined) return `${who}: ${entry.event}`
  const text = (field: string): string => (field === 'right' ? rightWords : (entry.sealed[field] ?? ''))
  return words[locale === 'zh-CN' ? 0 : 1]({
    who,
    whom: whomOf(entry, names, locale),
    own: entry.about.length > 0 && entry.about.every((id) => entry.actor === `member:${id}`),
    text,
    data: entry.data,
  })
}

/** Whom a grant, a restriction or a rule of visibility is about. */
function subjectIn(data: Readonly<Record<string, unknown>>): unknown {
  const terms = data['terms']
  return typeof terms === 'object' && terms !== null && 'about' in terms ? terms.about : data['subject']
}

/** Ids of the members an entry speaks of. */
export function membersIn(data: Readonly<Record<string, unknown>>): readonly string[] {
  const ids = [data['memberId'], data['creatorId'], data['toId'], data['fromId']]
  const subject = subjectIn(data)
  if (typeof subject === 'object' && subject !== null && 'id' in subject) ids.push(subject.id)
  return ids.filter((id) => typeof id === 'string')
}

function whomOf(
  { data, about }: { readonly data: Readonly<Record<string, unknown>>; readonly about: readonly string[] },
  names: ReadonlyMap<string, string>,
  locale: Locale,
): string {
  const found = [...membersIn(data), ...about].map((id) => names.get(id)).find((name) => name !== undefined)
  if (found !== undefined) return found
  const subject = subjectIn(data)
  const everyone =
    typeof subject === 'object' && subject !== null && 'type' in subject && subject.type === 'everyone'
  return everyone ? (locale === 'zh-CN' ? '全体成员' : 'everyone') : locale === 'zh-CN' ? '某人' : 'somebody'
}
