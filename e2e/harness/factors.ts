import { createHmac } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { expect, type Locator, type Page } from '@playwright/test'
import { named } from './hands.ts'
import type { Words } from './story.ts'

const STEP_MS = 30_000
/** So much of a step has to be left that a code still counts when it was typed. */
const STEADY_MS = 8000
const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** What an authenticator app shows for a secret: RFC 6238, so many steps from now. */
export async function appCode(secret: string, steps = 0): Promise<string> {
  const left = STEP_MS - (Date.now() % STEP_MS)
  if (left < STEADY_MS) await wait(left + 200)
  const bits = [...secret].map((letter) => letters.indexOf(letter).toString(2).padStart(5, '0')).join('')
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / STEP_MS) + steps))
  const hash = createHmac('sha1', key).update(counter).digest()
  const at = (hash.at(-1) ?? 0) & 15
  return String((hash.readUInt32BE(at) & 0x7f_ff_ff_ff) % 1_000_000).padStart(6, '0')
}

/** Gives the page an authenticator of its own, as in a phone or a laptop, that says yes by itself. */
export async function withAuthenticator(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page)
  await session.send('WebAuthn.enable')
  await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
}

/** The dialog that wants to know once more who sits here. */
export const proofDialog = (page: Page, { common }: Words): Locator =>
  page.getByRole('dialog').filter({ hasText: common.stepUp.title.split('{{')[0] ?? '' })

/** Adds a passkey on the page of my security, proved by the password. The page has an authenticator from then on. */
export async function addPasskey(page: Page, words: Words, name: string, password: string): Promise<void> {
  const { passkeys } = words.security
  await withAuthenticator(page)
  await page.getByRole('button', { name: named(passkeys.add) }).click()
  const naming = page.getByRole('dialog', { name: passkeys.add })
  await naming.getByLabel(passkeys.name, { exact: true }).fill(name)
  await naming.getByRole('button', { name: named(passkeys.make) }).click()
  await proveByPassword(page, words, password)
  await expect(naming).toBeHidden()
}

/** Confirms by passkey what is about to be done; the authenticator of the page says yes by itself. */
export async function proveByPasskey(page: Page, words: Words): Promise<void> {
  const { common, proving } = words
  const dialog = proofDialog(page, words)
  await expect(dialog).toBeVisible()
  const way = dialog.getByText(proving.ways.passkey, { exact: true })
  if ((await way.count()) > 0) await way.click()
  await dialog.getByRole('button', { name: named(common.stepUp.confirm) }).click()
  await expect(dialog).toBeHidden()
}

/** Confirms by password what is about to be done. */
export async function proveByPassword(page: Page, words: Words, password: string): Promise<void> {
  const dialog = proofDialog(page, words)
  await expect(dialog).toBeVisible()
  const way = dialog.getByRole('radio', { name: words.proving.ways.password })
  if ((await way.count()) > 0) await dialog.getByText(words.proving.ways.password, { exact: true }).click()
  await dialog.getByLabel(words.common.stepUp.password, { exact: true }).fill(password)
  await dialog.getByRole('button', { name: named(words.common.stepUp.confirm) }).click()
  await expect(dialog).toBeHidden()
}

/** Sets up an authenticator app on the page of my security, and gives its secret. Uses the code of the step before. */
export async function setUpApp(page: Page, words: Words, password: string): Promise<string> {
  const { totp } = words.security
  await page.getByRole('button', { name: named(totp.begin) }).click()
  await proveByPassword(page, words, password)
  const dialog = page.getByRole('dialog', { name: totp.form })
  await expect(dialog.getByRole('img', { name: totp.qr })).toBeVisible()
  const secret = await dialog.locator('.copy-text code').innerText()
  await dialog.getByLabel(totp.code, { exact: true }).fill(await appCode(secret, -1))
  await dialog.getByRole('button', { name: named(totp.confirm) }).click()
  await expect(dialog).toBeHidden()
  return secret
}
