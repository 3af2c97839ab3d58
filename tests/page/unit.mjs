// The page's own functions, without a browser.
import { test } from 'node:test'
import assert from 'node:assert/strict'
import { dayOf, isoDay, momentOf, sayDay, sayMoment, sayRange } from '../../page/src/days.js'
import { codeWord, countsWord, interval, shortInterval, STATUS, TYPES } from '../../page/src/words.js'
import { cut, eventSpans, pointsOf } from '../../page/src/marks.js'
import { bucketOf, bucketsOf } from '../../page/src/buckets.js'
import { columns, recount } from '../../page/src/columns.js'
import { linesOf } from '../../page/src/lines.js'

test('days', () => {
  assert.equal(dayOf('1970-01-01'), 0)
  assert.equal(dayOf('2022-01-05T09:10'), 18997)
  assert.equal(dayOf('2022-01'), 18993)
  assert.equal(dayOf('soon'), null)
  assert.equal(dayOf(null), null)
  assert.equal(momentOf('1970-01-02T12:00'), 1.5)
  assert.equal(isoDay(18997), '2022-01-05')
  assert.equal(sayDay(18997), '5 Jan 2022')
  assert.equal(sayMoment('2022-01-05T09:10'), '5 Jan 2022, 09:10')
  assert.equal(sayRange(18997, 18997), '5 Jan 2022')
  assert.equal(sayRange(18997, 19001), '5–9 Jan 2022')
  assert.equal(sayRange(18989, 19001), '28 Dec 2021 – 9 Jan 2022')
  assert.equal(sayRange(null, 19001), 'until 9 Jan 2022')
  assert.equal(sayRange(null, null), '')
})

test('a number is worded with its interval, and as reported', () => {
  assert.equal(interval(95, null), 'at least 95')
  assert.equal(interval(null, 40), 'at most 40')
  assert.equal(interval(24, 99), '24–99')
  assert.equal(interval(2070, 2299), '2,070–2,299')
  assert.equal(interval(164, 164), '164')
  assert.equal(interval(null, null), 'an unknown number')
  assert.equal(shortInterval(95, null), '≥ 95')
  assert.equal(countsWord('killed'), 'reported killed')
  assert.match(countsWord('other'), /^reported/)
})

test('each status has a mark of its own, each type a gloss', () => {
  const marks = Object.values(STATUS).map((s) => s[0])
  assert.equal(new Set(marks).size, marks.length)
  assert.equal(marks.length, 8)
  assert.equal(Object.keys(TYPES).length, 16)
})

test('codes in words', () => {
  assert.equal(codeWord('KAZCOP', { KAZ: 'Kazakhstan' }), 'Kazakhstan, police')
  assert.equal(codeWord('IGO', null), 'intergovernmental')
  assert.equal(codeWord(null), '')
})

test('text is cut where spans begin and end, in code points', () => {
  const text = 'a𝒷c def'
  assert.deepEqual(pointsOf(text), [0, 1, 3, 4, 5, 6, 7, 8])
  const parts = cut(text, [{ span: [0, 3], layer: 'x' }, { span: [1, 5], layer: 'y' }])
  assert.deepEqual(parts.map((p) => p.text), ['a', '𝒷c', ' d', 'ef'])
  assert.deepEqual(parts.map((p) => p.spans.map((s) => s.layer)), [['x'], ['x', 'y'], ['y'], []])
  assert.equal(parts.map((p) => p.text).join(''), text)
  assert.deepEqual(cut('abc', [{ span: [9, 12] }, { span: null }, { span: [2, 2] }]).map((p) => p.text), ['abc'])
  const inside = cut('cdef', [{ span: [3, 5], layer: 'x' }], 2)
  assert.deepEqual(inside.map((p) => [p.start, p.end, p.text]), [[2, 3, 'c'], [3, 5, 'de'], [5, 6, 'f']])
})

test('any spans leave the text whole', () => {
  let seed = 7
  const random = (n) => (seed = (seed * 1103515245 + 12345) % 2147483648) % n
  for (let k = 0; k < 200; k++) {
    const n = random(30)
    const text = Array.from({ length: n }, () => 'aé𝒷 ,'.match(/./gu)[random(5)]).join('')
    const spans = Array.from({ length: random(9) }, () => ({ span: [random(35) - 2, random(35)], layer: 'x' }))
    const parts = cut(text, spans)
    assert.equal(parts.map((p) => p.text).join(''), text)
    for (const p of parts) for (const s of p.spans) assert.ok(s.span[0] <= p.start && p.end <= s.span[1])
  }
})

test('the characters of an event', () => {
  const spans = eventSpans({ type: 'ASSAULT', trigger: { span: [3, 6] }, actors: [{ span: [0, 2] }, { span: null }], recipients: [{ span: [7, 9] }], figures: [{ span: [7, 8], counts: 'killed' }], claim: { source_spans: [[20, 24]], cue_spans: [] } })
  assert.deepEqual(spans.map((s) => s.role), ['assault', 'actor', 'recipient', 'killed', 'source'])
})

const POINTS = {
  total: 5, n: 5, truncated: false, ids: 'x'.repeat(75), types: ['ASSAULT', 'PROTEST'], statuses: ['denied', 'occurred', 'ongoing'],
  places: { name: ['A', 'B'], country: ['KAZ', 'KAZ'], adm1: [null, null], lat: [43, null], lon: [77, null], precision: [1, 6] },
  from: [18997, 18999, 18999, null, 19010], to: [18997, 19001, 18999, null, null], place: [0, 0, 1, 0, -1], type: [0, 1, 1, 0, 0], status: [1, 0, 2, 1, 1],
}

test('columns, and what a brush leaves', () => {
  const p = columns(POINTS)
  assert.deepEqual([...p.real], [1, 0, 1, 1, 1])
  const counts = { real: new Uint32Array(2), said: new Uint32Array(2) }
  assert.deepEqual(recount(p, null, counts), { n: 5, nowhere: 2 })
  assert.deepEqual([[...counts.real], [...counts.said]], [[2, 0], [1, 0]])
  // from 19001: the event of three days from 18999 still lasts; undated ones are out
  assert.deepEqual(recount(p, [19001, 19002], counts), { n: 1, nowhere: 0 })
  assert.deepEqual(recount(p, [18997, 18998], counts), { n: 1, nowhere: 0 })
})

test('buckets hold every dated event once', () => {
  const p = columns(POINTS)
  for (const width of [10, 40, 400]) {
    const b = bucketsOf(p, width)
    assert.equal([...b.real, ...b.said].reduce((a, c) => a + c, 0), 4)
  }
  assert.equal(bucketOf(18997, 'week'), 18995) // 5 January 2022 was a Wednesday
  assert.equal(isoDay(bucketOf(18997, 'month')), '2022-01-01')
  assert.equal(bucketsOf(columns({ ...POINTS, n: 0, from: [], to: [], place: [], type: [], status: [] }), 100), null)
})

const toll = (over) => ({ counts: 'killed', claimant: 'the ministry', key: 'KAZGOV', attributed: true, low: 1, high: 1, as_of: '2022-01-06T09:00', report: 'r', story: 's', mark: 'first', ...over })

test('a line is one claimant in one story, its steps in the order of time', () => {
  const lines = linesOf([
    toll({ as_of: '2022-01-07', low: 26, high: 26 }), toll({}), toll({ claimant: 'a doctor', key: 'a doctor', low: 30, high: null }), toll({ story: 't', low: 4, high: 4 }), toll({ as_of: null }),
  ])
  assert.equal(lines.length, 3)
  const ministry = lines.find((l) => l.steps.length === 2)
  assert.deepEqual(ministry.steps.map((s) => s.low), [1, 26])
})

test('numbers of one moment: the largest carries the line, none is joined to another', () => {
  const [line] = linesOf([toll({ low: 164, high: 164 }), toll({ low: 103, high: 103, subset: true, mark: 'lowered' }), toll({ low: 164, high: 164 })])
  assert.deepEqual(line.steps.map((s) => [s.low, s.beside, s.mark]), [[164, false, 'first'], [103, true, null]])
})

test('a correction is marked, whatever stands beside it', () => {
  const [line] = linesOf([toll({ low: 18, high: 18 }), toll({ as_of: '2022-01-07', low: 16, high: 16, version: 'revision', mark: 'raised' }), toll({ as_of: '2022-01-07', low: 2, high: null, mark: 'revised' })])
  assert.deepEqual(line.steps.map((s) => [s.low, s.mark]), [[18, 'first'], [16, 'revised'], [2, null]])
})

test('what is denied is no step', () => {
  assert.deepEqual(linesOf([toll({ denying: true }), toll({ status: 'denied' }), toll({ status: 'hypothetical' })]), [])
  assert.equal(linesOf([toll({ status: 'ongoing' })]).length, 1)
})

test('what the report itself takes back carries no line', () => {
  const [line] = linesOf([toll({ low: 20, high: 20, mark: 'corrected' }), toll({ low: 12, high: 12, mark: 'first' })])
  assert.deepEqual(line.steps.map((s) => [s.low, s.beside, s.mark]), [[20, true, null], [12, false, 'first']])
})

test('what was withdrawn stays', () => {
  const [line] = linesOf([toll({ low: 164, high: 164 }), toll({ as_of: '2022-01-10', low: null, high: null, mark: 'withdrawn' })])
  assert.deepEqual(line.steps.map((s) => s.mark), ['first', 'withdrawn'])
})
