import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { isEmail, isLogin, loginKey, maskPhone, normalPhone } from './contacts.ts'
import { nameFault, nameKey, tidyName } from './names.ts'
import { searchTerms, searchTokens } from './search.ts'
import { compareNames, sortKey } from './sorting.ts'

const trials = {
  numRuns: Number(process.env['HUFU_TRIALS_COUNT'] ?? 300),
  seed: Number(process.env['HUFU_TRIALS_SEED'] ?? 7),
}

test('names that look alike only by width, case or spacing count as one', () => {
  assert.equal(nameKey('ＡＢＣ　研发部'), nameKey('abc 研发部'))
  assert.equal(nameKey(' Straße '), nameKey('STRASSE'))
  assert.notEqual(nameKey('研发部'), nameKey('研发一部'))
})

test('a name key folded again stays the same', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (text) => {
      assert.equal(nameKey(nameKey(text)), nameKey(text))
    }),
    trials,
  )
})

const hostile: readonly (readonly [string, string])[] = [
  ['bidi override', '王\u202E明'],
  ['bidi isolate', '\u2066王明\u2069'],
  ['zero-width space', '王\u200B明'],
  ['zero-width joiner', '王\u200D明'],
  ['word joiner', '王\u2060明'],
  ['byte order mark', '\uFEFF王明'.slice(0, 1) + '王明'],
  ['soft hyphen', 'John\u00ADson'],
  ['bell', '王\u0007明'],
  ['new line', '王\n明'],
  ['line separator', '王\u2028明'],
  ['lone surrogate', '王\uD800明'],
  ['replacement character', '王\uFFFD'],
  ['hangul filler', '\u3164'],
  ['braille blank', '王\u2800'],
  ['piled marks', 'a\u0301\u0301\u0301\u0301\u0301'],
  ['tag characters', '王\u{E0041}'],
]
for (const [what, name] of hostile)
  test(`a name with ${what} is refused`, () => {
    assert.equal(nameFault(name), 'control-characters')
  })

test('rare, compound and foreign names are welcome', () => {
  for (const name of [
    '欧阳娜娜',
    '𠮷野家',
    '龘',
    '阿不都热依木·买买提',
    "O'Brien",
    'José Núñez',
    'Анна',
    '佐々木',
    '葛城',
  ])
    assert.equal(nameFault(tidyName(name)), null, name)
})

test('empty and over-long names are refused', () => {
  assert.equal(nameFault(tidyName(' \u3000 ')), 'empty')
  assert.equal(nameFault('王'.repeat(81)), 'too-long')
  assert.equal(nameFault('王'.repeat(80)), null)
})

test('one phone number has one form', () => {
  for (const text of [
    '13800138000',
    '+86 138-0013-8000',
    '8613800138000',
    '１３８００１３８０００',
    '0086 138 0013 8000',
    '(138) 0013.8000',
  ])
    assert.equal(normalPhone(text), '13800138000', text)
  assert.equal(normalPhone('+1 (415) 555-0100'), '+14155550100')
  assert.equal(normalPhone('12ab'), null)
  assert.equal(normalPhone('1234'), null)
})

test('a masked phone shows head and tail only', () => {
  assert.equal(maskPhone('13800138000'), '138****8000')
  assert.equal(maskPhone('12345'), '****2345')
})

test('logins fold to one key and refuse what cannot be typed', () => {
  assert.equal(loginKey('Zhang.San'), loginKey('ｚｈａｎｇ．ｓａｎ'))
  assert.equal(isLogin('张三01'), true)
  assert.equal(isLogin('a'), false)
  assert.equal(isLogin('zhang san'), false)
  assert.equal(isLogin('zhang\u200Bsan'), false)
})

test('mail addresses need a name and a domain', () => {
  assert.equal(isEmail('zhangsan@example.com'), true)
  assert.equal(isEmail('zhangsan@例子.公司'), true)
  for (const text of ['zhangsan', '@example.com', 'a b@example.com', 'a@b', `${'a'.repeat(65)}@example.com`])
    assert.equal(isEmail(text), false, text)
})

test('a sort key orders as Chinese readers expect, like the collator itself', () => {
  const surnames =
    '王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许邓冯韩曹曾彭肖蔡潘田董袁于余叶蒋杜苏魏程吕丁沈任姚卢傅钟姜崔谭廖范汪陆金石戴贾韦夏邱方侯邹熊孟秦白江阎薛尹段雷'
  const names = Array.from(surnames).flatMap((a, i) =>
    Array.from(surnames)
      .slice(i % 7, 40)
      .map((b) => a + b),
  )
  const byKey = names.toSorted((a, b) => (sortKey(a) < sortKey(b) ? -1 : sortKey(a) > sortKey(b) ? 1 : 0))
  for (const [index, name] of byKey.entries())
    if (index > 0) assert.ok(compareNames(byKey[index - 1] ?? '', name) <= 0, name)
  assert.ok(sortKey('1号') < sortKey('阿明'))
  assert.ok(sortKey('张三') < sortKey('Alice'))
})

const found = (typed: string, name: string, login = 'x1'): boolean => {
  const tokens = searchTokens({ name, login, employeeNo: null })
  return searchTerms(typed).every((term) => tokens.some((token) => token.startsWith(term)))
}

test('people are found by name, part of it, pinyin, initials and both mixed', () => {
  for (const typed of [
    '王小明',
    '小明',
    '明',
    'wangxiaoming',
    'wang',
    'xiaoming',
    'wxm',
    'WXM',
    '王xm',
    'wang xiao',
  ])
    assert.ok(found(typed, '王小明'), typed)
  assert.ok(!found('zhang', '王小明'))
  assert.ok(found('smith', 'John Smith') && found('js', 'John Smith') && found('john s', 'John Smith'))
})

test('surnames read as surnames: compound ones whole, polyphonic ones under each reading', () => {
  assert.ok(found('ouyang', '欧阳修') && found('oyx', '欧阳修'))
  assert.ok(found('shan', '单雄信') && found('dan', '单雄信'))
  assert.ok(
    found('zeng', '曾国藩') && found('qiu', '仇英') && found('yuchi', '尉迟恭') && found('xie', '解缙'),
  )
  assert.ok(found('lvbu', '吕布') && found('lubu', '吕布') && found('lü', '吕布'))
})
