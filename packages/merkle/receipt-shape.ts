/** Where rights were looked at; `id` and `name` are null for the whole company. */
export type ReceiptPlace = {
  readonly type: 'workspace' | 'department' | 'resource'
  readonly id: string | null
  readonly name: string | null
}

/** What one person might do at one place. */
export type ReceiptVector = readonly {
  readonly place: ReceiptPlace
  readonly permissions: readonly string[]
}[]

export type ReceiptWhat = 'rights' | 'grant' | 'suspension' | 'departure'

type Named = { readonly id: string; readonly name: string }

/** One right that was taken: the grants that ended and the groups that were left (ids), and the restriction (id) that beats every other path. */
export type ReceiptRight = {
  readonly permission: string
  readonly zh: string
  readonly en: string
  readonly ended: readonly string[]
  readonly left: readonly string[]
  readonly restricted: string | null
}

/** One path that still gives a right. */
export type ReceiptPath = {
  readonly permission: string
  readonly label: string
  readonly how: 'stopped' | 'kept'
  readonly because: string
}

/** Where that is which somebody held who has left, and what was sealed of it: SHA-256 of manifests in hex. */
export type ReceiptHandover = {
  readonly given: readonly {
    readonly kind: string
    readonly to: string
    readonly how: 'accepted' | 'parked'
    readonly count: number
    readonly at: string
  }[]
  readonly backups: readonly { readonly at: string; readonly sha256: string; readonly things: number }[]
}

/** Every way in that a node tries, in order. */
export const receiptSurfaces = [
  'decision',
  'request',
  'session',
  'socket',
  'link',
  'invitation',
  'residual',
] as const

/** What came of one way in, counted: what was tried was refused or is counted in `failed`. */
export type ReceiptSurface = {
  readonly kind: (typeof receiptSurfaces)[number]
  readonly tried: number
  readonly refused: number
  readonly notTried: number
  readonly failed: number
}

/** One node's tries in one round. `failed` is what was allowed all the same. */
export type ReceiptCheck = {
  readonly round: number
  readonly node: string
  readonly at: string
  readonly tookMs: number
  readonly tried: number
  readonly failed: readonly { readonly permission: string; readonly place: ReceiptPlace }[]
  readonly surfaces: readonly ReceiptSurface[]
}

/** What became of the change on every node. */
export type ReceiptApplied = {
  readonly state: 'applied' | 'applying' | 'unverified'
  readonly tookMs: number
  readonly nodes: readonly {
    readonly node: string
    readonly outcome: 'acknowledged' | 'lease-ran-out' | 'silent'
    readonly afterMs: number
  }[]
}

/** What a receipt says. Instants are ISO-8601 UTC with milliseconds, numbers are whole: canonical JSON takes no others. */
export type Receipt = {
  readonly v: 1
  /** The ledger that holds the revocation; also the name of the key. */
  readonly origin: string
  readonly workspace: Named
  readonly revocation: {
    readonly id: string
    readonly member: Named
    readonly by: Named
    readonly at: string
    /** What took the rights: taken one by one, by the end of one grant, or with everything else. */
    readonly what: ReceiptWhat
    readonly reason: string
    readonly because: string
    readonly revision: number
    /** Until when what was running by the rights might finish; null where everything ended at once. */
    readonly finishing: string | null
  }
  readonly rights: readonly ReceiptRight[]
  readonly before: ReceiptVector
  readonly after: ReceiptVector
  readonly applied: ReceiptApplied | null
  readonly checks: readonly ReceiptCheck[]
  /** Paths that still give a right: `kept` on purpose, with the reason, or `stopped` by the restriction. */
  readonly remaining: readonly ReceiptPath[]
  /** Of a departure only. */
  readonly handover: ReceiptHandover | null
  readonly issuedAt: string
}

/** A receipt to be handed out: what it says, the signature over it, its entry in the ledger with the proof, and the key. */
export type ReceiptFile = {
  readonly format: 'hufu-receipt-v1'
  readonly receipt: Receipt
  /** A C2SP signed note over the hash of the receipt. */
  readonly note: string
  /** The text of the leaf, and its C2SP tlog-proof. */
  readonly entry: { readonly leaf: string; readonly proof: string }
  /** The verifier key as one line of text. */
  readonly key: string
}

/** Names the first thing that is wrong, as a path such as `receipt.rights.0.zh`, or gives `null`. */
type Shape = (value: unknown, path: string) => string | null

const when =
  (holds: (value: unknown) => boolean): Shape =>
  (value, path) =>
    holds(value) ? null : path

const oneOf = (...values: readonly unknown[]): Shape => when((value) => values.includes(value))
const text = when((value) => typeof value === 'string' && value.isWellFormed())
const name = when((value) => typeof value === 'string' && value !== '' && value.isWellFormed())
const count = when((value) => typeof value === 'number' && Number.isSafeInteger(value) && value >= 0)
const instant = when(
  (value) =>
    typeof value === 'string' &&
    /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(value) &&
    !Number.isNaN(Date.parse(value)) &&
    new Date(value).toISOString() === value,
)

const orNull =
  (shape: Shape): Shape =>
  (value, path) =>
    value === null ? null : shape(value, path)

const listOf =
  (shape: Shape): Shape =>
  (value, path) => {
    if (!Array.isArray(value)) return path
    for (const [at, item] of value.entries()) {
      const wrong = shape(item, `${path}.${at}`)
      if (wrong !== null) return wrong
    }
    return null
  }

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Exactly these fields. The type makes the compiler see to it that none is forgotten here. */
const exactly =
  <T>(fields: { readonly [Key in keyof T]-?: Shape }): Shape =>
  (value, path) => {
    if (!isRecord(value)) return path
    const at = (key: string): string => (path === '' ? key : `${path}.${key}`)
    const shapes = Object.entries<Shape>(fields)
    for (const [key, shape] of shapes) {
      const wrong = Object.hasOwn(value, key) ? shape(value[key], at(key)) : at(key)
      if (wrong !== null) return wrong
    }
    const known = new Set(shapes.map(([key]) => key))
    const strange = Object.keys(value).find((key) => !known.has(key))
    return strange === undefined ? null : at(strange)
  }

type Item<T extends readonly unknown[]> = T[number]

const place = exactly<ReceiptPlace>({
  type: oneOf('workspace', 'department', 'resource'),
  id: orNull(name),
  name: orNull(text),
})
const named = exactly<Named>({ id: name, name: text })
const vector = listOf(exactly<Item<ReceiptVector>>({ place, permissions: listOf(name) }))

const receipt = exactly<Receipt>({
  v: oneOf(1),
  origin: name,
  workspace: named,
  revocation: exactly<Receipt['revocation']>({
    id: name,
    member: named,
    by: named,
    at: instant,
    what: oneOf('rights', 'grant', 'suspension', 'departure'),
    reason: name,
    because: text,
    revision: count,
    finishing: orNull(instant),
  }),
  rights: listOf(
    exactly<ReceiptRight>({
      permission: name,
      zh: text,
      en: text,
      ended: listOf(name),
      left: listOf(name),
      restricted: orNull(name),
    }),
  ),
  before: vector,
  after: vector,
  applied: orNull(
    exactly<ReceiptApplied>({
      state: oneOf('applied', 'applying', 'unverified'),
      tookMs: count,
      nodes: listOf(
        exactly<Item<ReceiptApplied['nodes']>>({
          node: name,
          outcome: oneOf('acknowledged', 'lease-ran-out', 'silent'),
          afterMs: count,
        }),
      ),
    }),
  ),
  checks: listOf(
    exactly<ReceiptCheck>({
      round: count,
      node: name,
      at: instant,
      tookMs: count,
      tried: count,
      failed: listOf(exactly<Item<ReceiptCheck['failed']>>({ permission: name, place })),
      surfaces: listOf(
        exactly<ReceiptSurface>({
          kind: oneOf(...receiptSurfaces),
          tried: count,
          refused: count,
          notTried: count,
          failed: count,
        }),
      ),
    }),
  ),
  remaining: listOf(
    exactly<ReceiptPath>({
      permission: name,
      label: text,
      how: oneOf('stopped', 'kept'),
      because: text,
    }),
  ),
  handover: orNull(
    exactly<ReceiptHandover>({
      given: listOf(
        exactly<Item<ReceiptHandover['given']>>({
          kind: name,
          to: text,
          how: oneOf('accepted', 'parked'),
          count,
          at: instant,
        }),
      ),
      backups: listOf(
        exactly<Item<ReceiptHandover['backups']>>({ at: instant, sha256: name, things: count }),
      ),
    }),
  ),
  issuedAt: instant,
})

const file = exactly<ReceiptFile>({
  format: oneOf('hufu-receipt-v1'),
  receipt,
  note: text,
  entry: exactly<ReceiptFile['entry']>({ leaf: text, proof: text }),
  key: text,
})

/** The first thing in a receipt that does not have its form, or `null`. */
export const wrongInReceipt = (value: unknown): string | null => receipt(value, 'receipt')

/** Longest receipt file read, in UTF-16 units. */
export const RECEIPT_LENGTH_MAX = 16_000_000

/** Reads the text of a receipt file, believing nothing in it: its form, or what is wrong with it. Never throws. */
export function parseReceipt(json: string): { readonly file: ReceiptFile } | { readonly wrong: string } {
  if (json.length > RECEIPT_LENGTH_MAX) return { wrong: 'length' }
  const value = parseJson(json)
  const wrong = value === undefined ? 'JSON' : file(value, '')
  if (wrong !== null) return { wrong }
  // Of a field that stands there twice, one reader takes the first and another the last.
  if (fieldsWritten(json) !== fieldsIn(value)) return { wrong: 'JSON' }
  // Checked just above, field by field; the compiler cannot follow it through the table.
  return { file: value as ReceiptFile }
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}

/** How many names of fields stand in a text that is JSON. */
function fieldsWritten(json: string): number {
  let written = 0
  for (let at = json.indexOf('"'); at >= 0; at = json.indexOf('"', at)) {
    at += 1
    while (json[at] !== '"') at += json[at] === '\\' ? 2 : 1
    at += 1
    while (json[at] === ' ' || json[at] === '\n' || json[at] === '\r' || json[at] === '\t') at += 1
    if (json[at] === ':') written += 1
  }
  return written
}

/** How many fields a value has, those of its parts included. */
function fieldsIn(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, part) => sum + fieldsIn(part), 0)
  if (!isRecord(value)) return 0
  return Object.values(value).reduce<number>((sum, part) => sum + 1 + fieldsIn(part), 0)
}
