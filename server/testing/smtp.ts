import { createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import type { TestContext } from 'node:test'
import type { MailSettings } from '../platform/config/index.ts'

/** A letter as it came: by SMTP to whom, and its bytes as text. */
export type Received = { readonly to: string; readonly text: string; readonly id: string }

/** A mail server on loopback. What it answers to a letter may be changed at any time; null is no answer at all. */
export type MailServer = {
  readonly settings: MailSettings
  readonly received: readonly Received[]
  answer: (letter: Received) => string | null | Promise<string | null>
  /** Takes connections and says nothing from now on. */
  silent: boolean
}

const SENT = '250 2.0.0 taken'

/** Starts one that takes every letter. It ends with the test. */
export async function mailServer(t: Pick<TestContext, 'after'>): Promise<MailServer> {
  const received: Received[] = []
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket)).on('error', () => {})
    if (!mail.silent) socket.write('220 test ESMTP\r\n')
    let [read, to, inData] = ['', '', false]
    const reply = (line: string): string => {
      const verb = line.slice(0, 4).toUpperCase()
      if (verb === 'RCPT') to = /<(.*)>/.exec(line)?.[1] ?? ''
      inData = verb === 'DATA'
      return inData ? '354 go on' : verb === 'QUIT' ? '221 bye' : '250 ok'
    }
    socket.on('data', (bytes) => {
      read += bytes.toString()
      while (!mail.silent) {
        const mark = inData ? '\r\n.\r\n' : '\r\n'
        const end = read.indexOf(mark)
        if (end < 0) return
        const text = read.slice(0, end)
        read = read.slice(end + mark.length)
        if (!inData) socket.write(`${reply(text)}\r\n`)
        else {
          inData = false
          const letter = { to, text, id: /^Message-ID: (.*)$/im.exec(text)?.[1]?.trim() ?? '' }
          received.push(letter)
          void Promise.resolve(mail.answer(letter)).then(
            (said) => said !== null && socket.write(`${said}\r\n`),
          )
        }
      }
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  // It listens on TCP, so its address has a port.
  const { port } = server.address() as AddressInfo
  const from = { name: '虎符', address: 'hufu@example.com' }
  const settings = { host: '127.0.0.1', port, secure: false, user: null, password: null, from }
  const mail: MailServer = { settings, received, answer: () => SENT, silent: false }
  return mail
}
