/**
 * What takes each critical act back: one table by the event that the act left. Everything here is done by the ordinary
 * commands, which ask whoever takes it back for their own permissions; nothing is allowed by having been done.
 */
import type { PermissionKey, Target } from '@hufu/authority'
import type { FactorNeeds, ProtectionProfile } from '@hufu/contract'
import { assert } from '@hufu/kit'
import { usualProtection } from '../../platform/act/index.ts'
import type { Act, Protection } from '../../platform/act/index.ts'
import type { LedgerEntry } from '../../platform/ledger/index.ts'
import { authorityCommands } from '../authority/index.ts'
import { cancelPlan } from '../plans/index.ts'
import { before, roleKeysBefore, roleNameBefore, textIn } from './former.ts'
import type { Undone } from './former.ts'
import { roleAgain } from './role-again.ts'

type Words = readonly [zh: string, en: string]

export type Undo = {
  /** The critical permission that the act was done by. */
  readonly permission: (data: LedgerEntry['data']) => PermissionKey
  /** What whoever takes it back is asked, so far as it can be said beforehand. */
  readonly asks: PermissionKey
  readonly target: (data: LedgerEntry['data']) => Target
  /** What taking it back does; where that is not possible, what can be done instead. */
  readonly back: Words
  /** What has happened to the same thing since stands in entries of these events; `field` names the thing. */
  readonly since: { readonly events: readonly string[]; readonly field: string | null }
  readonly run: ((act: Act, undone: Undone) => Promise<unknown>) | null
}

const company: Target = { type: 'workspace' }

const memberIn = (data: LedgerEntry['data']): Target => {
  const id = data['memberId']
  return typeof id === 'string' ? { type: 'member', id } : company
}

const seat = { events: ['administrator.changed@1', 'administrator.ended@1'], field: 'administratorId' }
const role = { events: ['role.changed@1', 'role.renamed@1', 'role.removed@1'], field: 'roleId' }
const plan = { events: ['plan.cancelled@1'], field: 'planId' }
const nothing = { events: [], field: null }
const always =
  (key: PermissionKey): Undo['permission'] =>
  () =>
    key

const ofRoles = {
  permission: always('admin.role.manage'),
  asks: 'admin.role.manage',
  target: () => company,
  since: role,
} as const
const ofPlans = {
  permission: always('org.member.delete'),
  asks: 'org.member.delete',
  target: () => company,
  since: plan,
} as const

/** Chooses how strictly the company decides; given by whoever knows how. */
export type ChooseProtection = (
  act: Act,
  wanted: {
    readonly profile: ProtectionProfile
    readonly needs: FactorNeeds
    readonly because: string
  },
) => Promise<unknown>

/** INVARIANT W9: every event of a critical act stands here, with what undoes it or why nothing does. */
export const undoes: Readonly<Record<string, Undo>> = {
  'administrator.appointed@1': {
    permission: ({ tier }) => (tier === 'super' ? 'admin.assign.super' : 'admin.delegate'),
    asks: 'admin.revoke',
    target: memberIn,
    back: ['免去此人的这个管理员身份', 'Ends this seat of theirs'],
    since: seat,
    run: (act, { entry: { data }, because }) =>
      authorityCommands['administrators.end'](act, {
        administratorId: textIn(data, 'administratorId'),
        because,
      }),
  },
  'administrator.changed@1': {
    permission: always('admin.delegate'),
    asks: 'admin.assign',
    target: () => company,
    back: ['恢复为更改前的权限、范围和期限', 'Sets permissions, scope and times as they were before'],
    since: seat,
    run: seatAsBefore,
  },
  'heads.set@1': {
    permission: always('admin.delegate'),
    asks: 'admin.assign',
    target: () => company,
    back: ['恢复为之前的部门负责人设置', 'Sets what heads of departments may do as it was before'],
    since: { events: ['heads.set@1'], field: null },
    run: headsAsBefore,
  },
  'role.created@1': {
    ...ofRoles,
    back: ['删除这个角色；已有人使用时不能删除', 'Removes the role, unless somebody holds it by now'],
    run: (act, { entry: { data } }) =>
      authorityCommands['roles.remove'](act, { roleId: textIn(data, 'roleId') }),
  },
  'role.renamed@1': {
    ...ofRoles,
    back: ['恢复原来的名称', 'Gives it its former name'],
    run: roleNameAsBefore,
  },
  'role.changed@1': {
    ...ofRoles,
    back: ['恢复原来包含的权限', 'Puts back the permissions it had'],
    run: roleKeysAsBefore,
  },
  'role.removed@1': {
    ...ofRoles,
    since: nothing,
    back: [
      '重新建立这个角色，并恢复随它结束、现在仍适用的授权',
      'Makes the role again, with those of its grants and restrictions that still fit',
    ],
    run: roleAgain,
  },
  'member.departed@1': {
    permission: always('org.member.delete'),
    asks: 'org.member.delete',
    target: memberIn,
    since: nothing,
    back: [
      '离职不能撤回：请重新添加此人，再从密封备份中查看其原有权限',
      'Leaving cannot be taken back: add them again, and see what they held in the sealed backup',
    ],
    run: null,
  },
  'plan.made@1': {
    ...ofPlans,
    back: ['取消计划中尚未执行的部分', 'Cancels what is still to come'],
    run: noPlan,
  },
  'plan.agreed@1': {
    ...ofPlans,
    back: ['取消计划中尚未执行的部分', 'Cancels what is still to come'],
    run: noPlan,
  },
  'plan.cancelled@1': {
    ...ofPlans,
    back: ['取消不能撤回：请重新制定计划', 'A plan stays cancelled: make it anew'],
    run: null,
  },
  'factor.reset@1': {
    permission: always('sec.mfa.reset'),
    asks: 'sec.mfa.reset',
    target: memberIn,
    since: nothing,
    back: [
      '已清除的双重验证不能恢复：请本人重新设置',
      'A second factor that was taken is gone: they set up a new one themselves',
    ],
    run: null,
  },
  'creator.transferred@1': {
    permission: always('creator.transfer'),
    asks: 'creator.transfer',
    target: () => company,
    since: nothing,
    back: ['在“转让创建者”中撤回', 'Taken back where the top seat is handed on'],
    run: null,
  },
  'plan.hastened@1': {
    ...ofPlans,
    back: ['已经执行的不能撤回', 'What was carried out cannot be taken back'],
    run: null,
  },
}

/** The same for how strictly the company decides: its former choice, or the usual one where it had made none. */
export const undoOfProtection = (choose: ChooseProtection): Readonly<Record<string, Undo>> => ({
  'protection.chosen@1': {
    permission: always('sec.policy.manage'),
    asks: 'sec.policy.manage',
    target: () => company,
    since: { events: ['protection.chosen@1'], field: null },
    back: ['恢复为之前的保护级别', 'Chooses the protection of before'],
    run: async (act, { entry, because }) => {
      const was = await before(act, entry, ['protection.chosen@1'], null)
      // The event has these in this form for ever: its name bears the version.
      const { profile, needs } = (was?.data ?? usualProtection()) as Protection
      return choose(act, { profile, needs, because })
    },
  },
})

function noPlan(act: Act, { entry: { data }, because }: Undone): Promise<unknown> {
  return cancelPlan(act, { planId: textIn(data, 'planId'), because })
}

type Seat = Omit<Parameters<(typeof authorityCommands)['administrators.change']>[1], 'because'>

async function seatAsBefore(act: Act, { entry, because }: Undone): Promise<unknown> {
  const administratorId = textIn(entry.data, 'administratorId')
  const events = ['administrator.appointed@1', 'administrator.changed@1']
  const was = await before(act, entry, events, { field: 'administratorId', id: administratorId })
  assert(was !== null, 'a seat was given before it was changed')
  // Both events have these in this form for ever: their names bear the version.
  const { permissions, scope, ceiling, from, until } = was.data as unknown as Seat
  const terms = { permissions, scope, ceiling, from, until }
  return authorityCommands['administrators.change'](act, { administratorId, ...terms, because })
}

async function headsAsBefore(act: Act, { entry, because }: Undone): Promise<unknown> {
  const was = await before(act, entry, ['heads.set@1'], null)
  // As above.
  const { enabled, permissions, ceiling } = (was?.data ?? off) as unknown as typeof off
  return authorityCommands['administrators.heads'](act, { enabled, permissions, ceiling, because })
}

const off = { enabled: false, permissions: [] as readonly string[], ceiling: [] as readonly string[] }

async function roleNameAsBefore(act: Act, { entry }: Undone): Promise<unknown> {
  const roleId = textIn(entry.data, 'roleId')
  const name = await roleNameBefore(act, entry, roleId)
  return authorityCommands['roles.change'](act, { roleId, name })
}

async function roleKeysAsBefore(act: Act, { entry }: Undone): Promise<unknown> {
  const roleId = textIn(entry.data, 'roleId')
  return authorityCommands['roles.change'](act, {
    roleId,
    permissions: await roleKeysBefore(act, entry, roleId),
  })
}
