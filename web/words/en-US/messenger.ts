import type { Same } from '../same.ts'
import type { messenger as zh } from '../zh-CN/messenger.ts'

export const messenger: Same<typeof zh> = {
  title: 'Messages',
  soon: 'Coming soon',
}
