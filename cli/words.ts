import { plain } from './text.ts'

/** Everything the command line says, in both languages. `{name}` is filled in. */
const words = {
  usage: ['用法', 'Usage'],
  commands: ['命令', 'Commands'],
  options: ['通用选项', 'Options everywhere'],
  optionServer: [
    '--server 地址    服务器（否则 HUFU_SERVER，或上次登录的）',
    '--server URL    the server (else HUFU_SERVER, else the one signed in to last)',
  ],
  optionJson: ['--json           给程序读的结果', '--json          results for programs'],
  optionLang: ['--lang zh|en     语言（否则按 LANG）', '--lang zh|en    language (else by LANG)'],
  exits: ['退出码：0 是/成功，1 否/失败，2 用法有误', 'Exit status: 0 yes/ok, 1 no/failed, 2 usage'],
  unknownVerb: ['没有“{verb}”这个命令', 'There is no command “{verb}”'],
  missing: ['缺少 {what}', '{what} is missing'],
  tooMuch: ['多余的参数：{what}', 'Not understood here: {what}'],
  notSignedIn: ['尚未登录 {server}：请先 hufu login', 'Not signed in to {server}: hufu login first'],
  unreachable: ['无法连接 {server}：{why}', 'Cannot reach {server}: {why}'],
  notHufu: ['{server} 的回答不像虎符（HTTP {status}）', '{server} does not answer like Hufu (HTTP {status})'],
  unexpectedAnswer: ['{door} 的回答无法理解：{problem}', 'The answer of {door} is not understood: {problem}'],
  login: ['登录名：', 'Login:'],
  password: ['密码：', 'Password:'],
  signedIn: ['已登录 {server}：{name}（{tier}）', 'Signed in to {server}: {name} ({tier})'],
  signedOut: ['已退出 {server}', 'Signed out of {server}'],
  nobodySignedIn: ['本来就没有登录', 'Nobody was signed in'],
  'tier.creator': ['创建者', 'creator'],
  'tier.super': ['超级管理员', 'super administrator'],
  'tier.scoped': ['分级管理员', 'scoped administrator'],
  'tier.member': ['成员', 'member'],
  noSuchMember: ['没有找到成员“{name}”', 'No member “{name}” was found'],
  ambiguous: ['“{name}”不止一位，请用登录名：', '“{name}” is more than one person; use the login:'],
  similar: ['是否指：', 'Did you mean:'],
  noSuchPermission: ['没有权限“{key}”', 'There is no permission “{key}”'],
  noSuchDepartment: ['没有找到部门“{name}”', 'No department “{name}” was found'],
  ambiguousDepartment: [
    '部门“{name}”不止一个，请写出路径：{paths}',
    'The department “{name}” is more than one; write the path: {paths}',
  ],
  noSuchRole: ['没有角色“{name}”', 'There is no role “{name}”'],
  badTime: [
    '看不懂时间“{text}”：请用 2026-12-31、2026-12-31T18:00 或 30d、12h',
    'The time “{text}” is not understood: use 2026-12-31, 2026-12-31T18:00 or 30d, 12h',
  ],
  badTarget: [
    '看不懂“{text}”：请用 workspace、department:名称、member:登录名 或 类型:编号',
    '“{text}” is not understood: use workspace, department:NAME, member:LOGIN or TYPE:ID',
  ],
  name: ['姓名', 'Name'],
  loginName: ['登录名', 'Login'],
  department: ['部门', 'Department'],
  status: ['状态', 'Status'],
  'status.invited': ['未激活', 'invited'],
  'status.active': ['在职', 'active'],
  'status.suspended': ['已停用', 'suspended'],
  'status.departed': ['已离职', 'departed'],
  yes: ['可以', 'yes'],
  no: ['不可以', 'no'],
  because: ['因为', 'Because'],
  saidBy: ['{givenBy}：{because}', '{givenBy}: {because}'],
  needed: ['需要', 'Would need'],
  couldGive: ['可以找', 'Could be given by'],
  atRevision: ['版本 {revision}', 'at revision {revision}'],
  permission: ['权限', 'Permission'],
  key: ['标识', 'Key'],
  source: ['来源', 'From'],
  where: ['范围', 'Where'],
  until: ['截止', 'Until'],
  reason: ['原因', 'Reason'],
  restrictions: ['限制', 'Restrictions'],
  lost: ['失去的权限', 'Lost'],
  given: ['已授予，编号 {id}', 'Given, id {id}'],
  restricted: ['已限制，编号 {id}', 'Restricted, id {id}'],
  lifted: ['已解除限制', 'Restriction lifted'],
  willEnd: ['结束 {count} 条直接授权', 'ends {count} direct grants'],
  willRestrict: ['其他来源（{sources}）仍在给予，将设置限制', 'still given by {sources}: will be restricted'],
  nothingHeld: ['{name} 没有这些权限', '{name} holds none of these permissions'],
  consequence: [
    '收回 {name}（{department}）的 {count} 项权限：',
    'Takes {count} permissions from {name} ({department}):',
  ],
  sure: ['确定收回？', 'Take them back?'],
  notDone: ['未作更改', 'Nothing was changed'],
  takenBack: [
    '已收回：结束 {ended} 条授权，限制 {restricted} 项权限',
    'Taken back: {ended} grants ended, {restricted} permissions restricted',
  ],
  applied: ['已在全部节点生效，{ms} 毫秒', 'Applied on every node after {ms} ms'],
  applying: ['正在生效', 'Being applied'],
  unverified: ['未能确认所有节点，{ms} 毫秒', 'Not confirmed by every node after {ms} ms'],
  node: ['节点', 'Node'],
  outcome: ['结果', 'Outcome'],
  after: ['用时', 'After'],
  'outcome.acknowledged': ['已确认', 'acknowledged'],
  'outcome.lease-ran-out': ['租约已过期', 'lease ran out'],
  'outcome.silent': ['没有回应', 'silent'],
  tier: ['级别', 'Tier'],
  permissions: ['权限数', 'Permissions'],
  appointedBy: ['任命人', 'Appointed by'],
  id: ['编号', 'Id'],
  appointed: ['已任命，编号 {id}', 'Appointed, id {id}'],
  administratorEnded: ['已撤销管理员', 'Administrator removed'],
  notAdministrator: ['{name} 不是管理员', '{name} is no administrator'],
  severalSeats: [
    '{name} 有 {count} 个管理员身份，请写编号',
    '{name} holds {count} seats; name one by its id',
  ],
  reading: ['正在读取：{read} 行', 'Reading: {read} rows'],
  committing: ['正在写入…', 'Applying…'],
  importCounts: [
    '新增 {new}，变更 {changed}，不变 {unchanged}，拒绝 {refused}，新建部门 {departments}',
    '{new} new, {changed} changed, {unchanged} unchanged, {refused} refused, {departments} new departments',
  ],
  importFile: ['{file}：{format}，{encoding}，{rows} 行', '{file}: {format}, {encoding}, {rows} rows'],
  importRefused: ['文件未被接受：{reason}', 'The file was not accepted: {reason}'],
  row: ['行', 'Row'],
  what: ['结果', 'Outcome'],
  'row.new': ['新增', 'new'],
  'row.changed': ['变更', 'changed'],
  'row.unchanged': ['不变', 'unchanged'],
  'row.refused': ['拒绝', 'refused'],
  detail: ['说明', 'Detail'],
  more: ['……另有 {count} 行', '… and {count} more'],
  dryRun: [
    '这是预演，没有更改任何内容；加 --commit 写入',
    'This was a dry run, nothing was changed; --commit applies it',
  ],
  commitAnyway: ['{count} 行被拒绝，仍写入其余的行？', '{count} rows are refused; apply the others?'],
  committed: ['已写入', 'Applied'],
  exported: ['已导出 {file}（{bytes} 字节）', 'Exported {file} ({bytes} bytes)'],
  notToTerminal: [
    'xlsx 不能显示在终端里：请用 -o 文件',
    'An xlsx cannot be shown in a terminal: use -o FILE',
  ],
  fileUnreadable: ['无法读取 {file}：{why}', '{file} cannot be read: {why}'],
  fileUnwritable: ['无法写入 {file}：{why}', '{file} cannot be written: {why}'],
  tree: ['账本', 'Tree'],
  size: ['条目', 'Entries'],
  checkpoint: ['检查点', 'Checkpoint'],
  ledgerGood: [
    '账本完好：条目、签名与权限表一致（{seconds} 秒）',
    'The ledger verifies: entries, signatures and tables agree ({seconds} s)',
  ],
  ledgerBad: ['账本校验失败：', 'The ledger does not verify:'],
  notHere: [
    '这里没有 {file}：该命令要在虎符的目录里运行',
    '{file} is not here: this command runs where Hufu is installed',
  ],
  'verb.start': ['启动服务器', 'start the server'],
  'verb.demo': ['启动并填入演示企业', 'start with a demonstration company'],
  'verb.doctor': ['检查哪里有问题、如何修复', 'say what is wrong and how to mend it'],
  'verb.login': ['登录', 'sign in'],
  'verb.logout': ['退出', 'sign out'],
  'verb.import': ['导入通讯录：先预演，--commit 写入', 'import a directory file: a dry run, or --commit'],
  'verb.export': ['导出通讯录', 'export the directory'],
  'verb.can': ['能不能：退出码 0 可以，1 不可以', 'may they? exit status 0 yes, 1 no'],
  'verb.why': ['为什么能或不能', 'why, or why not'],
  'verb.what-can': ['一个人的全部权限与来源', 'everything a person may do, and why'],
  'verb.grant': ['授予权限', 'give a permission'],
  'verb.revoke': ['收回权限', 'take permissions back'],
  'verb.restrict': ['限制权限：优先于任何授权', 'restrict: a no that beats every grant'],
  'verb.lift': ['解除限制', 'lift a restriction'],
  'verb.administrators': ['管理员：列出、任命、撤销', 'administrators: list, appoint, end'],
  'verb.ledger': ['校验账本', 'verify the ledger'],
} as const satisfies Readonly<Record<string, readonly [string, string]>>

export type WordKey = keyof typeof words
/** Says something in the language of the terminal. Details are cleaned of hidden characters. */
export type Say = (key: WordKey, details?: Readonly<Record<string, string | number>>) => string

/** The words of one language. */
export const wordsIn =
  (locale: 'zh-CN' | 'en-US'): Say =>
  (key, details = {}) =>
    words[key][locale === 'zh-CN' ? 0 : 1].replaceAll(/\{(\w+)\}/g, (whole, field: string) => {
      const value = details[field]
      return value === undefined ? whole : plain(String(value))
    })

/** The language that the environment asks for. */
export function localeOf({ LC_ALL, LC_MESSAGES, LANG }: NodeJS.ProcessEnv): 'zh-CN' | 'en-US' {
  const asked = [LC_ALL, LC_MESSAGES, LANG].find((each) => each !== undefined && each !== '') ?? ''
  return asked.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en-US'
}
