import { expect } from '@playwright/test'
import { named } from './harness/hands.ts'
import { fill, story } from './harness/story.ts'

story(
  'working time is changed with its consequence in sight, and shown to whoever may not change it',
  async ({ company, enter, words }) => {
    const department = await company.department(`排班组 ${company.fresh()}`)
    const person = await company.person('常乐', 'changle', department)
    const { time } = words.settings
    const page = await enter(company.creator, '/console/settings')
    const shown = page.getByRole('region', { name: time.title })
    await expect(shown).toContainText(fill(time.span, { from: '09:00', until: '18:00' }))
    await shown.getByRole('button', { name: named(time.change) }).click()
    const drawer = page.getByRole('dialog', { name: time.form })
    const consequence = drawer.getByRole('region', { name: words.common.ask.consequence })
    await expect(consequence).toContainText(time.preview.same)
    await drawer.getByLabel(time.until).fill('08:00')
    await expect(consequence).toContainText(time.preview.wait)
    await drawer.getByLabel(time.until).fill('17:30')
    await drawer.getByRole('checkbox').nth(5).check()
    await expect(consequence).toContainText(time.preview.opens.replace(/\{\{.*$/, ''))
    await drawer.getByRole('button', { name: named(time.save) }).click()
    await expect(drawer).toBeHidden()
    await expect(shown).toContainText(fill(time.span, { from: '09:00', until: '17:30' }))

    const other = await enter(person, '/console/settings')
    await expect(other.getByRole('region', { name: time.title })).toContainText('17:30')
    await expect(other.getByRole('button', { name: named(time.change) })).toHaveAttribute(
      'aria-disabled',
      'true',
    )
  },
)
