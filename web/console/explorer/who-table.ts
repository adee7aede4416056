import { contract } from '@hufu/contract'
import type { PersonNamed } from '@hufu/contract'
import { ask } from '../../data/ask.ts'
import { saveText } from '../../data/save.ts'
import type { InputOf } from '../../data/shapes.ts'
import { tableText } from './table-text.ts'

type Body = InputOf<typeof contract.authority.whoCan>['body']

/** People that one table holds. */
const EXPORTED_MAX = 200_000
const PAGE = 200

/** Reads page by page who can, and hands the table to the browser's download. Answers how many stand in it. */
export async function saveWhoCan(
  body: Body,
  head: readonly [string, string],
  fileName: string,
  onRead: (count: number) => void,
): Promise<number> {
  const people: PersonNamed[] = []
  let cursor: string | null = null
  do {
    const page: { readonly items: readonly PersonNamed[]; readonly next: string | null } = await ask(
      contract.authority.whoCan,
      { body: { ...body, limit: PAGE, ...(cursor === null ? {} : { cursor }) } },
    )
    people.push(...page.items)
    onRead(people.length)
    cursor = page.next
  } while (cursor !== null && people.length < EXPORTED_MAX)
  const rows = people.slice(0, EXPORTED_MAX).map(({ name, department }) => [name, department])
  saveText(tableText([head, ...rows]), `${fileName}.csv`)
  return rows.length
}
