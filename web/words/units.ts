import { locale } from './locale.ts'

const zh = { day: '天', hour: '小时', minute: '分钟' } as const

/** A number of days, hours or minutes as the language of the page writes it: "1 day", "7 days", "7 天". */
export function inUnits(count: number, unit: keyof typeof zh): string {
  if (locale() === 'zh-CN') return `${String(count)} ${zh[unit]}`
  return new Intl.NumberFormat('en-US', { style: 'unit', unit, unitDisplay: 'long' }).format(count)
}
