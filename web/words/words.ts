import dayjs from 'dayjs'
import relativeTime from 'dayjs/plugin/relativeTime'
import 'dayjs/locale/zh-cn'
import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import { keepLocale, locale } from './locale.ts'
import type { Locale } from './locale.ts'

const load = {
  'zh-CN': async () => (await import('./zh-CN/index.ts')).words,
  'en-US': async () => (await import('./en-US/index.ts')).words,
}

/** Brings the words of the language of this page; to be awaited before the first drawing. */
export async function startWords(): Promise<void> {
  dayjs.extend(relativeTime)
  await i18next.use(initReactI18next).init({
    lng: locale(),
    fallbackLng: false,
    defaultNS: 'common',
    resources: { [locale()]: await load[locale()]() },
    interpolation: { escapeValue: false },
    returnNull: false,
  })
  settle(locale())
}

/** Changes the language of the page at once and keeps it on this device. */
export async function speak(next: Locale): Promise<void> {
  if (next === i18next.language) return
  for (const [area, words] of Object.entries(await load[next]())) i18next.addResourceBundle(next, area, words)
  keepLocale(next)
  settle(next)
  await i18next.changeLanguage(next)
}

function settle(now: Locale): void {
  dayjs.locale(now === 'zh-CN' ? 'zh-cn' : 'en')
  document.documentElement.lang = now
}
