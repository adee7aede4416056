export { readConfig } from './config.ts'
export type { Config } from './config.ts'
export type { MailSettings } from './mail.ts'
