import { z } from 'zod'
import { applied, id, instant, line } from './common.ts'
import { preview } from './decisions.ts'
import { route } from './define.ts'

/** Steps that one decision may hold. The largest known from a real organisation has 3,054. */
export const BATCH_STEPS_MAX = 5000

/**
 * One step: a command by its name, like `grants.give`, with the same input as its own route (parameters and body
 * together). `as` names what the step gives; wherever a later step's input takes an id, `{ "$ref": "that name" }` stands
 * for the id it gave, and with `"field"` for another field of its result.
 */
export const batchStep = z.strictObject({
  do: line(60),
  with: z.record(z.string(), z.unknown()),
  as: line(60).optional(),
})
export type BatchStep = z.infer<typeof batchStep>

export const batches = {
  run: route(
    'POST',
    '/api/v1/batches',
    {
      summary:
        'Several commands in one transaction and one revision; each asks like anybody, all or none happen',
      asks: ['org.directory.import'],
    },
    {
      body: z.strictObject({
        steps: z.array(batchStep).min(1).max(BATCH_STEPS_MAX),
        effectiveAt: instant.optional(),
        /** The department that bulk work is asked for, by those who do not administer the whole company. */
        within: id.optional(),
      }),
      answer: z.object({ results: z.array(z.unknown()), applied }),
    },
  ),
  preview: route(
    'POST',
    '/api/v1/decisions/preview',
    {
      summary:
        'What commands would change, exactly, for everyone: each asks as if it were done, and nothing is done',
      asks: ['audit.self.view'],
    },
    {
      body: z.strictObject({
        steps: z.array(batchStep).min(1).max(500),
        /** To see more people of one group: its place in `alike`, and from which person on. */
        people: z
          .strictObject({
            of: z.number().int().min(0),
            from: z.number().int().min(0),
            limit: z.number().int().min(1).max(200),
          })
          .optional(),
      }),
      answer: preview,
    },
  ),
}
