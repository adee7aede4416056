import { locale } from './locale.ts'

/** Names one after the other, as the language of the page writes a list. */
export const listed = (names: readonly string[]): string => names.join(locale() === 'zh-CN' ? '、' : ', ')
