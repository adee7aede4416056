const colours: Readonly<Record<string, number>> = {
  trace: 90,
  debug: 90,
  info: 36,
  warn: 33,
  error: 31,
  fatal: 35,
}

/** One JSON log line as one line for a person: local time, level, message, then the other fields. */
export function prettyLine(json: string, colour: boolean): string {
  const { time, level, msg, err, ...rest } = fieldsOf(json)
  const paint = (text: string, code: number): string => (colour ? `\u001b[${code}m${text}\u001b[0m` : text)
  const name = typeof level === 'string' ? level : 'info'
  const fields = Object.entries(rest).map(([key, value]) => `${paint(`${key}=`, 90)}${shown(value)}`)
  const said = [msg, errorWords(err)].filter(
    (part): part is string => typeof part === 'string' && part !== '',
  )
  return `${paint(clock(time), 90)} ${paint(name.padEnd(5), colours[name] ?? 36)} ${[said.join(': '), ...fields].join(' ')}\n`
}

// Our own logger wrote this line a moment ago, as one JSON object.
const fieldsOf = (json: string): Record<string, unknown> => JSON.parse(json) as Record<string, unknown>

const clock = (time: unknown): string =>
  typeof time === 'string' ? new Date(time).toLocaleTimeString('en-GB', { hour12: false }) : '--:--:--'

const shown = (value: unknown): string => {
  if (typeof value === 'string') return /^[\w./:@+-]+$/.test(value) ? value : JSON.stringify(value)
  return JSON.stringify(value) ?? ''
}

const errorWords = (err: unknown): string | null => {
  if (typeof err !== 'object' || err === null) return null
  const details = 'details' in err && typeof err.details === 'object' ? err.details : null
  if (details !== null && 'words' in details && typeof details.words === 'string') return details.words
  const message = 'message' in err && typeof err.message === 'string' ? err.message : ''
  const first =
    'stack' in err && Array.isArray(err.stack)
      ? err.stack.find((line) => typeof line === 'string')
      : undefined
  return first === undefined ? message : `${message} (${String(first)})`
}
