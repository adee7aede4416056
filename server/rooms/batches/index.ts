import { contract } from '@hufu/contract'
import type { BatchStep, Route } from '@hufu/contract'
import { refuse } from '@hufu/kit'
import { z } from 'zod'
import { permit } from '../../platform/act/index.ts'
import type { Act } from '../../platform/act/index.ts'
import type { Doors } from '../../platform/http/index.ts'

/** A command that may stand in a batch: how its input is read, and what it does. */
export type BatchCommand = { readonly input: z.ZodType; readonly run: (act: Act, input: unknown) => Promise<unknown> }

/** Pairs a route's shapes with its command, so that a step is read exactly as the route reads it. */
export function step<Input, R extends Route>(
  { params, body }: R,
  run: (act: Act, input: Input) => Promise<unknown>,
): BatchCommand {
  const input = z.strictObject({ ...shapeOf(params), ...shapeOf(body) })
  // The schema is the one by which the route's own handler gives this command its input.
  return { input, run: (act, read) => run(act, read as Input) }
}

const shapeOf = (schema: z.ZodType): z.ZodRawShape => (schema instanceof z.ZodObject ? schema.shape : {})

/** Bulk work has limits of its own. */
const BATCH_STATEMENT_MS = 60_000
const BATCH_BYTES_MAX = 8 * 1024 * 1024

/** Registers the door of batches over the commands that rooms offer. */
export function batchRoutes(doors: Doors, commands: Readonly<Record<string, BatchCommand>>): void {
  doors.handle(
    contract.batches.run,
    async (call) => {
      const { steps, effectiveAt } = call.body
      const parsed = steps.map((one, index) => parse(commands, one, index))
      const options = { batch: true, statementMs: BATCH_STATEMENT_MS, ...(effectiveAt === undefined ? {} : { effectiveAt: new Date(effectiveAt) }) }
      const { result, applied } = await call.perform('authority', 'batches.run', (act) => runAll(act, parsed), options)
      return { results: [...result], applied }
    },
    { bodyBytesMax: BATCH_BYTES_MAX },
  )
}

type Parsed = { readonly command: BatchCommand; readonly input: unknown; readonly index: number; readonly name: string }

function parse(commands: Readonly<Record<string, BatchCommand>>, { do: name, with: given }: BatchStep, index: number): Parsed {
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (command === undefined) throw refuse('batch/unknown-command', { step: index, name })
  const read = command.input.safeParse(given)
  if (!read.success) throw refuse('batch/invalid-step', { step: index, name, problem: read.error.issues[0]?.message ?? '' })
  return { command, input: read.data, index, name }
}

async function runAll(act: Act, steps: readonly Parsed[]): Promise<readonly unknown[]> {
  permit(act, 'org.directory.import', { type: 'workspace' })
  const results: unknown[] = []
  // One after the other: each sees what the ones before it have recorded.
  for (const { command, input } of steps) results.push(await command.run(act, input))
  return results
}
