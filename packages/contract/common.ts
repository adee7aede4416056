import { z } from 'zod'

/** Longest texts, in UTF-16 code units. One list, so that page, server and import agree. */
export const NAME_MAX = 80
export const REASON_MAX = 500
export const MESSAGE_MAX = 8000
export const SEARCH_MAX = 100
export const PAGE_MAX = 200
export const UPLOAD_BYTES_MAX = 50 * 1024 * 1024
export const IMPORT_BYTES_MAX = 64 * 1024 * 1024

/** Ids are compared as text everywhere, so one way of writing them enters. */
export const id = z.uuid().toLowerCase()
export const instant = z.iso.datetime()
/** Control, format (zero-width, bidi) and lone-surrogate characters never enter a name or a line of text. */
const plain = /^[^\p{Cc}\p{Cf}\p{Cs}]*$/u
const multiline = /^(?:[\n\t]|[^\p{Cc}\p{Cs}])*$/u
export const line = (max: number) => z.string().trim().min(1).max(max).regex(plain, 'control-characters')
export const text = (max: number) => z.string().max(max).regex(multiline, 'control-characters')
export const name = line(NAME_MAX)
export const reason = line(REASON_MAX)
export const cursor = z.string().max(200)
export const pageQuery = {
  cursor: cursor.optional(),
  limit: z.coerce.number().int().min(1).max(PAGE_MAX).optional(),
}
export const locale = z.enum(['zh-CN', 'en-US'])

/** Nothing in, nothing out. */
export const nothing = z.strictObject({})
export const empty = z.undefined()

/** One thing one may or may not do here, with the code of the reason: a page shows it and decides nothing. */
export const can = z.object({ allowed: z.boolean(), because: z.string() })
export type Can = z.infer<typeof can>

/** What became of a change on every node. Times in milliseconds since the reply to COMMIT. */
export const applied = z.object({
  state: z.enum(['applied', 'applying', 'unverified']),
  revision: z.number().int(),
  tookMs: z.number(),
  nodes: z.array(
    z.object({
      node: z.string(),
      outcome: z.enum(['acknowledged', 'lease-ran-out', 'silent']),
      afterMs: z.number(),
    }),
  ),
})
export type Applied = z.infer<typeof applied>
export const change = z.object({ applied })

export const page = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), next: z.string().nullable(), total: z.number().int().optional() })

/** The body of every error, RFC 9457. */
export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  code: z.string(),
  detail: z.string(),
  requestId: z.string(),
  because: z.unknown().optional(),
  fields: z.array(z.object({ path: z.string(), problem: z.string() })).optional(),
  details: z.record(z.string(), z.unknown()).optional(),
})
export type Problem = z.infer<typeof problem>
