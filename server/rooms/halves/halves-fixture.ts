/** For the tests of what takes two: a company with people above who can stand behind each other. */
import type { TestContext } from 'node:test'
import { foundedHouse } from '../../testing/index.ts'
import type { Founded } from '../../testing/index.ts'

export const NEEDED = 'authority/second-half-needed'

/** 如姬 founded the company, 李娜 and 赵敏 are super administrators by `seats`. It is not strict yet. */
export async function threeAbove(
  t: TestContext,
  founded: (t: TestContext) => Promise<Founded> = foundedHouse,
) {
  const it = await founded(t)
  const [lina, zhaomin] = [await it.hire('lina', '李娜'), await it.hire('zhaomin', '赵敏')]
  const seats: string[] = []
  for (const { id } of [lina, zhaomin]) {
    const body = { memberId: id, tier: 'super', because: '值班' }
    seats.push(String((await it.ruji.ok('POST', '/api/v1/administrators', body))['id']))
  }
  return { ...it, lina, zhaomin, seats }
}
