import { contract } from '@hufu/contract'
import { assert, isRefusal } from '@hufu/kit'
import { client } from '../client.ts'
import { codeTyped } from '../proof.ts'
import { forgetSession, keepSession, readSession } from '../sessions.ts'
import { atMost } from '../verb.ts'
import type { Verb } from '../verb.ts'

export const login: Verb = {
  name: 'login',
  about: 'verb.login',
  usage: ['login [LOGIN]'],
  options: {},
  async run(typed) {
    atMost(typed, 1)
    const { terminal, words } = typed
    const { say, locale } = terminal
    const server = await typed.server()
    const stranger = client({ server, token: null, locale })
    const name = words[0] ?? (await terminal.ask(say('login')))
    const password = await terminal.secret(say('password'))
    const first = await stranger.ask(contract.identity.signIn, {
      body: { login: name, password, token: true },
    })
    const { me, token } =
      first.pending === null
        ? first
        : await stranger.ask(contract.factors.second, {
            body: { token: first.pending.token, proof: codeTyped(await terminal.secret(say('code'))) },
          })
    assert(me !== null, 'whoever has brought both factors is signed in')
    await keepSession({ server, login: me.login, token: token ?? '' })
    if (terminal.json) terminal.data(me)
    else terminal.line(say('signedIn', { server, name: me.name, tier: say(`tier.${me.tier}`) }), 'good')
    return 0
  },
}

export const logout: Verb = {
  name: 'logout',
  about: 'verb.logout',
  usage: ['logout'],
  options: {},
  async run(typed) {
    atMost(typed, 0)
    const { terminal } = typed
    const server = await typed.server()
    const kept = await readSession(server)
    if (kept === null) {
      terminal.note(terminal.say('nobodySignedIn'))
      return 0
    }
    const { token } = kept
    // Where the session has ended already there is nothing to end any more, but still a file to forget.
    await client({ server, token, locale: terminal.locale })
      .ask(contract.identity.signOut, {})
      .catch((error: unknown) => {
        if (!isRefusal(error) || !error.code.startsWith('identity/')) throw error
      })
    await forgetSession(server)
    terminal.note(terminal.say('signedOut', { server }))
    return 0
  },
}
