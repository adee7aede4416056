/** `node tools/new.ts server/rooms/NAME "what it holds"`: begins a room and puts it on the list. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { enlist, isRoomPath, skeleton } from './new/skeleton.ts'
import { top } from './top.ts'

const [room = '', holds = ''] = process.argv.slice(2)
const listPath = join(top, 'tools/rooms/list.ts')

if (!isRoomPath(room) || holds === '') {
  console.error('usage: node tools/new.ts server/rooms/NAME "what it holds"')
  process.exitCode = 2
} else if (existsSync(join(top, room))) {
  console.error(`${room} exists already`)
  process.exitCode = 1
} else {
  writeFileSync(listPath, enlist(readFileSync(listPath, 'utf8'), room, holds))
  mkdirSync(join(top, room), { recursive: true })
  for (const { path, text } of skeleton(room)) writeFileSync(join(top, path), text)
  console.log(`${room} stands, and is on the list after the last room of its corridor. Is that its place?`)
}
