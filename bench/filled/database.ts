import { testDatabase } from '../../server/testing/index.ts'
import type { TestDatabase } from '../../server/testing/index.ts'
import { fill } from './fill.ts'
import type { FilledSize } from './fill.ts'

/** A database of its own with a filled company in it. Whoever asked for it ends it. */
export async function filledDatabase(
  size: FilledSize,
  progress: (text: string) => void,
): Promise<TestDatabase> {
  const database = await testDatabase()
  try {
    await fill(database.keeperUrl, size, progress)
    return database
  } catch (error) {
    await database.end()
    throw error
  }
}
