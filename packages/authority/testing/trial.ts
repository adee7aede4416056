import fc from 'fast-check'

/** Checks something of companies grown from random seeds: few and always the same, or as many as a trial asks for. */
export function everyCompany(rounds: number, holds: (seed: number) => void): void {
  const numRuns = Number(process.env['HUFU_TRIALS_COUNT'] ?? rounds)
  const seed = Number(process.env['HUFU_TRIALS_SEED'] ?? 20260329)
  fc.assert(fc.property(fc.integer({ min: 0, max: 2 ** 31 - 1 }), holds), { numRuns, seed })
}
