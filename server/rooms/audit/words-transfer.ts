import { simple } from './telling.ts'
import type { Words } from './telling.ts'

/** One sentence for each event of the top seat, in both languages. */
export const transferSentences: Readonly<Record<string, Words>> = {
  'creator.transferred@1': simple(
    (t) => `创建者身份已移交给 ${t.whom}（${t.who}）`,
    (t) => `The top seat went to ${t.whom} (${t.who})`,
  ),
}
