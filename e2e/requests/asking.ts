import { permission, type PermissionKey } from '@hufu/authority'

/** A permission as the pages name it. */
export const rightName = (key: PermissionKey, language: 'zh-CN' | 'en-US'): string =>
  permission(key)[language === 'zh-CN' ? 'zh' : 'en']
