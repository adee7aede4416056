import type { RequestLine } from '@hufu/contract'

type Searched = Pick<RequestLine, 'because' | 'member' | 'requester' | 'terms'>

/** Whether a request is meant by what was typed: its rights by name or key, its people, its reason. */
export function fitsRequest(request: Searched, what: string, find: string): boolean {
  const wanted = find.trim().toLowerCase()
  if (wanted === '') return true
  const { because, member, requester, terms } = request
  const keys = terms?.rights.flatMap((right) => [right.label, ...right.permissions]) ?? []
  return [what, because, member.name, requester.name, ...keys].some((text) =>
    text.toLowerCase().includes(wanted),
  )
}
