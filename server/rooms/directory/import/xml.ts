import { refuse } from '@hufu/kit'

/** What an XML text says, in order. Names come without their namespace prefix; `attributes` is the raw text of them. */
export type XmlEvent =
  | { readonly type: 'open'; readonly name: string; readonly attributes: string; readonly empty: boolean }
  | { readonly type: 'close'; readonly name: string }
  | { readonly type: 'text'; readonly text: string }

const TAG_MAX = 64 * 1024
const TEXT_MAX = 256 * 1024

/**
 * Reads XML as a stream, knowing elements, text and CDATA: what the parts of a workbook consist of. A document type
 * (the door of entity bombs) and anything malformed refuse the file. Gives the events of each piece together.
 */
export async function* xmlEvents(bytes: AsyncIterable<Buffer>): AsyncGenerator<readonly XmlEvent[]> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let rest = ''
  let events: XmlEvent[] = []
  const hear = (event: XmlEvent): void => void events.push(event)
  for await (const chunk of bytes) {
    rest = consume(rest + decodeWith(() => decoder.decode(chunk, { stream: true })), hear)
    if (rest.length > TEXT_MAX) throw broken()
    yield events
    events = []
  }
  rest = consume(rest + decodeWith(() => decoder.decode()), hear)
  if (rest.trim() !== '') throw broken()
  yield events
}

const broken = (): Error => refuse('directory/import-broken')

const decodeWith = (decode: () => string): string => {
  try {
    return decode()
  } catch {
    throw broken()
  }
}

/** Takes every whole token from `text` and gives back what is left of it. */
function consume(text: string, hear: (event: XmlEvent) => void): string {
  let at = 0
  for (;;) {
    const open = text.indexOf('<', at)
    if (open === -1) return text.slice(at)
    if (open > at) hear({ type: 'text', text: unescapeXml(text.slice(at, open)) })
    const end = endOfTag(text, open)
    if (end === -1) return text.slice(open)
    hearTag(text.slice(open + 1, end), hear)
    at = end + 1
  }
}

/** Index of the `>` that ends the tag begun at `open`; −1 when it has not come yet. */
function endOfTag(text: string, open: number): number {
  if (text.startsWith('<![CDATA[', open)) return endAfter(text, ']]>', open)
  if (text.startsWith('<!--', open)) return endAfter(text, '-->', open)
  // Attributes may hold `>` inside quotes.
  let from = open
  for (;;) {
    const end = text.indexOf('>', from)
    if (end === -1) return tooLong(text.length - open) ? fail() : -1
    if (!insideQuotes(text, open, end)) return end
    from = end + 1
  }
}

const tooLong = (length: number): boolean => length > TAG_MAX
const fail = (): never => {
  throw broken()
}
const endAfter = (text: string, mark: string, open: number): number => {
  const at = text.indexOf(mark, open)
  return at === -1 ? -1 : at + mark.length - 1
}

function insideQuotes(text: string, from: number, to: number): boolean {
  let quote = ''
  for (let at = from; at < to; at++) {
    const character = text[at]
    if (quote === '') {
      if (character === '"' || character === "'") quote = character
    } else if (character === quote) quote = ''
  }
  return quote !== ''
}

function hearTag(tag: string, hear: (event: XmlEvent) => void): void {
  const first = tag[0]
  if (first === '?' || tag.startsWith('!--')) return
  if (tag.startsWith('![CDATA[')) return hear({ type: 'text', text: tag.slice(8, -2) })
  if (first === '!') throw broken()
  if (first === '/') return hear({ type: 'close', name: plainName(tag.slice(1).trim()) })
  const empty = tag.endsWith('/')
  const body = empty ? tag.slice(0, -1) : tag
  const space = body.search(/\s/)
  const name = plainName(space === -1 ? body : body.slice(0, space))
  hear({ type: 'open', name, attributes: space === -1 ? '' : body.slice(space), empty })
  if (empty) hear({ type: 'close', name })
}

const plainName = (name: string): string => name.slice(name.indexOf(':') + 1)

/** The value of one attribute from their raw text; `null` without it. The prefix, if any, belongs to `name`. */
export function attributeOf(attributes: string, name: string): string | null {
  const at = attributes.search(new RegExp(`\\s${name}\\s*=`))
  if (at === -1) return null
  const quoted = /=\s*(?:"([^"]*)"|'([^']*)')/.exec(attributes.slice(at))
  return quoted === null ? null : unescapeXml(quoted[1] ?? quoted[2] ?? '')
}

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }

function unescapeXml(text: string): string {
  if (!text.includes('&')) return text
  return text.replaceAll(/&(#x[0-9a-fA-F]{1,6}|#[0-9]{1,7}|[a-z]+);/g, (whole, body: string) => {
    if (!body.startsWith('#')) return entities[body] ?? whole
    const code = body[1] === 'x' ? Number.parseInt(body.slice(2), 16) : Number(body.slice(1))
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole
  })
}
