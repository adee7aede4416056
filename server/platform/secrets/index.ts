export { checkSecrets } from './diagnose.ts'
export { openSecrets, secretsFrom } from './secrets.ts'
export type { Sealed, Secrets } from './secrets.ts'
