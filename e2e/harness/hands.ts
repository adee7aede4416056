import { expect, type Locator, type Page } from '@playwright/test'
import { fill, type Words } from './story.ts'

const literally = (words: string): string => words.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&')

/** The accessible name of something with these words; an icon may put a word of its own before them. */
export const named = (words: string): RegExp => new RegExp(`^(?:[a-z-]+ )?${literally(words)}$`)

/** The accessible name of the button that opens the picker for a field with these words. */
export const picking = (words: string): RegExp => new RegExp(`^${literally(words)}( |$)`)

/** The accessible name of a last button, to which the number of people affected is added. */
export const starting = (words: string): RegExp => new RegExp(`^(?:[a-z-]+ )?${literally(words)}`)

/** What people do over and over on the pages, found as people find it: by role and by name. */
export type Hands = ReturnType<typeof handsOn>

export function handsOn(page: Page, words: Words) {
  const { messenger, common } = words
  const composer = page.getByRole('textbox', { name: messenger.composer.label, exact: true })
  return {
    composer,
    /** The line in which somebody stands in a list. */
    row: (list: string, name: string): Locator =>
      page.getByRole('table', { name: list }).getByRole('row').filter({ hasText: name }),
    async signIn(login: string, password: string): Promise<void> {
      await page.getByRole('textbox', { name: words.entry.signIn.login, exact: true }).fill(login)
      await page.getByLabel(words.entry.signIn.password, { exact: true }).fill(password)
      await page.getByRole('button', { name: named(words.entry.signIn.act) }).click()
    },
    async say(text: string): Promise<void> {
      await composer.fill(text)
      await composer.press('Enter')
    },
    /** A message that stands in the open conversation. */
    message: (text: string): Locator =>
      page.getByRole('region', { name: historyName(words) }).getByText(text, { exact: true }),
    /** A conversation in the list, by its title. */
    conversation: (title: string): Locator =>
      page.getByRole('complementary', { name: messenger.list.label }).getByRole('button', { name: title }),
    /** Opens the conversation with one person. */
    async writeTo(name: string): Promise<void> {
      await page
        .getByRole('button', { name: named(messenger.start.button) })
        .first()
        .click()
      await page.getByRole('menuitem', { name: named(messenger.start.direct) }).click()
      await this.choosePeople(name)
      await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible()
    },
    /** Chooses people in the open picker and confirms. */
    async choosePeople(...names: readonly string[]): Promise<void> {
      const picker = page.getByRole('dialog').filter({ has: page.getByRole('tree') })
      for (const name of names) {
        await picker.getByRole('searchbox', { name: common.picker.search, exact: true }).fill(name)
        await picker.getByRole('checkbox', { name: fill(common.picker.choose, { name }) }).check()
      }
      await picker.getByRole('button', { name: named(common.act.ok) }).click()
      await expect(picker).toBeHidden()
    },
    /** Chooses departments in the open picker and confirms. */
    async chooseDepartment(name: string): Promise<void> {
      const picker = page.getByRole('dialog').filter({ has: page.getByRole('tree') })
      await picker.getByRole('searchbox', { name: common.tree.search, exact: true }).fill(name)
      await picker.getByRole('treeitem', { name, exact: true }).click()
      await picker.getByRole('button', { name: named(common.act.ok) }).click()
      await expect(picker).toBeHidden()
    },
    /** Opens a list to choose from and takes one. */
    async select(box: Locator, option: string): Promise<void> {
      await box.click()
      await page.locator('.ant-select-dropdown:visible').getByTitle(option, { exact: true }).click()
    },
    /** The dialog that shows the consequence of an act: gives the reason and acts. */
    async confirm(act: string, because?: string): Promise<void> {
      const dialog = page.getByRole('dialog').filter({ hasText: common.ask.consequence })
      if (because !== undefined)
        await dialog.getByRole('textbox', { name: common.ask.reason, exact: true }).fill(because)
      await dialog.getByRole('button', { name: named(act) }).click()
      await expect(dialog).toBeHidden()
    },
    /** The dialog that shows the exact effect of an act: waits for it, gives the reason and acts. */
    async confirmEffect(act: string, because: string): Promise<void> {
      const button = page.getByRole('button', { name: starting(act) })
      const dialog = page.getByRole('dialog').filter({ has: button })
      await dialog.getByRole('textbox', { name: common.ask.reason, exact: true }).fill(because)
      await dialog.getByRole('button', { name: starting(act) }).click()
      await expect(dialog).toBeHidden()
    },
  }
}

const historyName = (words: Words): RegExp =>
  new RegExp(fill(words.messenger.history.label, { title: '.*' }).replace(/\s/g, '\\s'))
