import { expect, type Locator, type Page } from '@playwright/test'
import { named } from './hands.ts'
import type { Words } from './story.ts'

/** What the page's next QR code holds: its address, and the figures to choose. */
export async function nextCode(
  page: Page,
  act: () => Promise<void>,
): Promise<{ url: string; digits: string }> {
  const answer = page.waitForResponse(
    (response) => response.request().method() === 'POST' && /\/links?$/.test(response.url()),
  )
  await act()
  // The page reads the same answer; a story only looks over its shoulder, as a camera does.
  return (await (await answer).json()) as { url: string; digits: string }
}

/** Opens on the phone what its camera has read. */
export async function scan(pocket: Page, url: string): Promise<void> {
  // Another code at the same page differs in what stands behind the number sign only, which loads nothing anew.
  await pocket.goto('about:blank')
  await pocket.goto(url)
}

/** One of the figures to choose from on the phone. */
export const figure = (pocket: Page, digits: string): Locator =>
  pocket.getByRole('radiogroup').getByText(digits, { exact: true })

/** Says yes on the phone to what another page waits for, by the figures which that page shows. */
export async function approve(pocket: Page, { linking }: Words, digits: string, act: string): Promise<void> {
  await figure(pocket, digits).click()
  await pocket.getByRole('button', { name: named(act) }).click()
  await expect(pocket.getByRole('heading', { name: linking.approved })).toBeVisible()
}
