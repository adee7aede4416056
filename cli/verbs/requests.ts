import { contract } from '@hufu/contract'
import type { RequestLine } from '@hufu/contract'
import { atMost } from '../verb.ts'
import type { Verb } from '../verb.ts'

/** What I asked for, or what waits for me to decide. */
export const requests: Verb = {
  name: 'requests',
  about: 'verb.requests',
  usage: ['requests [--waiting]'],
  options: { waiting: { type: 'boolean' } },
  async run(typed) {
    atMost(typed, 0)
    const { terminal } = typed
    const { say } = terminal
    const client = await typed.connect()
    const { items } = typed.flag('waiting')
      ? await client.ask(contract.requests.waiting, {})
      : await client.ask(contract.requests.mine, {})
    if (terminal.json) {
      terminal.data(items)
      return 0
    }
    if (items.length === 0) terminal.note(say('noRequests'))
    else
      terminal.table(
        [say('name'), say('department'), say('permissions'), say('state'), say('with'), say('id')],
        items.map((one) => [
          { text: one.member.name, tone: 'strong' },
          one.member.department,
          whatOf(one, say('account')),
          say(`request.${one.state}`),
          one.now?.people.join(', ') ?? '',
          { text: one.id, tone: 'quiet' },
        ]),
      )
    return 0
  },
}

const whatOf = ({ terms }: RequestLine, account: string): string =>
  terms === null ? account : terms.rights.map(({ label }) => label).join(', ')
