import type { Banner } from '@hufu/contract'
import type { Locale, Reading } from '../../platform/http/index.ts'
import type { Names } from '../authority/index.ts'
import { openClaim } from './store.ts'
import { shownRecovery, shownUntil } from './store-recovery.ts'

/**
 * What stands on every page of whoever reads: for the creator that they are said to be gone, and for everybody, for thirty
 * days, that a way in was made on the host. INVARIANT G11: it cannot be put away.
 */
export async function bannersOf(reading: Reading, locale: Locale, names: Names): Promise<readonly Banner[]> {
  const [claim, recovery] = await Promise.all([openClaim(reading), shownRecovery(reading)])
  const mine = claim?.creatorId === reading.memberId ? claim : undefined
  if (mine === undefined && recovery === undefined) return []
  const members = [mine?.byId, recovery?.memberId].filter((id) => id !== undefined)
  const known = await names(reading.db, reading.workspaceId, {
    members,
    departments: [],
    groups: [],
    positions: [],
  })
  const zh = locale === 'zh-CN'
  const banners: Banner[] = []
  if (mine !== undefined) {
    const by = known.get(mine.byId) ?? ''
    banners.push({
      kind: 'claimed-gone',
      words: zh
        ? `${by} 称你已失联，要求接管创建者身份。如果你在，请点“我在”。`
        : `${by} says that you are gone and asks for the seat of the creator. If you are here, say so.`,
      since: mine.madeAt.toISOString(),
      until: mine.dueAt?.toISOString() ?? null,
      claimId: mine.id,
    })
  }
  if (recovery !== undefined) {
    const who = known.get(recovery.memberId) ?? ''
    banners.push({
      kind: 'recovered',
      words: zh ? recoveredZh(who, recovery.state) : recoveredEn(who, recovery.state),
      since: recovery.madeAt.toISOString(),
      until: shownUntil(recovery.madeAt).toISOString(),
      claimId: null,
    })
  }
  return banners
}

type State = 'open' | 'done' | 'void'
const recoveredZh = (who: string, state: State): string =>
  state === 'done'
    ? `企业当时没有超级管理员，运维人员在服务器上为 ${who} 恢复了创建者身份。`
    : `企业当时没有超级管理员，运维人员在服务器上为 ${who} 生成了恢复创建者身份的登录方式${state === 'void' ? '，已失效' : ''}。`
const recoveredEn = (who: string, state: State): string =>
  state === 'done'
    ? `Nobody administered the company: whoever runs the server gave ${who} the seat of the creator.`
    : `Nobody administered the company: whoever runs the server made a way in for ${who} as creator${state === 'void' ? ', which has ended' : ''}.`
