import { z } from 'zod'
import { can, id, instant } from './common.ts'

/** Most viewers a rule names, and most places and people of a limit's own list. */
export const VIEWERS_MAX = 200

/** What of a profile can be hidden by itself. The name cannot: who is seen has one. */
export const hideableField = z.enum(['phone', 'email', 'login', 'employeeNo', 'manager', 'position'])
export type HideableField = z.infer<typeof hideableField>

const member = z.strictObject({ type: z.literal('member'), id })
const department = z.strictObject({ type: z.literal('department'), id })
const group = z.strictObject({ type: z.literal('group'), id })
const everyone = z.strictObject({ type: z.literal('everyone') })

const viewers = z.array(z.discriminatedUnion('type', [member, department, group])).max(VIEWERS_MAX)
const list = z.array(z.discriminatedUnion('type', [member, department])).max(VIEWERS_MAX)
const fields = z.array(hideableField).min(1).max(hideableField.options.length)
/** Of their own department alone, of it and all below, or of a list. */
const reach = z.enum(['itself', 'below', 'custom'])

/** A rule of who is seen, by its kind. `viewers` are those whom the rule does not concern. */
export const visibilityTerms = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('hide'),
    about: z.discriminatedUnion('type', [member, department]),
    viewers,
  }),
  z.strictObject({
    kind: z.literal('fields'),
    about: z.discriminatedUnion('type', [member, department, everyone]),
    fields,
    viewers,
  }),
  z.strictObject({ kind: z.literal('limit'), about: department, reach, list, viewers }),
  z.strictObject({ kind: z.literal('shield'), about: member, viewers }),
])
export type VisibilityTerms = z.infer<typeof visibilityTerms>

const labelled = z.object({ type: z.string(), id: id.nullable(), label: z.string() })

export const visibilityRule = z.object({
  id,
  kind: z.enum(['hide', 'fields', 'limit', 'shield']),
  about: labelled,
  fields: z.array(hideableField),
  reach: reach.nullable(),
  list: z.array(labelled),
  viewers: z.array(labelled),
  because: z.string(),
  setBy: z.string(),
  setAt: instant,
  /** When the terms were last changed, if they were. */
  changedAt: instant.nullable(),
  endedAt: instant.nullable(),
  endedBy: z.string().nullable(),
  endedBecause: z.string().nullable(),
  can: z.object({ change: can, end: can }),
})
export type VisibilityRuleView = z.infer<typeof visibilityRule>
