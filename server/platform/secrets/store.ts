import pg from 'pg'

/** How many seeds are kept that another key than this one has sealed; all of them when there is none. */
export async function sealedElsewhere(url: string, keyId: Buffer | null): Promise<number> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 })
  await client.connect()
  try {
    const { rows } = await client.query<{ count: number }>(
      `select count(*)::int as count from totp where $1::bytea is null or key_id <> $1::bytea`,
      [keyId],
    )
    return rows[0]?.count ?? 0
  } finally {
    await client.end()
  }
}
