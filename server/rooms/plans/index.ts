export { startPlans } from './carrying.ts'
export { moveAndReview } from './move.ts'
export { planRoutes } from './routes.ts'
export { moveWords, planWords } from './words.ts'
