import pino from 'pino'
import type { Config } from '../config/index.ts'
import { clean, cleanText } from './clean.ts'
import { prettyLine } from './pretty.ts'

/** A structured logger. What it is given is cleaned of control characters and secrets before it is written. */
export type Log = pino.Logger

/** `pretty` writes one line for people instead of JSON; its default is whether the output is a terminal. */
export type LogOptions = {
  readonly level: Config['logLevel']
  readonly pretty?: boolean
  readonly colour?: boolean
  readonly write?: (line: string) => void
}

/** Makes the logger. JSON lines with ISO times for machines; one tidy line each for a person at a terminal. */
export function createLog(options: LogOptions): Log {
  const terminal = process.stdout.isTTY
  const pretty = options.pretty ?? terminal
  const colour = options.colour ?? (terminal && (process.env['NO_COLOR'] ?? '') === '')
  const write = options.write ?? ((line: string) => void process.stdout.write(line))
  const shape: pino.LoggerOptions = {
    level: options.level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }), log: cleanFields, bindings: cleanFields },
    // Errors are already plain objects when pino's own serializer would see them.
    serializers: { err: (value: unknown) => value },
    hooks: {
      logMethod(args, method) {
        const cleaned = args.map((each: unknown) => (typeof each === 'string' ? cleanText(each) : each))
        // The tuple keeps its length and order; only its strings were cleaned.
        method.apply(this, cleaned as Parameters<pino.LogFn>)
      },
    },
  }
  return pino(shape, { write: pretty ? (line) => write(prettyLine(line, colour)) : write })
}

/** A logger that writes nothing, for tests and for tools that speak for themselves. */
export function quietLog(): Log {
  return pino({ level: 'silent' })
}

const cleanFields = (fields: Record<string, unknown>): Record<string, unknown> =>
  // `clean` turns a plain object into a plain object with the same keys.
  clean(fields) as Record<string, unknown>
