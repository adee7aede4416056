import { assert } from '@hufu/kit'
import pg from 'pg'

const oidInt8 = 20
const oidDate = 1082
const oidTimestamp = 1114

const asSafeInteger = (text: string): number => {
  const value = Number(text)
  assert(
    Number.isSafeInteger(value),
    `the database returned ${text}, which no JavaScript number holds exactly`,
  )
  return value
}

const asIs = (text: string): string => text

/**
 * How column values arrive: int8 as a number (asserted safe), timestamptz as Date, json as parsed JSON,
 * date and timestamp without zone as their text, because a JavaScript Date would move them by the machine's zone.
 */
export const columnTypes: pg.CustomTypesConfig = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    if (format !== 'binary') {
      if (oid === oidInt8) return asSafeInteger
      if (oid === oidDate || oid === oidTimestamp) return asIs
    }
    // oxlint-disable-next-line no-unsafe-return -- `pg` types what a column parser returns as anything, and so it is
    return pg.types.getTypeParser(oid, format ?? 'text')
  },
}
