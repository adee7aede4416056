import { common } from './common.ts'
import { messenger } from './messenger.ts'

/** Every word of the pages in this language, by area. */
export const words = { common, messenger } as const
