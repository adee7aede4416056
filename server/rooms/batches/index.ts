import { contract } from '@hufu/contract'
import type { Target } from '@hufu/authority'
import type { BatchStep, Route } from '@hufu/contract'
import { Refusal, isRefusal, refuse } from '@hufu/kit'
import { z } from 'zod'
import { permit } from '../../platform/act/index.ts'
import type { Act } from '../../platform/act/index.ts'
import { may } from '../../platform/http/index.ts'
import type { Doors } from '../../platform/http/index.ts'
import { foresee, showPreview } from '../authority/index.ts'
import type { People } from '../authority/index.ts'
import { showWatched } from '../revocations/index.ts'
import type { Watching } from '../revocations/index.ts'
import { namesIn, resolved, withPlaceholders } from './references.ts'
import type { Given } from './references.ts'

/** A command that may stand in a batch: how its input is read, and what it does. */
export type BatchCommand = {
  readonly input: z.ZodType
  readonly run: (act: Act, input: unknown) => Promise<unknown>
}

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
      const { steps, effectiveAt, within } = call.body
      const planned = planOf(commands, steps)
      const target: Target = within === undefined ? { type: 'workspace' } : { type: 'department', id: within }
      const options = {
        batch: true,
        statementMs: BATCH_STATEMENT_MS,
        ...(effectiveAt === undefined ? {} : { effectiveAt: new Date(effectiveAt) }),
      }
      const { result, applied } = await call.perform(
        'authority',
        'batches.run',
        (act) => runAll(act, target, planned),
        options,
      )
      return { results: [...result], applied }
    },
    { bodyBytesMax: BATCH_BYTES_MAX },
  )
}

/** Registers the door that rehearses commands and tells what they would change, for everyone. */
export function previewRoutes(
  doors: Doors,
  commands: Readonly<Record<string, BatchCommand>>,
  { names, sees }: Pick<People, 'names' | 'sees'>,
  watching?: Pick<Watching, 'wouldReturn' | 'current'>,
): void {
  doors.handle(contract.batches.preview, async (call) => {
    const { reading, locale } = call
    may(reading, 'audit.self.view', { type: 'member', id: reading.memberId })
    const { steps, people } = call.body
    const planned = planOf(commands, steps)
    await watching?.current(call.workspaceId)
    const foreseen = await call.rehearse(
      'decisions.preview',
      (act) => runSteps(act, planned),
      (rehearsed) => {
        const seen = foresee(rehearsed, people)
        const at = seen.begins ?? rehearsed.at
        return { ...seen, watched: watching?.wouldReturn(call.workspaceId, rehearsed, at) ?? [] }
      },
    )
    const shown = { reading, names, sees, locale }
    const watched = await showWatched(shown, foreseen.watched)
    return { ...(await showPreview(shown, foreseen)), watched }
  })
}

/** A step that was found well formed. `input` is null while it refers to what earlier steps will have given. */
type Planned = {
  readonly command: BatchCommand
  readonly step: BatchStep
  readonly input: { readonly read: unknown } | null
}

/** Reads all steps before anything is done. References may only look back, and a name is given once. */
function planOf(
  commands: Readonly<Record<string, BatchCommand>>,
  steps: readonly BatchStep[],
): readonly Planned[] {
  const named = new Set<string>()
  return steps.map((step, index) => {
    const { do: name, with: given, as } = step
    const command = Object.hasOwn(commands, name) ? commands[name] : undefined
    if (command === undefined) throw refuse('batch/unknown-command', { step: index, name })
    const names = namesIn(given)
    const stranger = names.find((one) => !named.has(one))
    if (stranger !== undefined) throw refuse('batch/unknown-reference', { step: index, name: stranger })
    if (as !== undefined && named.has(as)) throw refuse('batch/name-twice', { step: index, name: as })
    if (as !== undefined) named.add(as)
    const read = readInput(command, names.length > 0 ? withPlaceholders(given) : given, { step: index, name })
    return { command, step, input: names.length > 0 ? null : { read } }
  })
}

function readInput(
  command: BatchCommand,
  given: unknown,
  where: { readonly step: number; readonly name: string },
): unknown {
  const read = command.input.safeParse(given)
  if (read.success) return read.data
  const [issue] = read.error.issues
  throw refuse('batch/invalid-step', {
    ...where,
    problem: `${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`.trim(),
  })
}

async function runAll(act: Act, target: Target, planned: readonly Planned[]): Promise<readonly unknown[]> {
  permit(act, 'org.directory.import', target)
  return runSteps(act, planned)
}

async function runSteps(act: Act, planned: readonly Planned[]): Promise<readonly unknown[]> {
  const results: unknown[] = []
  const given = new Map<string, unknown>()
  // One after the other: each sees what the ones before it have recorded.
  for (const [index, one] of planned.entries()) {
    const result = await runStep(act, one, index, given)
    results.push(result)
    if (one.step.as !== undefined) given.set(one.step.as, result)
  }
  return results
}

async function runStep(
  act: Act,
  { command, step: { do: name, with: raw }, input }: Planned,
  index: number,
  given: Given,
): Promise<unknown> {
  try {
    const read = input === null ? readInput(command, resolved(raw, given), { step: index, name }) : input.read
    return await command.run(act, read)
  } catch (error) {
    // Whoever sent several thousand steps needs to know which one was refused.
    throw isRefusal(error) ? new Refusal(error.code, { ...error.details, step: index }) : error
  }
}
