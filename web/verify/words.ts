import { revocations as revocationsEn } from '../words/en-US/revocations.ts'
import { verify as en } from '../words/en-US/verify.ts'
import type { Same } from '../words/same.ts'
import { revocations as revocationsZh } from '../words/zh-CN/revocations.ts'
import { verify as zh } from '../words/zh-CN/verify.ts'

export type Locale = 'zh-CN' | 'en-US'

/** The words of this page in one language, and the names of the reasons for which rights are taken back. */
export type Words = Same<typeof zh> & { readonly locale: Locale; readonly reason: (key: string) => string }

/** All words of a language. */
export function wordsIn(locale: Locale): Words {
  const words = locale === 'zh-CN' ? zh : en
  const reasons: Readonly<Record<string, string>> =
    locale === 'zh-CN' ? revocationsZh.reason : revocationsEn.reason
  return { ...words, locale, reason: (key) => (Object.hasOwn(reasons, key) ? (reasons[key] ?? key) : key) }
}

/** Fills the blanks of a sentence. */
export function fill(sentence: string, values: Readonly<Record<string, string | number>>): string {
  return sentence.replaceAll(/\{\{(\w+)\}\}/g, (whole, name: string) => String(values[name] ?? whole))
}

/** An instant as people of this language write it, with its zone. */
export function instant(iso: string, locale: Locale): string {
  const at = new Date(iso)
  if (Number.isNaN(at.getTime())) return iso
  return new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'long' }).format(at)
}
