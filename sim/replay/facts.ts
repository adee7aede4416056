/** What is true of an organisation, as sorted plain sentences: so two ways of knowing it can be compared line by line. */
export type Sentences = ReadonlySet<string>

/** The words of the sentences, in one place, so that both sides say the same thing in the same way. */
export const say = {
  org: (org: string): string => `organisation ${org} is there`,
  /** Of the newest account of a person: whoever comes back has another than the one they left with. */
  member: (person: string, status: string): string => `${person} is ${status}`,
  earlier: (person: string, nth: number, status: string): string =>
    `account ${nth} of ${person} is ${status}`,
  place: (person: string, org: string): string => `${person} belongs to ${org}`,
  administers: (person: string, org: string): string => `${person} administers ${org}`,
  team: (team: string, org: string): string => `team ${team} stands in ${org}`,
  teamMember: (person: string, team: string): string => `${person} is in team ${team}`,
  maintains: (person: string, team: string): string => `${person} maintains team ${team}`,
  resource: (repository: string, org: string): string => `repository ${repository} stands in ${org}`,
  grant: (team: string, level: string, repository: string): string =>
    `team ${team} holds ${level} at ${repository}`,
}

export type Difference = { readonly missing: readonly string[]; readonly extra: readonly string[] }

/** What the file says and the company does not, and the other way round. */
export function compare(expected: Sentences, found: Sentences): Difference {
  const without = (a: Sentences, b: Sentences): readonly string[] =>
    [...a].filter((each) => !b.has(each)).toSorted()
  return { missing: without(expected, found), extra: without(found, expected) }
}
