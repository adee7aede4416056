/** What a sentence about an entry may name. `whom` are the members it concerns, `text` the sealed clear text. */
export type Told = {
  readonly who: string
  readonly whom: string
  /** Whether whoever did it did it to themself alone. */
  readonly own: boolean
  readonly text: (field: string) => string
  readonly data: Readonly<Record<string, unknown>>
}
type Sentence = (told: Told) => string
/** A sentence in both languages. */
export type Words = readonly [zh: Sentence, en: Sentence]

const because = (told: Told, zh: boolean): string => {
  const reason = told.text('because')
  if (reason === '') return ''
  return zh ? `，原因：${reason}` : `: ${reason}`
}
/** The clear name an entry was given. */
export const named = (told: Told): string => told.text('name') || told.text('to')

/** A sentence, with the reason behind it where one was given. */
export const simple = (zh: (told: Told) => string, en: (told: Told) => string): Words => [
  (told) => zh(told) + because(told, true),
  (told) => en(told) + because(told, false),
]

/** A plain value of an entry's data as text. */
export const said = ({ data }: Told, field: string): string => {
  const value = data[field]
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}
