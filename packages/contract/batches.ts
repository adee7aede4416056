import { z } from 'zod'
import { applied, instant, line } from './common.ts'
import { route } from './define.ts'

/** Steps that one decision may hold. The largest known from a real organisation has 3,054. */
export const BATCH_STEPS_MAX = 5000

/** One step: a command by its name, like `grants.give`, with the same input as its own route (parameters and body together). */
export const batchStep = z.strictObject({ do: line(60), with: z.record(z.string(), z.unknown()) })
export type BatchStep = z.infer<typeof batchStep>

export const batches = {
  run: route(
    'POST',
    '/api/v1/batches',
    { summary: 'Several commands in one transaction and one revision; each asks like anybody, all or none happen', asks: ['org.directory.import'] },
    {
      body: z.strictObject({ steps: z.array(batchStep).min(1).max(BATCH_STEPS_MAX), effectiveAt: instant.optional() }),
      answer: z.object({ results: z.array(z.unknown()), applied }),
    },
  ),
}
