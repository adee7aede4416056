/** What people are told of rights taken back: that it happened, that something came back, and what becomes of a contest. */
import { departmentsOf, headOf, isPermission, parentOf, statusOf, topOf } from '@hufu/authority'
import type { Facts, PermissionKey } from '@hufu/authority'
import type { RevocationReason, RevocationWhat } from '@hufu/contract'
import { isCritical } from '../../platform/act/index.ts'
import type { Tally } from '../../platform/act/index.ts'
import { permissionWords } from '../authority/index.ts'
import type { Locale, Names } from '../authority/index.ts'
import { managerOfMember } from '../directory/index.ts'
import { leadsTo, tell } from '../notices/index.ts'
import type { Speaker, Speakers } from '../notices/index.ts'
import type { Taking } from './take.ts'

export const TAKEN = 'revocation.taken@1'
export const ALARM = 'revocation.alarm@1'
export const CONTESTED = 'revocation.contested@1'
/** Several tries could not verify a revocation. */
export const UNVERIFIED = 'revocation.unverified@1'
export const DECIDED = 'revocation.contest-decided@1'

export type AlarmNotice = {
  readonly revocationId: string
  readonly memberId: string
  readonly permissions: readonly PermissionKey[]
  readonly count: number
}
export type TakenNotice = {
  readonly revocationId: string
  readonly memberId: string
  readonly what: RevocationWhat
  readonly reason: RevocationReason
  readonly count: number
}
export type UnverifiedNotice = {
  readonly revocationId: string
  readonly memberId: string
  /** How many revocations it speaks of: the first is named. */
  readonly count: number
}
export type ContestNotice = {
  readonly revocationId: string
  readonly memberId: string
  readonly state: string
}

/** Heads of the departments somebody works in, or of the nearest above; not themselves. Before they leave: then they work nowhere. */
export function headsOver(facts: Facts, memberId: string): readonly string[] {
  const heads = departmentsOf(facts, memberId).flatMap((own) => {
    for (let id: string | null = own; id !== null; id = parentOf(facts, id)) {
      const head = headOf(facts, id)
      if (head !== null && head !== memberId) return [head]
    }
    return []
  })
  return [...new Set(heads)]
}

/** To whom somebody reports: by their departments, and by name where that was read before it was ended. */
type Above = { readonly heads: readonly string[]; readonly managerId?: string | null | undefined }

/**
 * Tells the person, unless they have left, and those they report to, that something was taken; not whoever took it. In
 * the transaction that takes it.
 */
export async function tellTaken(
  tally: Tally<Taking>,
  data: TakenNotice,
  { heads, managerId }: Above,
): Promise<void> {
  const { act } = tally
  const at = { db: act.tx, workspaceId: act.workspaceId }
  const manager =
    managerId === undefined ? ((await managerOfMember(at, data.memberId))?.id ?? null) : managerId
  const managers = [...heads, ...(manager === null ? [] : [manager])]
  const person = data.what === 'departure' ? [] : [data.memberId]
  const by = act.actor.type === 'member' ? act.actor.memberId : null
  // Of a critical act those at the top are told anyway: nobody hears of one thing twice.
  const told = isCritical(tally.permission) ? topOf(act.facts, act.at.getTime()) : []
  const to = [...person, ...managers].filter(
    (id) => id !== by && !told.includes(id) && statusOf(act.facts, id) !== 'departed',
  )
  await tell(tally, { to, kind: TAKEN, data, mail: true })
}

type Of = { readonly revocationId: string; readonly memberId: string }
type Sentence<D> = (
  data: D,
  name: string,
  mine: boolean,
  locale: Locale,
) => readonly [title: string, words: string]

/** Makes the words of one kind of notice about a revocation; each leads to it. */
const speaker =
  <D extends Of>(names: Names, sentence: Sentence<D>): Speaker =>
  async (reading, locale, data) => {
    // Written by this room, in the form of exactly this kind.
    const told = data as readonly D[]
    const members = [...new Set(told.map(({ memberId }) => memberId))]
    const known = await names(reading.db, reading.workspaceId, {
      members,
      departments: [],
      groups: [],
      positions: [],
    })
    return told.map((one) => {
      const mine = one.memberId === reading.memberId
      const [title, words] = sentence(one, known.get(one.memberId) ?? one.memberId, mine, locale)
      // A manager hears of it, and need not be somebody who may look at it.
      return { title, words, leads: leadsTo(reading, 'revocation', one.revocationId, one.memberId) }
    })
  }

const takenWords: Sentence<TakenNotice> = ({ what, reason, count }, name, mine, locale) => {
  const kind = reasonWords[reason][locale === 'zh-CN' ? 0 : 1]
  if (locale === 'zh-CN') {
    if (mine && what === 'suspension')
      return ['你的账号已停用', `原因类别：${kind}。你可以查看详情并提出异议。`]
    if (mine) return [`你的 ${count} 项权限已被收回`, `原因类别：${kind}。你可以查看详情并提出异议。`]
    return what === 'departure'
      ? [`${name} 已离职`, `${name} 的全部权限已收回。`]
      : what === 'suspension'
        ? [`${name} 已停用`, `原因类别：${kind}。`]
        : [`${name} 的 ${count} 项权限已被收回`, `原因类别：${kind}。`]
  }
  if (mine && what === 'suspension')
    return ['Your account is suspended', `Kind of reason: ${kind}. You can look at it and contest it.`]
  if (mine)
    return [
      `${permissionsOf(count)} of yours ${count === 1 ? 'was' : 'were'} taken back`,
      `Kind of reason: ${kind}. You can look at it and contest it.`,
    ]
  return what === 'departure'
    ? [`${name} has left`, `Every permission of ${name} was taken back.`]
    : what === 'suspension'
      ? [`${name} is suspended`, `Kind of reason: ${kind}.`]
      : [`${permissionsOf(count)} of ${name} taken back`, `Kind of reason: ${kind}.`]
}

const permissionsOf = (count: number): string => (count === 1 ? '1 permission' : `${count} permissions`)

/** The kinds of reason, in both languages. */
export const reasonWords: Readonly<Record<RevocationReason, readonly [zh: string, en: string]>> = {
  leave: ['离职', 'leaving'],
  move: ['调岗', 'moved to other work'],
  review: ['权限复核', 'review of rights'],
  incident: ['安全事件', 'security incident'],
  misuse: ['使用不当', 'misuse'],
  expiry: ['到期', 'expiry'],
  request: ['应要求收回', 'on request'],
  other: ['其他', 'other'],
}

const alarmWords: Sentence<AlarmNotice> = ({ permissions, count }, name, _mine, locale) => {
  const named = permissions.filter(isPermission).map((key) => permissionWords(key, locale))
  if (locale === 'zh-CN')
    return [
      `警报：从 ${name} 收回的权限又被放行`,
      `${named.map((each) => `“${each}”`).join('、')}${count > named.length ? `等 ${count} 项` : ''}：没有人明确重新授予。请查看放行的途径。`,
    ]
  const more = count > named.length ? ` and ${count - named.length} more` : ''
  return [
    `Alarm: what was taken from ${name} is allowed again`,
    `${named.map((each) => `“${each}”`).join(', ')}${more}: nobody gave it again on purpose. Look at the way by which it is allowed.`,
  ]
}

const unverifiedWords: Sentence<UnverifiedNotice> = ({ count }, name, _mine, locale) => {
  if (locale === 'zh-CN')
    return [
      '收回未能核实',
      `${name}${count > 1 ? `等 ${count} 次` : '的'}权限收回已生效，但多次尝试后仍未能核实。请在“收回”中查看是哪一项`,
    ]
  const who = count > 1 ? `${name}, and in ${count - 1} other revocations,` : name
  return [
    'A revocation is not verified',
    `What was taken from ${who} is in force, but several tries could not verify it. See under Revocations which way is open`,
  ]
}

const contestedWords: Sentence<ContestNotice> = (_data, name, _mine, locale) =>
  locale === 'zh-CN'
    ? [`${name} 对一次收回提出异议`, '权限仍然是收回状态，等待裁决。']
    : [`${name} contests a revocation`, 'The rights stay off until it is decided.']

const decidedWords: Sentence<ContestNotice> = ({ state }, name, mine, locale) => {
  const overturned = state === 'overturned'
  if (locale === 'zh-CN') {
    const whose = mine ? '你' : name
    return overturned
      ? [`${whose}的异议成立`, '可以逐项恢复被收回的权限。']
      : [`${whose}的异议未被采纳`, '收回维持不变。']
  }
  const whose = mine ? 'Your contest' : `The contest of ${name}`
  return overturned
    ? [`${whose} was accepted`, 'What was taken can be restored item by item.']
    : [`${whose} was not accepted`, 'What was taken stays taken.']
}

/** Who speaks of the notices of this room. */
export const revocationSpeakers = (names: Names): Speakers => ({
  [TAKEN]: speaker(names, takenWords),
  [ALARM]: speaker(names, alarmWords),
  [UNVERIFIED]: speaker(names, unverifiedWords),
  [CONTESTED]: speaker(names, contestedWords),
  [DECIDED]: speaker(names, decidedWords),
})
