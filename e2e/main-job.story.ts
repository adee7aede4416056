import { story } from './harness/story.ts'
import { at, founder, manager, seller, type Stage } from './main-job/cast.ts'
import { accept, importDirectory, invite, setUp } from './main-job/founding.ts'
import {
  act,
  cannotAnswer,
  ledgerShowsIt,
  refusedInTheBrowser,
  refusedInTheTerminal,
  refusedOverHttp,
  talk,
  whatWasLost,
} from './main-job/refused.ts'
import { appoint, decideOnWriting, give, openProfile, takeBack } from './main-job/rights.ts'

story(
  'main job: set up, import, appoint, grant, act, revoke, refused, and the ledger shows it',
  async ({ fresh, stranger, words, language }) => {
    story.setTimeout(240_000)
    const stage: Stage = { server: fresh, words, language }
    const { step } = story
    const creator = at(await stranger('about:blank'), words, founder)
    const her = at(await stranger('about:blank'), words, manager)
    const him = at(await stranger('about:blank'), words, seller)

    await step('set up', () => setUp(stage, creator.page))
    await step('import', () => importDirectory(stage, creator))
    await step('invite', async () => {
      for (const [one, { password }] of [
        [her, manager],
        [him, seller],
      ] as const)
        await accept(stage, one, await invite(stage, creator, one.name), password)
    })
    await step('appoint', async () => {
      await talk(stage, her, him)
      await decideOnWriting(stage)
      await cannotAnswer(stage, him)
      await appoint(stage, creator)
    })
    await step('grant', async () => {
      await openProfile(stage, her)
      await give(stage, her)
    })
    await step('act', () => act(stage, him))
    await step('revoke', () => takeBack(stage, her))
    await step('refused', async () => {
      await refusedInTheBrowser(stage, him)
      await refusedOverHttp(stage, him)
      await refusedInTheTerminal(stage)
      await whatWasLost(stage, him)
    })
    await step('ledger', () => ledgerShowsIt(stage, creator))
  },
)
