import type { Locale } from '../../platform/http/index.ts'

type Duty = {
  readonly key: string
  readonly zh: readonly [string, string]
  readonly en: readonly [string, string]
}

/** What comes with the top seat. Who accepts it has confirmed each; a key is never used for something else. */
export const duties: readonly Duty[] = [
  {
    key: 'answerable',
    zh: ['对企业负责', '你是企业在系统中的最终负责人，所有权限最终由你负责。'],
    en: ['Answer for the company', 'In the end every right in the system is your responsibility.'],
  },
  {
    key: 'appoint',
    zh: ['任命超级管理员', '只有你能任命超级管理员。请至少任命一位，并定期检查是否仍然合适。'],
    en: [
      'Appoint super administrators',
      'Only you can. Have at least one, and look regularly whether they still fit.',
    ],
  },
  {
    key: 'least',
    zh: ['少给权限', '只给工作需要的权限，不再需要时及时收回。'],
    en: ['Give little', 'Give what work needs, and take it back when it is needed no more.'],
  },
  {
    key: 'sign-in',
    zh: ['保护你的登录', '密码和验证方式只属于你本人，不告诉任何人，也不与人共用。'],
    en: ['Guard your sign-in', 'Your password and factors are yours alone; tell and share them with nobody.'],
  },
  {
    key: 'recovery',
    zh: ['保管备用代码', '生成备用代码并离线保存，以免无法登录。'],
    en: ['Keep recovery codes', 'Make them and keep them offline, so that you are not locked out.'],
  },
  {
    key: 'leavers',
    zh: ['处理离职与调岗', '确保离开的人及时失去权限，工作有人接手。'],
    en: ['See people off', 'Whoever leaves loses their rights in time, and somebody takes over their work.'],
  },
  {
    key: 'privacy',
    zh: ['保护个人信息', '依法处理成员的个人信息和聊天记录，不越权查看。'],
    en: [
      'Protect personal data',
      'Handle data and messages of members lawfully, and look at nothing you need not.',
    ],
  },
  {
    key: 'ledger',
    zh: ['核对账本', '重要变更都记在账本里，请定期查看和核验。'],
    en: ['Read the ledger', 'What matters is written there; look at it and verify it regularly.'],
  },
  {
    key: 'backup',
    zh: ['备份与运维', '确保服务器有备份，密钥另行保管。'],
    en: ['Backups', 'See that the server is backed up and its keys are kept elsewhere.'],
  },
  {
    key: 'succession',
    zh: ['安排接任', '离开之前先转让创建者身份，不要让企业没有负责人。'],
    en: [
      'Arrange your succession',
      'Hand the seat on before you go; do not leave the company without a creator.',
    ],
  },
]

/** As they are read in one language. */
export const dutiesIn = (locale: Locale) =>
  duties.map(({ key, zh, en }) => {
    const [title, words] = locale === 'zh-CN' ? zh : en
    return { key, title, words }
  })

/** Which of them somebody has not confirmed. */
export const unread = (confirmed: readonly string[]): readonly string[] =>
  duties.map(({ key }) => key).filter((key) => !confirmed.includes(key))
