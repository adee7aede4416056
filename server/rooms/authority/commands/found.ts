import { builtInRoles, grantable } from '@hufu/authority'
import { newId } from '@hufu/kit'
import { record } from '../../../platform/act/index.ts'
import type { Tally } from '../../../platform/act/index.ts'
import { nameKeyOf } from '../rule.ts'
import type { NewSeat } from '../rule.ts'
import { insertRole, insertSeat } from '../store.ts'
import { recordAppointed } from './administrators.ts'
import { keysOfCreator } from './creator.ts'
import { writeGrant } from './grants.ts'

/**
 * What a new company stands on: the built-in roles, the baseline that everyone holds, and the creator's seat. The
 * workspace, its root and the creator as a member have been recorded before, in the same act.
 */
export async function foundAuthority(
  tally: Tally<'sys.org.found'>,
  creatorId: string,
  locale: 'zh-CN' | 'en-US',
): Promise<void> {
  for (const role of builtInRoles.filter(({ subject }) => subject === 'member')) {
    const name = locale === 'zh-CN' ? role.zh : role.en
    const keys = grantable(role.permissions)
    const id = newId()
    await insertRole(tally, { id, slug: role.slug, name, nameKey: nameKeyOf(name), permissions: [...keys] })
    record(tally, { name: 'role.created@1', data: { roleId: id, permissions: keys } }, { sealed: { name } })
    if (role.slug === 'member') await giveBaseline(tally, id, locale)
  }
  const seat = creatorSeat(creatorId, locale)
  await insertSeat(tally, seat)
  recordAppointed(tally, seat)
}

async function giveBaseline(
  tally: Tally<'sys.org.found'>,
  roleId: string,
  locale: 'zh-CN' | 'en-US',
): Promise<void> {
  const because = locale === 'zh-CN' ? '全体成员的基线权限' : 'What every member holds'
  await writeGrant(tally, {
    id: newId(),
    subject: { type: 'everyone' },
    right: { type: 'role', id: roleId },
    scope: { type: 'workspace' },
    from: null,
    until: null,
    because,
    source: 'baseline',
  })
}

function creatorSeat(memberId: string, locale: 'zh-CN' | 'en-US'): NewSeat {
  return {
    id: newId(),
    memberId,
    tier: 'creator',
    permissions: keysOfCreator(),
    scope: { type: 'workspace' },
    ceiling: { permissions: [], reach: { type: 'workspace' } },
    from: null,
    until: null,
    because: locale === 'zh-CN' ? '创建企业' : 'Founded the company',
    appointedBy: null,
    forHead: false,
  }
}
