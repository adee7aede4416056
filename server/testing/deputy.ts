import { newId } from '@hufu/kit'
import type { Browser } from './browser.ts'
import type { Founded } from './house.ts'

const because = '测试需要'

/** Somebody new whose own seat lets them hand administration on, and a seat, yet to begin, that they may change. */
export async function deputy({
  ruji,
  hire,
}: Pick<Founded, 'ruji' | 'hire'>): Promise<{ readonly by: Browser; readonly seat: string }> {
  const name = `deputy${newId().slice(-6)}`
  const { id, browser } = await hire(name)
  const scope = { type: 'workspace' }
  const seat = { tier: 'scoped', scope, ceiling: { permissions: [], reach: scope }, because }
  const permissions = ['admin.assign', 'admin.delegate', 'admin.view', 'perm.view']
  await ruji.ok('POST', '/api/v1/administrators', { ...seat, memberId: id, permissions })
  const other = await hire(`${name}b`)
  const from = new Date(Date.now() + 86_400_000).toISOString()
  const body = { ...seat, from, memberId: other.id, permissions: ['perm.view'] }
  return { by: browser, seat: String((await ruji.ok('POST', '/api/v1/administrators', body))['id']) }
}
