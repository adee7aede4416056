import type { SystemLine } from './messaging.ts'

type Say = (line: SystemLine, names: string) => string

const zh: Record<SystemLine['what'], Say> = {
  opened: ({ actor, title }) => `${actor} 创建了群聊“${title ?? ''}”`,
  joined: ({ actor }, names) => `${actor} 邀请 ${names} 加入群聊`,
  removed: ({ actor }, names) => `${actor} 将 ${names} 移出群聊`,
  left: ({ actor }) => `${actor} 退出了群聊`,
  renamed: ({ actor, title }) => `${actor} 将群名改为“${title ?? ''}”`,
  owner: (_line, names) => `${names} 成为新的群主`,
}

const en: Record<SystemLine['what'], Say> = {
  opened: ({ actor, title }) => `${actor} created the group “${title ?? ''}”`,
  joined: ({ actor }, names) => `${actor} added ${names}`,
  removed: ({ actor }, names) => `${actor} removed ${names}`,
  left: ({ actor }) => `${actor} left the group`,
  renamed: ({ actor, title }) => `${actor} renamed the group to “${title ?? ''}”`,
  owner: (_line, names) => `${names} now owns the group`,
}

/** Most names told in one line; the rest are counted. */
export const LINE_NAMES_MAX = 5

/** The sentence of a system message in one language. */
export function lineWords(line: SystemLine, locale: 'zh-CN' | 'en-US'): string {
  const more = line.count - line.names.length
  if (locale === 'zh-CN') {
    const names = line.names.join('、') + (more > 0 ? ` 等 ${line.count} 人` : '')
    return zh[line.what](line, names)
  }
  const names = line.names.join(', ') + (more > 0 ? ` and ${more} more` : '')
  return en[line.what](line, names)
}
