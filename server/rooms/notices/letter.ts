/** A notice as a letter: the words of the bell, a way to the page, and why it comes. Pure. */
import type { Notice } from '@hufu/contract'
import type { Locale } from '../../platform/http/index.ts'
import type { Letter } from '../../platform/mail/index.ts'

const SUBJECT_MAX = 120

const around = {
  'zh-CN': {
    subject: (title: string) => `虎符：${title}`,
    hello: (name: string) => `${name}，你好：`,
    see: '在虎符中查看',
    why: '这封邮件由虎符自动发出，请勿回复。不想再收到邮件通知，可以在“我”的设置里关闭。',
  },
  'en-US': {
    subject: (title: string) => `Hufu: ${title}`,
    hello: (name: string) => `Hello ${name},`,
    see: 'See it in Hufu',
    why: 'Hufu sent this by itself; please do not reply. You can switch e-mail off in the settings of your own page.',
  },
} as const

/** The letter for one notice, in the language of whoever gets it. */
export function letterOf(
  notice: Pick<Notice, 'id' | 'title' | 'words'>,
  { name, email, locale, publicUrl }: LetterParts,
): Letter {
  const words = around[locale]
  const address = `${publicUrl}/me/notices`
  const said = [words.hello(onOneLine(name)), onOneLine(notice.title), onOneLine(notice.words)]
  const lines = said.filter((line) => line !== '')
  return {
    id: notice.id,
    to: { name: onOneLine(name), address: email },
    subject: words.subject(onOneLine(notice.title)).slice(0, SUBJECT_MAX),
    text: `${lines.join('\n\n')}\n\n${words.see}: ${address}\n\n-- \n${words.why}\n`,
    html: [
      ...lines.map((line) => `<p>${escaped(line)}</p>`),
      `<p><a href="${escaped(address)}">${escaped(words.see)}</a></p>`,
      `<p style="color:#666;font-size:12px">${escaped(words.why)}</p>`,
    ].join('\n'),
  }
}

type LetterParts = {
  readonly name: string
  readonly email: string
  readonly locale: Locale
  readonly publicUrl: string
}

/** Names and titles are single lines where they enter; a header would break on anything else. */
const onOneLine = (text: string): string => text.replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]+/gu, ' ').trim()

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escaped = (text: string): string => text.replaceAll(/[&<>"]/g, (sign) => escapes[sign] ?? sign)
