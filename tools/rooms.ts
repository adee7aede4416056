/** `npm run rooms`: does every room enter only earlier rooms, by their doors? Exit status 0 yes, 1 no. */
import { join } from 'node:path'
import { top } from './top.ts'
import { judge } from './rooms/gate.ts'
import { corridors, cupboards, rooms } from './rooms/list.ts'
import { readExemptions, readTree } from './rooms/tree.ts'

const tree = readTree(top)
const longFiles = readExemptions(join(top, 'tools/rooms/exemptions.json'))
const faults = judge(tree, { rooms, corridors, cupboards, longFiles })
for (const fault of faults) console.log(fault)
const imports = tree.sources.reduce((sum, source) => sum + source.imports.length, 0)
console.log(
  `rooms: ${rooms.length} rooms, ${tree.sources.length} files, ${imports} imports, ${faults.length} faults`,
)
process.exitCode = faults.length === 0 ? 0 : 1
