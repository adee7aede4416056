type Child = Node | string | null

/** Makes an element. What is text stays text: nothing of a file is ever read as HTML. */
export function make<K extends keyof HTMLElementTagNameMap>(
  name: K,
  attributes: Readonly<Record<string, string>>,
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value)
  element.append(...children.filter((child) => child !== null))
  return element
}

/** A part of the answer under its heading; nothing when it is empty. */
export function part(title: string, ...children: readonly Child[]): HTMLElement {
  return make('section', {}, make('h2', {}, title), ...children)
}

/** Facts by name; those without a value are left out. */
export function facts(pairs: readonly (readonly [name: string, value: string])[]): HTMLElement {
  const told = pairs.filter(([, value]) => value !== '')
  return make('dl', {}, ...told.flatMap(([name, value]) => [make('dt', {}, name), make('dd', {}, value)]))
}

/** A list; `kind` is its class. */
export function list(items: readonly string[], kind = ''): HTMLElement {
  return make('ul', kind === '' ? {} : { class: kind }, ...items.map((item) => make('li', {}, item)))
}

/** The answer in one line. */
export function verdict(kind: 'good' | 'warn' | 'bad', text: string): HTMLElement {
  return make('p', { class: `verdict ${kind}` }, text)
}
