import type { Browser } from '../../server/testing/index.ts'

export type View = {
  readonly id: string
  readonly state: string
  readonly code: string | null
  readonly rowsRead: number
}

/** Uploads the file and waits for its preview, as the page does. */
export async function previewed(who: Browser, file: string, progress: (text: string) => void): Promise<View> {
  const cookie = [...who.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const headers = { cookie, 'sec-fetch-site': 'same-origin', 'content-type': 'application/octet-stream' }
  const response = await fetch(`${who.url}/api/v1/imports?fileName=all.csv`, {
    method: 'POST',
    headers,
    body: file,
  })
  // The answer is the contract's import view; a refusal has no id and ends the loop below.
  let view = (await response.json()) as View
  for (let looked = 0; view.state === 'reading'; looked++) {
    await new Promise((resolve) => setTimeout(resolve, 200))
    view = (await who.ok('GET', `/api/v1/imports/${view.id}`)) as unknown as View
    if (looked % 25 === 24) progress(`${view.rowsRead} rows read`)
  }
  if (view.state !== 'ready') throw new Error(`the file was refused: ${view.code ?? view.state}`)
  return view
}
