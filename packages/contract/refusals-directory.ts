/** What the directory refuses, of single changes and of imported rows and files. Spread into `refusals`. */
export const directoryRefusals = {
  'directory/not-found': { status: 404, zh: '没有找到该对象', en: 'There is no such thing' },
  'directory/name-empty': { status: 422, zh: '姓名或名称为空', en: 'The name is empty' },
  'directory/name-too-long': {
    status: 422,
    zh: '名称过长（{length} 个字符，最多 80 个）',
    en: 'The name is too long ({length} characters, 80 at most)',
  },
  'directory/name-control-characters': {
    status: 422,
    zh: '名称中含有不可见字符（控制符、零宽字符或文字方向符）',
    en: 'The name holds characters that cannot be seen (control, zero-width or text-direction characters)',
  },
  'directory/name-taken': {
    status: 409,
    zh: '这里已有名为“{name}”的对象',
    en: 'There is already a “{name}” here',
  },
  'directory/login-taken': { status: 409, zh: '登录名“{login}”已被使用', en: 'The login “{login}” is taken' },
  'directory/login-left': {
    status: 409,
    zh: '登录名“{login}”属于已离职的成员，不会再次使用',
    en: 'The login “{login}” belonged to someone who has left and is not used again',
  },
  'directory/login-characters': {
    status: 422,
    zh: '登录名只能由 2–64 个字母、数字或 . _ @ + - 组成',
    en: 'A login is 2–64 letters, digits or . _ @ + -',
  },
  'directory/phone-taken': {
    status: 409,
    zh: '手机号 {phone} 已被另一位成员使用',
    en: 'The phone number {phone} belongs to another member',
  },
  'directory/phone-malformed': { status: 422, zh: '“{phone}”不是手机号', en: '“{phone}” is no phone number' },
  'directory/email-malformed': { status: 422, zh: '邮箱格式不正确', en: 'This is no e-mail address' },
  'directory/employee-number-taken': {
    status: 409,
    zh: '工号“{employeeNo}”已被另一位成员使用',
    en: 'The employee number “{employeeNo}” belongs to another member',
  },
  'directory/employee-number-malformed': {
    status: 422,
    zh: '工号最多 40 个字符，且不能含有不可见字符',
    en: 'An employee number has 40 characters at most and none that cannot be seen',
  },
  'directory/cycle': {
    status: 409,
    zh: '不能把部门移动到它自己的下级部门中',
    en: 'A department cannot be moved below itself',
  },
  'directory/too-deep': {
    status: 422,
    zh: '部门层级过深（最多 {max} 级）',
    en: 'Departments would be nested too deep ({max} levels at most)',
  },
  'directory/root-fixed': {
    status: 409,
    zh: '企业本身不能移动或删除',
    en: 'The company itself cannot be moved or removed',
  },
  'directory/reach-grows': {
    status: 409,
    zh: '移动后有 {count} 位管理员的管辖范围会变大，须先看过并同意',
    en: 'By this move the reach of administrators grows ({count}): look at it and approve it first',
  },
  'directory/department-not-empty': {
    status: 409,
    zh: '部门不为空：还有 {members} 位成员、{departments} 个下级部门',
    en: 'The department is not empty: {members} members, {departments} departments below',
  },
  'directory/position-held': {
    status: 409,
    zh: '仍有 {members} 位成员担任该岗位',
    en: '{members} members still hold this position',
  },
  'directory/already-there': {
    status: 409,
    zh: '该成员已在此部门任职',
    en: 'The member is already appointed to this department',
  },
  'directory/last-appointment': {
    status: 409,
    zh: '成员至少要有一个部门',
    en: 'A member needs at least one department',
  },
  'directory/primary-needed': {
    status: 409,
    zh: '每位成员恰有一个主部门：请先把另一个设为主部门',
    en: 'Everyone has exactly one primary department: make another one primary first',
  },
  'directory/manager-cycle': {
    status: 409,
    zh: '直属上级形成了循环',
    en: 'The managers would form a circle',
  },
  'directory/creator-stays': {
    status: 409,
    zh: '创建者不能停用或离职，须先转让',
    en: 'The creator cannot be suspended or leave before a transfer',
  },
  'directory/not-oneself': {
    status: 403,
    zh: '不能停用、恢复或移除自己',
    en: 'Nobody suspends, restores or removes themselves',
  },
  'directory/nothing-changed': { status: 409, zh: '没有任何变化', en: 'Nothing would change' },
  'directory/still-spoken-of': {
    status: 409,
    zh: '仍有 {count} 条授权、限制或管理员职务引用它，请先结束它们',
    en: '{count} grants, restrictions or administrators still speak of it: end those first',
  },
  'member/not-now': {
    status: 409,
    zh: '成员当前的状态不允许此操作',
    en: 'The member’s status does not allow this now',
  },
  'directory/group-circle': {
    status: 422,
    zh: '用户组“{name}”包含当前用户组，不能再放进来',
    en: 'The user group “{name}” contains this one and cannot lie inside it',
  },
  'directory/group-full': {
    status: 422,
    zh: '用户组最多 {max} 人',
    en: 'A user group holds {max} members at most',
  },
  'directory/more-than-yours': {
    status: 403,
    zh: '“{name}”附带的权限超出你可授予的范围',
    en: '“{name}” carries rights that you may not hand out',
  },
  'directory/visibility-root': {
    status: 409,
    zh: '企业本身不能隐藏，请选择一个部门',
    en: 'The company itself cannot be hidden; choose a department',
  },
  'directory/visibility-peers': {
    status: 403,
    zh: '其中有 {count} 位与你同级或更高级的管理员，只有更高一级的管理员才能对他们设置可见范围',
    en: '{count} administrators of your tier or above are among these people; only someone above them sets who sees them',
  },
  'directory/visibility-own': {
    status: 403,
    zh: '这条规则限制的也包括你自己，请由其他管理员修改或结束',
    en: 'This rule limits you too; another administrator changes or ends it',
  },
  'directory/visibility-ended': { status: 409, zh: '该规则已经结束', en: 'This rule has already ended' },
  'directory/visibility-other': {
    status: 422,
    zh: '规则的种类和对象不能更改，请结束它并新建一条',
    en: 'The kind of a rule and whom it is about stay; end it and set a new one',
  },
  'directory/visibility-full': {
    status: 422,
    zh: '可见范围规则最多 {max} 条，请先结束不再需要的规则',
    en: 'There are {max} visibility rules at most; end those no longer needed first',
  },
  'directory/visibility-changed': {
    status: 503,
    zh: '可见范围刚刚发生变化，请重试',
    en: 'Who sees whom has just changed; try again',
  },
  'directory/still-in-rules': {
    status: 409,
    zh: '仍有 {count} 条可见范围规则引用它，请先结束或修改这些规则',
    en: '{count} visibility rules still name it: end or change those first',
  },
  'directory/import-empty': { status: 422, zh: '文件是空的', en: 'The file is empty' },
  'directory/import-too-large': { status: 413, zh: '文件过大', en: 'The file is too large' },
  'directory/import-not-a-table': {
    status: 422,
    zh: '这不是表格文件，请上传 CSV 或 XLSX',
    en: 'This is not a table; upload CSV or XLSX',
  },
  'directory/import-old-excel': {
    status: 422,
    zh: '这是旧版 Excel（.xls）或带密码的文件，请另存为不带密码的 .xlsx 或 CSV',
    en: 'This is an old Excel file (.xls) or asks for a password; save it as .xlsx or CSV without one',
  },
  'directory/import-locked': {
    status: 422,
    zh: '文件带有密码，请去掉密码后再上传',
    en: 'The file asks for a password; remove it first',
  },
  'directory/import-broken': {
    status: 422,
    zh: '文件已损坏或不完整，请重新导出后再上传',
    en: 'The file is damaged or cut short; export it again',
  },
  'directory/import-bomb': {
    status: 422,
    zh: '文件解压后过大，未予读取',
    en: 'The file unpacks to too much and was not read',
  },
  'directory/import-cut': {
    status: 422,
    zh: '文件不完整：第 {row} 行的引号没有结束',
    en: 'The file is cut short: a quote opened in row {row} is never closed',
  },
  'directory/import-quotes': {
    status: 422,
    zh: '第 {row} 行的引号不成对',
    en: 'The quotes in row {row} do not match',
  },
  'directory/import-encoding': {
    status: 422,
    zh: '第 {line} 行不是有效的 {encoding} 文字，请另存为 UTF-8 后再上传',
    en: 'Line {line} is not valid {encoding}; save the file as UTF-8 and upload it again',
  },
  'directory/import-no-header': {
    status: 422,
    zh: '没有找到表头：需要“姓名”，以及登录名、手机、工号或部门中的至少一列',
    en: 'No header was found: it needs “Name” and at least one of login, phone, employee number or department',
  },
  'directory/import-no-rows': {
    status: 422,
    zh: '表头下面没有任何数据',
    en: 'There is nothing below the header',
  },
  'directory/import-too-many-rows': { status: 422, zh: '超过 {max} 行', en: 'More than {max} rows' },
  'directory/import-too-many-columns': {
    status: 422,
    zh: '第 {row} 行超过 {max} 列',
    en: 'Row {row} has more than {max} columns',
  },
  'directory/import-cell-too-long': {
    status: 422,
    zh: '第 {row} 行有一个单元格过长',
    en: 'A cell in row {row} is too long',
  },
  'directory/import-interrupted': {
    status: 409,
    zh: '读取被中断（服务器重新启动），未作任何更改，请重新上传',
    en: 'Reading was interrupted (the server was restarted); nothing was changed, upload the file again',
  },
  'directory/import-not-ready': {
    status: 409,
    zh: '该导入目前处于“{state}”状态，不能执行此操作',
    en: 'The import is {state}; this cannot be done now',
  },
  'directory/import-changed': {
    status: 409,
    zh: '预览之后通讯录发生了变化，已按最新情况重新预览，请确认后再提交',
    en: 'The directory changed since the preview; it was made again, look at it before you apply it',
  },
  'directory/import-nothing': { status: 409, zh: '没有可以导入的行', en: 'There is nothing to apply' },
  'directory/import-busy': {
    status: 409,
    zh: '另一个文件正在读取，请稍后再试',
    en: 'Another file is being read; try again shortly',
  },
  'directory/import-row-cut': {
    status: 422,
    zh: '这一行不完整，文件在此处中断',
    en: 'The row is cut short: the file ends here',
  },
  'directory/import-row-wide': {
    status: 422,
    zh: '这一行有 {cells} 个单元格，而表头只有 {columns} 列',
    en: 'The row has {cells} cells, the header {columns} columns',
  },
  'directory/import-duplicate-login': {
    status: 409,
    zh: '登录名与第 {first} 行重复',
    en: 'Same login as row {first}',
  },
  'directory/import-duplicate-phone': {
    status: 409,
    zh: '手机号与第 {first} 行重复',
    en: 'Same phone number as row {first}',
  },
  'directory/import-duplicate-employee-number': {
    status: 409,
    zh: '工号与第 {first} 行重复',
    en: 'Same employee number as row {first}',
  },
  'directory/import-login-missing': {
    status: 422,
    zh: '缺少登录名、工号和手机号，无法确定账号',
    en: 'Login, employee number and phone are all missing: there is nothing to sign in with',
  },
  'directory/import-other-company': {
    status: 422,
    zh: '部门路径“{path}”不在企业“{company}”之下',
    en: 'The department path “{path}” is not below the company “{company}”',
  },
  'directory/import-many-departments': {
    status: 422,
    zh: '一位成员最多属于 {max} 个部门',
    en: 'A member belongs to {max} departments at most',
  },
  'directory/import-manager-unknown': {
    status: 422,
    zh: '没有找到直属上级“{manager}”',
    en: 'The manager “{manager}” was not found',
  },
  'directory/import-manager-ambiguous': {
    status: 422,
    zh: '有多位成员叫“{manager}”，请填写登录名',
    en: 'Several members are called “{manager}”: give the login',
  },
  'directory/import-left-already': {
    status: 422,
    zh: '文件写明此人已经离职，企业里没有这个人，不会新增',
    en: 'According to the file this person has left; nobody of that name is here, and nobody is added',
  },
  'directory/import-last-day': {
    status: 422,
    zh: '看不懂最后工作日“{text}”；请写成 2026-03-31 或 2026/3/31',
    en: 'The last day “{text}” cannot be read; write 2026-03-31 or 2026/3/31',
  },
  'directory/import-out-of-scope': {
    status: 403,
    zh: '部门“{department}”不在你的管理范围内',
    en: 'The department “{department}” is outside your scope',
  },
  'directory/import-department-unknown': {
    status: 422,
    zh: '没有找到上级部门“{parent}”',
    en: 'The parent department “{parent}” was not found',
  },
  'directory/import-department-cycle': {
    status: 422,
    zh: '部门“{department}”的上级形成了循环',
    en: 'The parents of department “{department}” form a circle',
  },
  'directory/import-duplicate-department': {
    status: 409,
    zh: '部门编号与第 {first} 行重复',
    en: 'Same department id as row {first}',
  },
} as const
