import { expect } from '@playwright/test'
import { addPasskey, proofDialog, proveByPassword } from './harness/factors.ts'
import { handsOn, named } from './harness/hands.ts'
import { expectAccessible, fill, picture, story } from './harness/story.ts'

story(
  'a passkey signs in without a password, stands second, confirms an act, and is given up',
  async ({ company, enter, words }) => {
    story.slow()
    const department = await company.department(`密钥组 ${company.fresh()}`)
    const person = await company.person('温岚', 'wenlan', department)
    const { security, entry, common, proving } = words
    const { passkeys, recovery } = security
    const page = await enter(person, '/me/security')
    await addPasskey(page, words, '办公电脑', person.password)
    const list = page.getByRole('region', { name: passkeys.title })
    await expect(list.getByText('办公电脑')).toBeVisible()
    await expectAccessible(page)

    const signOut = async (): Promise<void> => {
      await page.getByRole('button', { name: named(common.account.menu) }).click()
      await page.getByRole('menuitem', { name: named(common.act.signOut) }).click()
      await expect(page).toHaveURL(/\/sign-in/)
    }
    await signOut()
    await page.getByRole('button', { name: named(entry.signIn.passkey) }).click()
    await expect(page.getByRole('navigation', { name: common.nav.main })).toBeVisible()
    await signOut()
    await handsOn(page, words).signIn(person.login, person.password)
    await expect(page.getByRole('heading', { name: entry.second.title })).toBeVisible()
    await expect(page.getByText(proving.passkey.lead)).toBeVisible()
    await picture(page, 'second-step')
    await page.getByRole('button', { name: named(entry.second.act) }).click()
    await expect(page.getByRole('navigation', { name: common.nav.main })).toBeVisible()

    await page.goto(`${company.server.url}/me/security`)
    await page.getByRole('button', { name: named(recovery.make) }).click()
    const sure = page.getByRole('dialog').filter({ hasText: recovery.once })
    await sure.getByRole('button', { name: named(recovery.make) }).click()
    // What was used last stands first.
    const proof = proofDialog(page, words)
    await expect(proof.getByText(proving.passkey.lead)).toBeVisible()
    await proof.getByRole('button', { name: named(common.stepUp.confirm) }).click()
    const shown = page.getByRole('dialog').filter({ hasText: recovery.shown })
    await shown.getByRole('checkbox', { name: recovery.kept }).check()
    await shown.getByRole('button', { name: named(recovery.close) }).click()

    await list.getByRole('button', { name: `${passkeys.rename} 办公电脑` }).click()
    const renaming = page.getByRole('dialog', { name: passkeys.rename })
    await renaming.getByLabel(passkeys.name, { exact: true }).fill('家里电脑')
    await renaming.getByRole('button', { name: named(common.act.save) }).click()
    await list.getByRole('button', { name: `${passkeys.remove} 家里电脑` }).click()
    const removing = page.getByRole('dialog', { name: fill(passkeys.removeTitle, { name: '家里电脑' }) })
    await removing.getByRole('button', { name: named(passkeys.remove) }).click()
    await proveByPassword(page, words, person.password)
    await expect(removing).toBeHidden()
    await expect(list.getByText('家里电脑')).toHaveCount(0)
  },
)

story(
  'where the browser has no passkeys the page says why, and the other ways remain',
  async ({ company, stranger, words }) => {
    const { port } = new URL(company.server.url)
    // By number and without https: browsers trust this machine's own number, so the browser is told to have no passkeys.
    const page = await stranger('about:blank')
    await page.addInitScript('delete window.PublicKeyCredential')
    await page.goto(`http://localhost:${port}/sign-in`)
    await expect(page.getByText(words.proving.passkey.unsupported)).toBeVisible()
    await expect(page.getByRole('button', { name: named(words.entry.signIn.passkey) })).toBeDisabled()
    await expect(page.getByRole('button', { name: named(words.entry.signIn.qr) })).toBeEnabled()
  },
)
