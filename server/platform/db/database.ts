import type { Config } from '../config/index.ts'
import type { Log } from '../log/index.ts'
import { startEmbedded } from './embedded/embedded.ts'
import { checkExternal } from './external.ts'

/** A database that takes connections. `url` holds a password: it is for `pg`, never for a log. */
export type Database = {
  readonly kind: 'embedded' | 'external'
  readonly url: string
  /** Called each time the embedded database is back after it died. Returns the way to stop listening. */
  readonly onRestart: (listener: () => void) => () => void
  /** Called once when the embedded database died too often to go on; the server should stop. */
  readonly onLost: (listener: (error: Error) => void) => () => void
  /** Stops an embedded database in 5 s at the most; leaves an external one alone. */
  readonly stop: () => Promise<void>
}

/** Starts the embedded database, or checks the one `DATABASE_URL` names. Refusals carry `details.words` for the operator. */
export function startDatabase(
  config: Pick<Config, 'databaseUrl' | 'dataDir' | 'dataDirChosen'>,
  log: Log,
): Promise<Database> {
  return config.databaseUrl === null ? startEmbedded(config, log) : checkExternal(config.databaseUrl, log)
}
