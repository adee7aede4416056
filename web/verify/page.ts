/** The page that verifies receipts and exported ledgers by itself: one file, no server, no network. */
import { saveBytes } from '../data/save.ts'
import { make, verdict } from './dom.ts'
import { answerTo } from './verifying.ts'
import { fill, wordsIn } from './words.ts'
import type { Locale } from './words.ts'

// As it came, before anything was drawn: what is saved is the same page once more.
const pristine = `<!doctype html>\n${document.documentElement.outerHTML}\n`
const dark = matchMedia('(prefers-color-scheme: dark)')
function dress(): void {
  document.documentElement.dataset['theme'] = dark.matches ? 'dark' : 'light'
}
dark.addEventListener('change', dress)
dress()
const icon = document.querySelector('link[rel=icon]')?.getAttribute('href') ?? ''

const state: { locale: Locale; file: File | null; key: string; turn: number } = {
  locale: navigator.language.startsWith('zh') ? 'zh-CN' : 'en-US',
  file: null,
  key: '',
  turn: 0,
}

const answer = make('div', { role: 'status', 'aria-live': 'polite' })

/** Verifies what was chosen; one that is chosen meanwhile takes over. */
async function verify(): Promise<void> {
  const { file, key } = state
  state.turn += 1
  const { turn } = state
  if (file === null) return answer.replaceChildren()
  const words = wordsIn(state.locale)
  const show = (...nodes: readonly (Node | string)[]): void => {
    if (turn === state.turn)
      answer.replaceChildren(make('section', {}, make('p', { class: 'quiet' }, file.name), ...nodes))
  }
  try {
    show(...(await answerTo(words, file, key, (text) => show(text))))
  } catch {
    show(verdict('bad', fill(words.unreadable, { name: file.name })))
  }
}

function take(file: File | null | undefined): void {
  if (file === null || file === undefined) return
  state.file = file
  void verify()
}

function draw(): void {
  const words = wordsIn(state.locale)
  document.documentElement.lang = state.locale
  document.title = `${words.title} · 虎符 Hufu`
  document
    .querySelector('#page')
    ?.replaceChildren(head(), make('p', { class: 'quiet' }, words.lead), drop(), ...keyField(), answer)
  void verify()
}

function head(): HTMLElement {
  const words = wordsIn(state.locale)
  const save = make('button', { type: 'button' }, words.save)
  save.addEventListener('click', () => {
    saveBytes(new Blob([pristine], { type: 'text/html;charset=utf-8' }), 'hufu-verify.html')
  })
  const languages = make('span', { role: 'group', 'aria-label': words.language })
  for (const [locale, name] of [
    ['zh-CN', '中文'],
    ['en-US', 'English'],
  ] as const) {
    const pressed = String(locale === state.locale)
    const button = make('button', { type: 'button', lang: locale, 'aria-pressed': pressed }, name)
    button.addEventListener('click', () => {
      state.locale = locale
      draw()
    })
    languages.append(button, ' ')
  }
  return make('header', {}, make('img', { src: icon, alt: '' }), make('h1', {}, words.title), languages, save)
}

function drop(): HTMLElement {
  const words = wordsIn(state.locale)
  const input = make('input', { type: 'file', hidden: '', 'aria-label': words.file })
  input.addEventListener('change', () => take(input.files?.[0]))
  const choose = make('button', { type: 'button', class: 'main' }, words.choose)
  choose.addEventListener('click', () => input.click())
  const area = make(
    'div',
    { class: 'drop' },
    make('p', {}, words.drop),
    choose,
    input,
    make('p', { class: 'quiet' }, words.accepts),
  )
  for (const name of ['dragover', 'dragleave', 'drop'] as const)
    area.addEventListener(name, (event) => {
      event.preventDefault()
      area.classList.toggle('over', name === 'dragover')
      if (name === 'drop') take(event.dataTransfer?.files[0])
    })
  return area
}

function keyField(): readonly HTMLElement[] {
  const words = wordsIn(state.locale)
  const field = make('textarea', {
    id: 'key',
    spellcheck: 'false',
    autocomplete: 'off',
    'aria-describedby': 'key-hint',
  })
  field.value = state.key
  field.addEventListener('input', () => {
    // A key that was sent by mail may have been broken into lines.
    state.key = field.value.replaceAll(/\s/g, '')
    void verify()
  })
  return [
    make('label', { for: 'key' }, words.key),
    field,
    make('p', { id: 'key-hint', class: 'quiet' }, words.keyHint),
  ]
}

// A file that misses the place for it must not be opened in place of this page.
for (const name of ['dragover', 'drop'] as const)
  globalThis.addEventListener(name, (event) => event.preventDefault())
draw()
