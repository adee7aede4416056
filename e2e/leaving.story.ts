import { contract } from '@hufu/contract'
import { expect } from '@playwright/test'
import { handsOn, named, starting } from './harness/hands.ts'
import { fill, story } from './harness/story.ts'

story(
  'a suspended member keeps nothing but the sight of what happened, until restored',
  async ({ company, enter, words }) => {
    const department = await company.department(`仓储部 ${company.fresh()}`)
    const gao = await company.person('高建国', 'gaojianguo', department)
    const peng = await company.person('彭丽', 'pengli', department)
    const his = await enter(gao)
    const him = handsOn(his, words)
    await him.writeTo(peng.name)
    await him.say('货到了吗')
    await expect(him.message('货到了吗')).toBeVisible()

    const console = await enter(company.creator, `/console/members?member=${gao.id}`)
    const { life } = words.directory
    await console.getByRole('button', { name: named(life.suspend) }).click()
    // What it takes from him is looked at first.
    const suspending = console.getByRole('dialog', { name: fill(life.suspendTitle, { name: gao.name }) })
    await expect(suspending.getByRole('region', { name: words.changes.title })).toContainText(gao.name)
    await suspending.getByLabel(words.common.ask.reason).fill('停职调查')
    await suspending.getByRole('button', { name: starting(life.suspend) }).click()
    await expect(suspending).toBeHidden()
    const drawer = console.getByRole('dialog', { name: words.directory.member.drawer })
    await expect(drawer.getByText(words.common.status.suspended, { exact: true })).toBeVisible()

    // Without a reload: he is out, and told so.
    await expect(his).toHaveURL(/\/sign-in/)
    await expect(his.getByRole('status')).toBeVisible()
    await expect(his.getByText('货到了吗')).toHaveCount(0)

    // He may come in and read what happened to him, and nothing else.
    await him.signIn(gao.login, gao.password)
    await expect(his.getByRole('heading', { name: words.asking.suspended.title })).toBeVisible()
    await expect(his).toHaveURL(/\/suspended$/)
    await expect(his.getByText('停职调查', { exact: true })).toBeVisible()
    await expect(him.composer).toBeHidden()
    await expect(his.getByText('货到了吗')).toHaveCount(0)

    const params = { memberId: gao.id }
    await company.asCreator.ask(contract.directory.restore, { params, body: { because: '调查结束' } })
    // Whoever was signed in before signs in anew.
    await expect(his).toHaveURL(/\/sign-in/)
    await him.signIn(gao.login, gao.password)
    await his.getByRole('link', { name: words.common.nav.messages }).click()
    await him.conversation(peng.name).click()
    await expect(him.message('货到了吗')).toBeVisible()
    await him.say('我回来了')
    await expect(him.message('我回来了')).toBeVisible()
  },
)

story(
  'who has left the company is out at once and cannot come back in',
  async ({ company, enter, words }) => {
    const department = await company.department(`客服部 ${company.fresh()}`)
    const yu = await company.person('于小满', 'yuxiaoman', department)
    const hers = await enter(yu, '/contacts')
    await expect(hers.getByRole('heading', { name: words.messenger.contacts.title })).toBeVisible()

    const params = { memberId: yu.id }
    await company.asCreator.ask(contract.directory.depart, { params, body: { because: '个人原因离职' } })
    await expect(hers).toHaveURL(/\/sign-in/)
    await handsOn(hers, words).signIn(yu.login, yu.password)
    await expect(hers.getByRole('alert')).toBeVisible()
    await expect(hers).toHaveURL(/\/sign-in/)
  },
)
