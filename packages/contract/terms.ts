import { z } from 'zod'
import { id, instant, line } from './common.ts'

/** A permission key as a body names it. */
export const key = line(60)
export const scope = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('workspace') }),
  z.strictObject({ type: z.literal('departments'), ids: z.array(id).min(1).max(100) }),
  z.strictObject({ type: z.literal('own-department') }),
  z.strictObject({ type: z.literal('resource'), kind: line(40), id: line(200) }),
])
export const subject = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('member'), id }),
  z.strictObject({ type: z.literal('group'), id }),
  z.strictObject({ type: z.literal('position'), id }),
  z.strictObject({ type: z.literal('department'), id }),
  z.strictObject({ type: z.literal('everyone') }),
])
export const right = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('permission'), key }),
  z.strictObject({ type: z.literal('role'), id }),
])
export const target = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('workspace') }),
  z.strictObject({ type: z.literal('department'), id }),
  z.strictObject({ type: z.literal('member'), id }),
  z.strictObject({ type: z.literal('resource'), kind: line(40), id: line(200) }),
])
export const ceiling = z.strictObject({ permissions: z.array(key).max(200), reach: scope })

/** Times of a grant, restriction or seat. Left out, `until` is what the risk of the right suggests; null is without end. */
export const terms = { from: instant.nullable().optional(), until: instant.nullable().optional() }
