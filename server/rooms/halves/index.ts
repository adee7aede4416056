export { halfBy } from './commands.ts'
export { halfRoutes } from './routes.ts'
export type { HalvesParts } from './routes.ts'
export { halfWords } from './words.ts'
