import { UPLOAD_BYTES_MAX, contract } from '@hufu/contract'
import { assert } from '@hufu/kit'
import type { Client } from '../../cli/client.ts'
import type { Random } from './random.ts'
import type { Stage } from './rights.ts'
import { cast } from './structure.ts'
import type { Role } from './structure.ts'
import type { Talk } from './talk.ts'

const AT_ONCE = 4

/** Lets the talks be had, several at once, each in its order. Answers how many messages were sent. */
export async function talk(
  stage: Stage,
  talks: readonly Talk[],
  random: Random,
  colleagues: (path: string) => readonly string[],
): Promise<number> {
  const waiting = talks.map((each) => ({ each, unread: each.who.map(() => random.below(4)) })).toReversed()
  let sent = 0
  const work = async (): Promise<void> => {
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const count = await one(stage, next.each, next.unread, colleagues)
      sent += count
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  return sent
}

async function one(
  stage: Stage,
  { name, who, with: path, lines }: Talk,
  unread: readonly number[],
  colleagues: (path: string) => readonly string[],
): Promise<number> {
  const [opener, ...others] = who
  const ids = [...new Set([...others.map(stage.id), ...(path === undefined ? [] : colleagues(path))])]
  const [first] = ids
  assert(first !== undefined, 'a conversation has somebody else in it')
  const memberIds = ids.filter((id) => id !== stage.id(opener))
  const body =
    name === undefined
      ? ({ kind: 'dm', memberId: first } as const)
      : ({ kind: 'group', name, memberIds } as const)
  const { id: conversationId } = await stage.of(opener).ask(contract.messaging.open, { body })
  let seq = 0
  const said = lines.split('\n')
  for (const [index, line] of said.entries()) {
    const cut = line.indexOf(':')
    const text = line.slice(cut + 1).trim()
    const message = await say(stage.of(roleOf(line.slice(0, cut))), conversationId, `demo-${index}`, text)
    seq = message.seq
  }
  for (const [index, role] of who.entries()) {
    const read = Math.max(seq - (unread[index] ?? 0), 0)
    await stage.of(role).ask(contract.messaging.markRead, { params: { conversationId }, body: { seq: read } })
  }
  return said.length
}

function roleOf(word: string): Role {
  assert(Object.hasOwn(cast, word), `${word} is nobody of the cast`)
  // It has just been looked up.
  return word as Role
}

async function say(
  speaker: Client,
  conversationId: string,
  clientId: string,
  text: string,
): Promise<{ readonly seq: number }> {
  const file = /^\[file\] (.+)$/u.exec(text)?.[1]
  if (file === undefined)
    return speaker.ask(contract.messaging.send, {
      params: { conversationId },
      body: { clientId, body: text },
    })
  const bytes = new Blob([contentOf(file)])
  assert(bytes.size < UPLOAD_BYTES_MAX, 'a demonstration file is small')
  const { id: fileId } = await speaker.ask(
    contract.files.upload,
    { params: { conversationId }, query: { name: file, type: 'text/plain' } },
    { bytes },
  )
  return speaker.ask(contract.messaging.send, {
    params: { conversationId },
    body: { clientId, body: '', fileId },
  })
}

// What stands in the files does not matter to the story, but it can be read.
function contentOf(name: string): string {
  const title = name.replace(/\.\w+$/, '')
  if (name.endsWith('.csv')) {
    const rows = [
      '远航物流,洽谈中,2026-11-18',
      '苏州锦绣,合同审核,2026-11-20',
      '晨光制造,实施中,2026-11-21',
      '江海电气,已签约,2026-11-12',
    ]
    return `\uFEFF名称,状态,更新日期\r\n${rows.join('\r\n')}\r\n`
  }
  return `# ${title}\n\n- 目标：事情有人负责，权限有据可查\n- 结论：按计划推进，风险项每日同步\n- 下一步：见群内分工\n`
}
