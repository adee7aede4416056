/** People as whoever reads may know them: somebody who is hidden from them has a part in a request, and no name. */
import type { RequestPerson } from '@hufu/contract'
import type { Locale, Reading } from '../../platform/http/index.ts'
import { sightOf } from '../directory/index.ts'

// No member's id.
const HIDDEN = '00000000-0000-0000-0000-000000000000'

const someone = (locale: Locale): string => (locale === 'zh-CN' ? '一位同事' : 'A colleague')

/** INVARIANT V2: names of those whom whoever reads sees; of others that there is somebody. */
export function knownTo(reading: Reading, locale: Locale) {
  const sight = sightOf(reading, reading.memberId, reading.at)
  const isKnown = (id: string): boolean => sight.member(id)
  return {
    name: (id: string, names: ReadonlyMap<string, string>): string =>
      isKnown(id) ? (names.get(id) ?? id) : someone(locale),
    person: (id: string, name: string, department: string): RequestPerson =>
      isKnown(id) ? { id, name, department } : { id: HIDDEN, name: someone(locale), department: '' },
  }
}
