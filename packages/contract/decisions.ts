import { z } from 'zod'
import { id, instant } from './common.ts'
import { route } from './define.ts'
import { key, target } from './terms.ts'

const decision = z.object({
  allowed: z.boolean(),
  because: z.string(),
  /** The facts it rests on. Grants and restrictions say who gave them, when and why; other facts have nulls there. */
  by: z.array(
    z.object({
      kind: z.string(),
      id: z.string(),
      label: z.string(),
      because: z.string().nullable(),
      givenBy: z.string().nullable(),
      givenAt: z.string().nullable(),
    }),
  ),
  missing: z.object({ permission: z.string(), kind: z.string(), scope: z.string() }).optional(),
  /** The sentence a person reads, in the caller's language. */
  words: z.string(),
  whoCouldGive: z.array(z.object({ id, name: z.string() })),
  revision: z.number().int(),
})
export type DecisionView = z.infer<typeof decision>

/** Asking: why or why not, and the AuthZEN decision point. Part of the doors of authority. */
export const decisions = {
  explain: route(
    'POST',
    '/api/v1/decisions/explain',
    { summary: 'Why, or why not', asks: ['perm.view', 'audit.self.view'] },
    {
      body: z.strictObject({ memberId: id, permission: key, target, at: instant.optional() }),
      answer: decision,
    },
  ),
  evaluation: route(
    'POST',
    '/access/v1/evaluation',
    { summary: 'AuthZEN 1.0 access evaluation', asks: ['perm.view', 'audit.self.view'] },
    {
      body: z.object({
        subject: z.object({
          type: z.string(),
          id: z.string(),
          properties: z.record(z.string(), z.unknown()).optional(),
        }),
        action: z.object({ name: z.string(), properties: z.record(z.string(), z.unknown()).optional() }),
        resource: z.object({
          type: z.string(),
          id: z.string(),
          properties: z.record(z.string(), z.unknown()).optional(),
        }),
        context: z.record(z.string(), z.unknown()).optional(),
      }),
      answer: z.object({ decision: z.boolean(), context: z.record(z.string(), z.unknown()).optional() }),
    },
  ),
  authzen: route(
    'GET',
    '/.well-known/authzen-configuration',
    {
      summary: 'AuthZEN discovery',
      asks: ['perm.view'],
      openBecause: 'the standard asks for open discovery; it names addresses only',
    },
    { answer: z.record(z.string(), z.unknown()) },
  ),
}
