export { criticalActWords } from './notices.ts'
export { auditRoutes } from './routes.ts'
export type { AuditParts } from './routes.ts'
export type { VerifyParts } from './verify.ts'
