/** A paper: its path relative to the top, and its text. */
export type Paper = { readonly path: string; readonly text: string }

/** Every link of a paper to a place in this repository, as a path relative to the top. Pure. */
export function linksOf({ path, text }: Paper): readonly string[] {
  const folder = path.split('/').slice(0, -1)
  const prose = text.replaceAll(/```[\s\S]*?```/g, '').replaceAll(/`[^`\n]*`/g, '')
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, link = '']) => link.replace(/#.*$/, ''))
    .filter((link) => link !== '' && !/^[a-z]+:/.test(link))
    .map((link) => resolve(folder, link))
}

function resolve(folder: readonly string[], link: string): string {
  const steps = link.startsWith('/') ? [] : [...folder]
  for (const step of link.split('/')) {
    if (step === '..') steps.pop()
    else if (step !== '.' && step !== '') steps.push(step)
  }
  return steps.join('/')
}
