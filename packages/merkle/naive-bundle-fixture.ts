/**
 * A second reader of exported ledgers, for tests: the whole file in memory, one rule after the other, sharing nothing
 * with the real one. It says whether a file is good, and which entry is the first bad one where a rule names an entry.
 */
import { createHash, createPublicKey, verify } from 'node:crypto'

type Found = { readonly good: boolean; readonly first: number | null }
type Given = { readonly key?: string; readonly since?: readonly string[] }
// What JSON gives, taken as it comes: a wrong shape throws, and that is a no.
type Loose = Readonly<Record<string, never>>

const sha = (...parts: readonly (string | Uint8Array)[]): Buffer => {
  const digest = createHash('sha256')
  for (const part of parts) digest.update(part)
  return digest.digest()
}

function rootOver(leaves: readonly Buffer[]): Buffer {
  const [only] = leaves
  if (only === undefined) return sha('')
  if (leaves.length === 1) return only
  let left = 1
  while (left * 2 < leaves.length) left *= 2
  return sha(Buffer.of(1), rootOver(leaves.slice(0, left)), rootOver(leaves.slice(left)))
}

/** Size and root of a signed checkpoint of this ledger, or null. */
function signedHead(note: string, key: string): { readonly size: number; readonly root: string } | null {
  const [name = '', id = '', ...rest] = key.split('+')
  const raw = Buffer.from(rest.join('+'), 'base64').subarray(1)
  const at = note.lastIndexOf('\n\n')
  const body = note.slice(0, at + 1)
  const mine = note
    .slice(at + 2)
    .split('\n')
    .find(
      (line) =>
        line.startsWith(`— ${name} `) &&
        Buffer.from(line.split(' ')[2] ?? '', 'base64')
          .toString('hex')
          .startsWith(id),
    )
  if (mine === undefined) return null
  const signature = Buffer.from(mine.split(' ')[2] ?? '', 'base64').subarray(4)
  const der = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), raw])
  const publicKey = createPublicKey({ key: der, format: 'der', type: 'spki' })
  const [origin, size = '', root = ''] = body.split('\n')
  if (origin !== name || !verify(null, Buffer.from(body), publicKey, signature)) return null
  return { size: Number(size), root }
}

const sorted = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(sorted)
    : typeof value === 'object' && value !== null
      ? Object.fromEntries(
          Object.entries(value)
            .map(([name, inner]) => [name, sorted(inner)] as const)
            .toSorted(([a], [b]) => (a < b ? -1 : 1)),
        )
      : value

/** What is wrong with the line of one entry by itself. */
function isSound(entry: Loose, raw: string, head: Loose, revision: number): boolean {
  const leaf = JSON.parse(raw) as Loose
  if (JSON.stringify(sorted(leaf)) !== raw || leaf['v'] !== 1) return false
  if (leaf['workspace'] !== head['workspace'] || leaf['tree'] !== head['tree']) return false
  const step = Number(leaf['revision']) - revision
  if (step < 0 || (step > 1 && head['tree'] === 'authority')) return false
  if (head['texts'] !== true) return true
  const told = Object.entries(leaf['sealed'] ?? {}) as [string, string][]
  const clear = Object.entries(entry['sealed'] ?? {}) as [string, string][]
  const salt = Buffer.from(entry['salt'] ?? '', 'hex')
  return (
    salt.length === 16 &&
    told.length === clear.length &&
    clear.every(
      ([field, text]) =>
        (leaf['sealed'] ?? {})[field] === sha(salt, field, Buffer.of(0), text).toString('hex'),
    )
  )
}

const fields = (texts: boolean): string => (texts ? 'index,link,salt,sealed,leaf' : 'index,link,leaf')

/** Reads a file. */
export function naiveBundle(text: string, { key, since = [] }: Given = {}): Found {
  const bad: number[] = []
  let good = true
  try {
    const lines = text.split('\n')
    if (lines.pop() !== '') return { good: false, first: null }
    const values = lines.map((line) => {
      const value = JSON.parse(line) as Loose
      if (JSON.stringify(value) !== line) throw new Error(line)
      return value
    })
    const [head, ...rest] = values
    const end = rest.pop()
    if (head?.['format'] !== 'hufu-ledger-v1' || end === undefined) return { good: false, first: null }
    const name = `hufu/${String(head['workspace'])}/${String(head['tree'])}`
    const own = String(head['key'])
    good &&= Object.keys(head).join() === 'format,workspace,tree,size,texts,key,at'
    good &&= own.startsWith(`${name}+`)
    good &&= key === undefined || key === own
    const leaves: Buffer[] = []
    let link = sha('')
    let revision = 0
    let signed = 0
    let notes = 0
    for (const value of rest) {
      if ('end' in value) {
        good = false
        break
      }
      if ('checkpoint' in value) {
        const checkpoint = signedHead(value['checkpoint'] ?? '', own)
        notes += 1
        good &&= checkpoint !== null && checkpoint.size === leaves.length
        good &&= checkpoint?.root === rootOver(leaves).toString('base64')
        signed = checkpoint?.size ?? 0
        continue
      }
      const place = leaves.length
      // The leaf is the last field, and its text what stands between its colon and the end of the line.
      const raw = JSON.stringify(value['leaf'])
      const leaf = sha(Buffer.of(0), raw)
      link = sha(link, leaf)
      leaves.push(leaf)
      if (Object.keys(value).join() !== fields(head['texts'] === true)) bad.push(place)
      // One that is missing is named by its own place, one that is there once more by its index.
      else if (value['index'] !== place) bad.push(Math.min(place, Number(value['index'])))
      else if (value['link'] !== link.toString('hex') || !isSound(value, raw, head, revision)) bad.push(place)
      revision = Number((JSON.parse(raw) as Loose)['revision'])
      if (bad.length > 0) break
    }
    good &&= bad.length > 0 || (head['size'] === leaves.length && signed === leaves.length)
    good &&= bad.length > 0 || (end['end'] === leaves.length && end['checkpoints'] === notes)
    for (const note of since) {
      const older = signedHead(note, own)
      good &&= older !== null && older.size <= leaves.length
      good &&= older?.root === rootOver(leaves.slice(0, older?.size)).toString('base64')
    }
  } catch {
    good = false
  }
  return { good: good && bad.length === 0, first: bad[0] ?? null }
}
