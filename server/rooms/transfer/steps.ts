import type { Locale } from '../../platform/http/index.ts'
import type { Settings } from './offering.ts'

/** What will happen, one step a line, as the company and its profile have it. */
export function stepsOf(
  { consent, approvals, strict }: Settings & { readonly strict: boolean },
  locale: Locale,
): readonly string[] {
  const say = (zh: string, en: string): string => (locale === 'zh-CN' ? zh : en)
  return [
    say('你确认身份，发出转让', 'You prove who you are and make the offer'),
    ...(consent === 'approvals'
      ? [say(`${approvals} 位超级管理员同意`, `Super administrators agree: ${approvals}`)]
      : []),
    ...(consent === 'letter' ? [say('上传企业授权书', 'The company’s letter is put on record')] : []),
    say('接任者阅读职责、确认身份并接受', 'The successor reads the duties, proves who they are and accepts'),
    ...(strict
      ? [
          say('你在 15 分钟内再次确认身份', 'You prove once more who you are, within 15 minutes'),
          say('24 小时冷静期，期间可以取消或被否决', 'It cools off for 24 hours, and can be stopped'),
        ]
      : []),
    say('立即交接：你的设备全部退出登录', 'The seat changes hands, and your devices are signed out'),
    say('72 小时内可以撤回', 'For 72 hours it can be taken back'),
  ]
}
