/** What goes from a client to PostgreSQL, cut into messages: where a statement begins, and what it says. */

/** A message, to be handed on as it is. `statement` is its text where one begins with it. */
export type Message = { readonly bytes: Buffer; readonly statement: string | null }

/** Reads the messages of one connection. What is not whole yet waits for the rest. */
export type MessageReader = {
  readonly read: (bytes: Buffer) => readonly Message[]
  /** What the connection said at its start that it is for: `command` of `hufu/<node>/command`. */
  readonly purpose: () => string
}

const TYPE_BYTES = 1
const LENGTH_BYTES = 4
const PROTOCOL_BYTES = 4

/** Begins with the first byte of a connection, whose first message has no type. */
export function messageReader(): MessageReader {
  let waiting: Buffer = Buffer.alloc(0)
  let purpose: string | null = null

  const next = (): Message | null => {
    const head = purpose === null ? 0 : TYPE_BYTES
    if (waiting.length < head + LENGTH_BYTES) return null
    const length = head + waiting.readUInt32BE(head)
    if (waiting.length < length) return null
    const bytes = waiting.subarray(0, length)
    waiting = waiting.subarray(length)
    if (purpose !== null) return { bytes, statement: statementIn(bytes) }
    purpose = purposeIn(bytes.subarray(LENGTH_BYTES + PROTOCOL_BYTES))
    return { bytes, statement: null }
  }
  return {
    read(bytes) {
      waiting = waiting.length === 0 ? bytes : Buffer.concat([waiting, bytes])
      const whole: Message[] = []
      for (let message = next(); message !== null; message = next()) whole.push(message)
      return whole
    },
    purpose: () => purpose ?? '',
  }
}

/** A simple query says its text at once; one with values is parsed first, under a name that is mostly empty. */
function statementIn(bytes: Buffer): string | null {
  const type = String.fromCodePoint(bytes[0] ?? 0)
  if (type !== 'Q' && type !== 'P') return null
  const texts = bytes.toString('utf8', TYPE_BYTES + LENGTH_BYTES).split('\0')
  return (type === 'Q' ? texts[0] : texts[1]) ?? ''
}

function purposeIn(settings: Buffer): string {
  const words = settings.toString('utf8').split('\0')
  const name = words[words.indexOf('application_name') + 1] ?? ''
  return name.split('/').at(-1) ?? ''
}
