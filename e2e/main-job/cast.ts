import type { Page } from '@playwright/test'
import { handsOn, type Hands } from '../harness/hands.ts'
import type { Words } from '../harness/story.ts'
import type { RunningServer } from '../harness/server.ts'

/** Somebody in the main job: a browser of their own, and the hands that use it. */
export type Somebody = {
  readonly name: string
  readonly login: string
  readonly page: Page
  readonly hands: Hands
}

/** What every scene of the main job works with. */
export type Stage = {
  readonly server: RunningServer
  readonly words: Words
  readonly language: 'zh-CN' | 'en-US'
}

export const company = '青禾科技'
export const department = '华东区'
export const founder = { name: '林知远', login: 'linzhiyuan', password: 'tiger-tally-of-bronze' } as const
/** She becomes administrator of her department; he works in it. Both stand in the imported file. */
export const manager = { name: '许清欢', login: 'xuqinghuan', password: 'plum-rain-over-hangzhou' } as const
export const seller = { name: '方远', login: 'fangyuan', password: 'seven-lakes-and-a-river' } as const
export const reasons = {
  appoint: '由区域经理管理本区',
  give: '要与本区同事对接客户',
  takeBack: '转岗至后勤，不再联系客户',
} as const

/** Somebody at a page. */
export function at(
  page: Page,
  words: Words,
  { name, login }: { readonly name: string; readonly login: string },
): Somebody {
  return { name, login, page, hands: handsOn(page, words) }
}
