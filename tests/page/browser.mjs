// Every view in a real browser: reached by keyboard, without violations that axe-core knows, in
// light and dark, at 400 % and on a phone, without a request to anybody else.
//
//   node tests/page/browser.mjs TOCSIN ROOT WORK [NAME]     NAME: only tests whose name has it
//   UPDATE=1 …                                               writes tests/page/outline.txt anew
import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { browser, folder, json, modules, places, serve, store } from './lib.mjs'

const [, , tocsin, root, work, only] = process.argv
const { chromium, axe } = await modules(root)
const dir = folder(join(work, 'page'))
const db = store(tocsin, join(dir, 'crisis.db'), [join(root, 'examples/kazakhstan-2022')])
const page_files = process.env.TOCSIN_PAGE ? ['--page', process.env.TOCSIN_PAGE] : []
const server = await serve(tocsin, db, page_files)
const base = server.base
const chrome = await browser(chromium)
const at = await places(base)
const meta = await json(base, '/api/meta')
const counted = (await json(base, '/api/events?versions=latest&limit=1')).total // what the overview counts

const VIEWS = {
  overview: '/', tolls: '/tolls', stories: '/stories', story: `/story/${at.story.id}`, incidents: '/incidents', incident: `/incident/${at.incident.id}`,
  reports: '/reports', report: `/report/${at.full.id}`, revisions: `/report/${at.revised.id}/revisions`, search: '/search?q=police', spikes: '/spikes', nothing: '/?type=NOSUCH', 'no such view': '/nowhere',
  'no such report': '/report/000000000000001',
}

// A page that tells of every fault: errors, refusals of the content policy, requests to others.
async function open(path, options = {}, where = base) {
  const context = await chrome.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce', ...options })
  const page = await context.newPage()
  page.faults = []
  page.allow = 0
  page.on('pageerror', (e) => page.faults.push(`error: ${e.message}`))
  page.on('console', (m) => { if (m.type() === 'error' && !/status of 404/.test(m.text())) page.faults.push(`console: ${m.text()}`) })
  page.on('request', (r) => { if (!r.url().startsWith(where) && !r.url().startsWith('data:') && !r.url().startsWith('blob:')) page.faults.push(`request to ${r.url()}`) })
  await page.goto(where + path)
  await settled(page)
  return page
}
const settled = async (page) => {
  await page.waitForSelector('main h1, main .state:not(.wait)', { state: 'attached' })
  await page.waitForFunction(() => !document.querySelector('.wait, .stale, .boot') && !/Counting …/.test(document.body.textContent), null, { timeout: 15000 })
}
const close = async (page) => {
  assert.deepEqual(page.faults, [])
  await page.context().close()
}
const total = async (page) => {
  await page.waitForSelector('.sum b', { timeout: 20000 }).catch(async () => {
    throw new Error(`no total on the page; it says: ${(await page.textContent('main').catch(() => '')).slice(0, 400)} ${page.faults.join('; ')}`)
  })
  return Number((await page.textContent('.sum b')).replace(/\D/g, ''))
}
const focusIsSeen = (page) => page.evaluate(() => {
  const e = document.activeElement
  if (!e || e === document.body) return 'nothing has focus'
  const s = getComputedStyle(e)
  return s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0 ? '' : `no outline on <${e.tagName.toLowerCase()} class="${e.className}">`
})

const tests = []
const test = (name, run) => tests.push([name, run])

const check = async (page, what) => {
  // The page's policy lets no other script in; the browser's own door does.
  if (await page.evaluate(() => typeof window.axe === 'undefined')) await page.evaluate(readFileSync(axe, 'utf8'))
  const found = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }))
  assert.deepEqual(found.violations.map((v) => `${what}: ${v.id}: ${v.nodes.slice(0, 3).map((n) => n.target.join(' ') + ' ' + n.failureSummary.split('\n').slice(1, 3).join(' ')).join(' | ')}`), [])
}

test('axe, light and dark', async () => {
  for (const [name, path] of Object.entries(VIEWS)) {
    const page = await open(path)
    await check(page, name)
    await page.emulateMedia({ colorScheme: 'dark' })
    await check(page, `${name}, dark`)
    await close(page)
  }
})

test('axe with things open', async () => {
  const page = await open('/')
  const run = (what) => check(page, what)
  await page.keyboard.press('?')
  await run('help')
  await page.keyboard.press('Escape')
  await page.keyboard.press('e')
  await page.waitForSelector('.formats a')
  await run('export')
  await page.keyboard.press('Escape')
  await page.locator('[data-row]').first().click()
  await page.locator('.places summary').click()
  await page.$$eval('.facets details', (all) => all.forEach((d) => { d.open = true }))
  await run('rows, places and facets open')
  await close(page)
})

test('every view by keyboard', async () => {
  const page = await open('/')
  for (const [k, path, heading] of [['t', '/tolls', 'Who says how many'], ['s', '/stories', 'Stories'], ['i', '/incidents', 'Incidents'], ['r', '/reports', 'Reports'], ['b', '/spikes', 'This week'], ['o', '/', 'Overview']]) {
    await page.keyboard.press('g')
    await page.keyboard.press(k)
    await page.waitForFunction((p) => location.pathname === p, path)
    await settled(page)
    assert.match(await page.textContent('h1'), new RegExp(heading))
  }
  // Through a story to an incident to a report to its revisions, with Tab, j and Enter alone.
  await page.keyboard.press('g'); await page.keyboard.press('s')
  await page.waitForSelector('.stories [data-row]')
  await page.keyboard.press('j')
  assert.equal(await focusIsSeen(page), '')
  await page.keyboard.press('Enter')
  await page.waitForFunction(() => location.pathname.startsWith('/story/'))
  await page.waitForSelector('.incidents [data-row]')
  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  await page.waitForFunction(() => location.pathname.startsWith('/incident/'))
  await settled(page)
  await page.locator('.publisher a').first().focus()
  await page.keyboard.press('Enter')
  await page.waitForFunction(() => location.pathname.startsWith('/report/'))
  // Search: from anywhere with a slash.
  await page.keyboard.press('/')
  await page.keyboard.type('airport')
  await page.keyboard.press('Enter')
  await page.waitForSelector('.found mark')
  await page.keyboard.press('Escape')
  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  await page.waitForFunction(() => location.pathname.startsWith('/report/'))
  await page.goBack()
  await page.waitForFunction(() => location.pathname === '/search')
  await close(page)
})

test('Tab goes everywhere, and is always seen', async () => {
  for (const path of ['/', `/report/${at.full.id}`, `/incident/${at.incident.id}`, '/tolls']) {
    const page = await open(path)
    const seen = new Set()
    for (let i = 0; i < 70; i++) {
      await page.keyboard.press('Tab')
      const fault = await focusIsSeen(page)
      if (fault === 'nothing has focus') break
      assert.equal(fault, '', `${path}, Tab ${i + 1}`)
      seen.add(await page.evaluate(() => document.activeElement.textContent.slice(0, 40) + document.activeElement.className))
    }
    assert.ok(seen.size > 15, `${path}: only ${seen.size} stops`)
    await close(page)
  }
})

test('help, export and theme by keyboard; focus comes back', async () => {
  const page = await open('/tolls')
  await page.locator('nav a').nth(2).focus()
  await page.keyboard.press('?')
  await page.waitForSelector('dialog h2:text("Keys and signs")')
  await page.keyboard.press('Escape')
  await page.waitForSelector('dialog', { state: 'detached' })
  assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Stories')
  await page.keyboard.press('e')
  await page.waitForSelector('.formats a')
  const links = await page.$$eval('.formats a', (a) => a.map((x) => x.getAttribute('href')))
  assert.equal(links.length, meta.export_formats.length)
  for (const link of links) {
    const r = await fetch(base + link)
    assert.equal(r.status, 200, link)
    assert.ok((await r.arrayBuffer()).byteLength > 0, link)
  }
  await page.keyboard.press('Escape')
  await page.locator('button[title^="Colours"]').focus()
  await page.keyboard.press('Enter'); await page.keyboard.press('Enter')
  assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), 'dark')
  await close(page)
})

test('timeline: brush by mouse and by keys; everything follows', async () => {
  const page = await open('/')
  const all = await total(page)
  assert.equal(all, counted)
  const box = await page.locator('.timeline .bars').boundingBox()
  await page.mouse.move(box.x + box.width * 0.2, box.y + 60)
  await page.mouse.down()
  await page.mouse.move(box.x + box.width * 0.3, box.y + 60, { steps: 6 })
  const live = await total(page)
  assert.ok(live < all, 'the count follows the hand')
  await page.mouse.up()
  await page.waitForFunction(() => /from=/.test(location.search))
  await settled(page)
  const q = new URL(page.url()).search
  assert.equal(await total(page), (await json(base, `/api/events${q}&versions=latest&limit=1`)).total)
  assert.equal(Number((await page.textContent('.events caption')).match(/\d+/)[0]), await total(page))
  const permalink = page.url()
  // the keys
  await page.keyboard.press('l')
  await page.keyboard.press('ArrowRight')
  await page.waitForFunction((u) => location.href !== u, permalink)
  await settled(page)
  const again = await page.evaluate(() => document.activeElement.getAttribute('role'))
  assert.equal(again, 'slider')
  await page.keyboard.press('Escape')
  await page.waitForFunction(() => location.search === '')
  await close(page)
  const other = await open(new URL(permalink).pathname + new URL(permalink).search)
  assert.equal(await total(other), (await json(base, `/api/events${q}&versions=latest&limit=1`)).total, 'a permalink shows the same')
  await close(other)
})

test('facets and chips', async () => {
  const page = await open('/')
  await page.locator('.facets label', { hasText: 'PROTEST' }).click()
  await page.waitForFunction(() => /type=PROTEST/.test(location.search))
  await settled(page)
  assert.equal(await total(page), (await json(base, '/api/events?type=PROTEST&versions=latest&limit=1')).total)
  const types = await page.$$eval('.events .type b', (b) => [...new Set(b.map((x) => x.textContent))])
  assert.deepEqual(types, ['PROTEST'])
  await page.locator('.chip').click()
  await page.waitForFunction(() => location.search === '')
  await settled(page)
  assert.equal(await total(page), counted)
  await page.goBack()
  await settled(page)
  assert.match(page.url(), /type=PROTEST/)
  await close(page)
})

test('the table holds what the map does', async () => {
  const page = await open('/')
  await page.locator('.places summary').click()
  await page.waitForSelector('.places tbody tr')
  const sum = await page.$$eval('.places tbody tr', (rows) => rows.reduce((n, r) => n + Number(r.lastElementChild.textContent.replace(/\D/g, '')), 0))
  const without = Number(((await page.textContent('figure.map figcaption')).match(/(\d+) events? without a place/) || [0, 0])[1])
  assert.equal(sum + without, counted)
  const drawn = await page.evaluate(() => {
    const c = document.querySelector('.map .marks'), d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data
    const colours = new Set()
    for (let i = 0; i < d.length; i += 4 * 37) if (d[i + 3]) colours.add(d.slice(i, i + 3).join())
    return colours.size
  })
  assert.ok(drawn > 10, 'marks are drawn')
  // A place filters all.
  await page.locator('.places tbody button').first().click()
  await page.waitForFunction(() => location.search.length > 1)
  await settled(page)
  assert.ok(await total(page) < counted)
  assert.equal(await total(page), (await json(base, `/api/events${new URL(page.url()).search}&versions=latest&limit=1`)).total)
  await close(page)
})

test('map by keys', async () => {
  const page = await open('/')
  await page.keyboard.press('m')
  const shot = async () => page.evaluate(() => document.querySelector('.map .marks').toDataURL())
  const before = await shot()
  await page.keyboard.press('+'); await page.keyboard.press('ArrowLeft')
  await page.waitForTimeout(100)
  assert.notEqual(await shot(), before)
  await page.keyboard.press('Enter')
  await page.waitForFunction(() => /bbox=/.test(location.search))
  await settled(page)
  assert.equal(await total(page), (await json(base, `/api/events${new URL(page.url()).search}&versions=latest&limit=1`)).total)
  await page.keyboard.press('c')
  await page.waitForFunction(() => location.search === '')
  await close(page)
})

test('no pin where only the country is known', async () => {
  const page = await open('/?precision=6')
  const centre = await page.evaluate(() => {
    const c = document.querySelector('.map .marks'), d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data
    const disc = getComputedStyle(document.documentElement).getPropertyValue('--disc').trim()
    const [r, g, b] = [1, 3, 5].map((i) => parseInt(disc.slice(i, i + 2), 16))
    let n = 0
    for (let i = 0; i < d.length; i += 4) if (d[i] === r && d[i + 1] === g && d[i + 2] === b && d[i + 3] === 255) n++
    return n
  })
  assert.equal(centre, 0)
  await close(page)
})

test('who says how many were killed, and when: two steps from the start', async () => {
  const page = await open('/')
  await page.locator('.strip a', { hasText: 'killed' }).click()
  await page.waitForSelector('.tolls tbody tr')
  const rows = await page.$$eval('.tolls tbody tr', (r) => r.map((x) => [...x.children].map((c) => c.innerText.trim())))
  const api = await json(base, '/api/tolls?counts=killed&limit=500')
  assert.equal(rows.length, api.total)
  for (const [when, n, who] of rows) {
    assert.match(when, /\d{4}/)
    assert.match(n, /\d|unknown|no number/)
    assert.ok(who.length > 1)
  }
  assert.match(await page.textContent('.tolls thead'), /Reported killed/)
  assert.ok(await page.locator('.toll-chart svg path.step').count() >= 5)
  await page.locator('.tolls tbody a').first().click()
  await page.waitForSelector('.prose .lit')
  await close(page)
})

test('story: a line a claimant, and what was corrected', async () => {
  const page = await open(`/story/${at.story.id}`)
  const story = await json(base, `/api/stories/${at.story.id}`)
  const series = story.series.filter((s) => s.counts === 'killed')
  const rows = await page.locator('.tolls tbody tr').count()
  assert.equal(rows, series.reduce((n, s) => n + s.steps.length, 0))
  const marks = series.flatMap((s) => s.steps).filter((s) => ['lowered', 'revised', 'withdrawn'].includes(s.mark)).length
  assert.equal(await page.locator('.tolls tbody td:last-child', { hasText: /lowered|revised|withdrawn/ }).count(), marks)
  assert.ok(marks > 0, 'the example holds a correction')
  await close(page)
})

test('incident: publishers, and where they differ', async () => {
  const page = await open(`/incident/${at.incident.id}`)
  const d = await json(base, `/api/incidents/${at.incident.id}`)
  assert.equal(await page.locator('.publisher').count(), d.by_publisher.length)
  assert.ok(d.by_publisher.length > 2)
  assert.equal(await page.locator('.differ tbody tr').count(), d.differ.reduce((n, f) => n + f.values.length, 0))
  await close(page)
})

test('reader: field to characters, characters to record, and why', async () => {
  const d = await json(base, `/api/reports/${at.full.id}`)
  const event = d.items.find((e) => e.actors.some((a) => a.span) || e.recipients.some((a) => a.span))
  const party = event.actors.find((a) => a.span) || event.recipients.find((a) => a.span)
  const page = await open(`/report/${at.full.id}?event=${event.id}`)
  const points = [...d.text]
  assert.equal((await page.evaluate(() => { const c = document.querySelector('.prose').cloneNode(true); c.querySelectorAll('.role').forEach((r) => r.remove()); return c.textContent })), d.text, 'the text is whole')
  const lit = async () => page.$$eval('.prose .lit', (s) => s.map((x) => { const c = x.cloneNode(true); c.querySelectorAll('.role').forEach((r) => r.remove()); return c.textContent }).join(''))
  assert.ok((await lit()).includes(points.slice(...event.trigger.span).join('')), 'the permalink lights the trigger')
  const record = page.locator('.record.chosen')
  const field = record.locator('dl > div', { hasText: event.actors.find((a) => a.span) ? 'actor' : 'recipient' }).first()
  await field.locator('button.value').click()
  assert.equal(await lit(), points.slice(...party.span).join(''), 'a field lights its own characters')
  await field.locator('button.why').click()
  assert.ok((await field.locator('.because li').count()) > 0)
  const every = await record.locator('dl > div').count()
  assert.equal(await record.locator('button.why').count(), every, 'every value has its why')
  // By keys: into the text, to marked words, to their record.
  await page.keyboard.press('Escape')
  await page.locator('.text').focus()
  await page.keyboard.press('ArrowRight'); await page.keyboard.press('ArrowRight')
  assert.equal(await page.locator('.prose .cursor').count(), 1)
  await page.keyboard.press('Enter')
  if (await page.locator('.menu').count()) await page.keyboard.press('Enter')
  await page.waitForSelector('.record.chosen')
  await close(page)
})

test('revisions side by side', async () => {
  const page = await open(`/report/${at.revised.id}/revisions`)
  const d = await json(base, `/api/reports/${at.revised.id}/revisions`)
  const text = (k) => page.locator('.sides .diff').nth(k).evaluate((e) => e.textContent)
  assert.equal(await text(0), d.text.was)
  assert.equal(await text(1), d.text.now)
  assert.equal(await page.locator('.changes tbody tr').count(), d.changes.length)
  assert.ok(await page.locator('.sides ins').count() > 0)
  await close(page)
})

test('400 % and phones: nothing runs out at the side', async () => {
  for (const [name, path] of Object.entries(VIEWS)) {
    const page = await open(path, { viewport: { width: 390, height: 640 } })
    for (const width of [390, 320]) {
      await page.setViewportSize({ width, height: 512 })
      await page.waitForTimeout(60)
      const [wide, out] = await page.evaluate(() => [document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth, [...document.querySelectorAll('main *')].filter((e) => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest('.scroll, svg, .map-box, .vh, .toll-chart')).slice(0, 3).map((e) => e.tagName + '.' + e.className)])
      assert.ok(wide <= 0, `${name} at ${width}: ${wide} pixels too wide: ${out}`)
    }
    await close(page)
  }
})

test('paper', async () => {
  const page = await open(`/story/${at.story.id}`)
  await page.emulateMedia({ media: 'print' })
  assert.equal(await page.isVisible('nav'), false)
  assert.equal(await page.isVisible('.search'), false)
  assert.ok(await page.isVisible('.tolls'))
  assert.ok((await page.pdf({ format: 'A4' })).length > 20000)
  await close(page)
})

test('read-only by default; edits under --edit, by keyboard, logged', async () => {
  const closed = await open('/')
  await closed.locator('[data-row]').first().click()
  assert.equal(await closed.locator('[data-verdict]').count(), 0)
  await close(closed)
  const copy = store(tocsin, join(dir, 'edit.db'), [join(root, 'examples/kazakhstan-2022')])
  const writer = await serve(tocsin, copy, ['--edit', ...page_files])
  try {
    const page = await open('/', {}, writer.base)
    const before = await total(page)
    await page.keyboard.press('j')
    await page.keyboard.press('Enter')
    await page.locator('.verdict-form input').first().fill('read twice')
    await page.locator('[data-row][data-chosen]').focus()
    await page.keyboard.press('x')
    await page.waitForFunction((n) => { const b = document.querySelector('.sum b'); return b && Number(b.textContent.replace(/\D/g, '')) === n - 1 }, before)
    // What was rejected can be found, and taken back.
    await page.locator('.verdicts select').selectOption('reject')
    await page.waitForFunction(() => document.querySelector('.sum b').textContent === '1' && document.querySelectorAll('.events .rejected').length === 1)
    await page.goto(`${writer.base}/log`)
    await page.waitForSelector('.log tbody tr')
    assert.match(await page.textContent('.log tbody tr'), /reject[\s\S]*read twice/)
    // Merge two incidents, and split one mention off again.
    const list = (await json(writer.base, '/api/incidents?limit=500')).items
    const [a, b] = list.filter((i) => i.type === 'PROTEST').slice(0, 2)
    await page.goto(`${writer.base}/incident/${a.id}`)
    await settled(page)
    await page.locator('.edits input').fill(b.id)
    await page.keyboard.press('Enter')
    await page.waitForFunction((n) => document.querySelector('.lede') && Number((document.querySelector('.lede').textContent.match(/(\d+) mention/) || [])[1]) === n, a.events + b.events)
    await page.goto(`${writer.base}/log`)
    await page.waitForFunction(() => document.querySelectorAll('.log tbody tr').length === 2)
    await close(page)
  } finally { await writer.stop() }
})

test('news of the store, and a server that goes away', async () => {
  const copy = store(tocsin, join(dir, 'news.db'), [join(root, 'examples/kazakhstan-2022/01-steppe-courier.txt')])
  const own = await serve(tocsin, copy, page_files)
  const page = await open('/', {}, own.base)
  const before = await total(page)
  const more = spawnSync(tocsin, ['ingest', copy, join(root, 'examples/kazakhstan-2022/08-almaty-evening.txt')], { encoding: 'utf8' })
  assert.equal(more.status, 0, more.stderr)
  await page.waitForSelector('.news button', { timeout: 20000 })
  assert.match(await page.textContent('.news'), /1 new report/)
  await page.locator('.news button').click()
  await page.waitForFunction((n) => { const b = document.querySelector('.sum b'); return b && Number(b.textContent.replace(/\D/g, '')) > n }, before)
  await own.stop()
  await page.waitForSelector('.news .off', { timeout: 15000 })
  await page.keyboard.press('g'); await page.keyboard.press('s')
  await page.waitForSelector('.fault')
  assert.match(await page.textContent('.fault'), /tocsin serve/)
  page.faults = page.faults.filter((f) => !/ERR_|Failed to load/.test(f))
  await close(page)
})

test('an empty file says what to do, and fills by itself', async () => {
  const file = join(dir, 'empty.db')
  store(tocsin, file, [folder(join(dir, 'nothing'))])
  const own = await serve(tocsin, file, page_files)
  const page = await open('/', {}, own.base)
  assert.match(await page.textContent('main'), /No reports in empty\.db yet[\s\S]*tocsin ingest empty\.db/)
  assert.equal(spawnSync(tocsin, ['ingest', file, join(root, 'examples/kazakhstan-2022/08-almaty-evening.txt')]).status, 0)
  await page.locator('.news button').click({ timeout: 20000 })
  await page.waitForSelector('.events tbody tr')
  await close(page)
  await own.stop()
})

// The bones of each view: headings, tables and their columns, landmarks and which stands beside
// or below which.  Words and numbers of the example are left out, so it holds as coding improves.
test('structure', async () => {
  const lines = []
  for (const [name, path] of Object.entries(VIEWS)) {
    const page = await open(path, { viewport: { width: 1440, height: 900 } })
    lines.push(`== ${name}`)
    lines.push(...(await page.evaluate(() => {
      const out = []
      const box = (e) => { const r = e.getBoundingClientRect(); return `${r.left < innerWidth * 0.28 ? 'left' : r.left < innerWidth * 0.45 ? 'middle' : 'right'}${r.width > innerWidth * 0.6 ? ' wide' : ''}` }
      for (const e of document.querySelectorAll('header.top, nav, form[role=search], main, aside, main section, footer, main table, main svg[role=img], main canvas[role=img], main [role=slider], main dialog, main fieldset')) {
        if (!e.getClientRects().length) continue
        const label = e.getAttribute('aria-label')
        const tag = e.tagName.toLowerCase() + (e.getAttribute('role') ? `[${e.getAttribute('role')}]` : '')
        if (tag === 'table') out.push(`${tag} ${e.className}: ${[...e.querySelectorAll('thead th')].map((t) => t.textContent.replace(/[↓↑]/g, '').trim()).join(', ')}`)
        else out.push(`${tag}${label && !/\d/.test(label) ? ` “${label}”` : ''} ${box(e)}`)
      }
      for (const h of document.querySelectorAll('main h2')) if (!h.closest('.found, .records, dialog')) out.push(`h2 ${h.childNodes[0].textContent.trim()}`)
      return out
    })))
    await close(page)
  }
  const path = join(root, 'tests/page/outline.txt')
  const text = lines.join('\n') + '\n'
  if (process.env.UPDATE) writeFileSync(path, text)
  assert.equal(text, readFileSync(path, 'utf8'), 'UPDATE=1 writes it anew; read the difference first')
})

let passed = 0, failed = 0
for (const [name, run] of tests) {
  if (only && !name.includes(only)) continue
  const from = Date.now()
  try {
    await run()
    passed++
    console.log(`ok    ${name} (${((Date.now() - from) / 1000).toFixed(1)} s)`)
  } catch (e) {
    failed++
    console.log(`FAIL  ${name}\n      ${String(e.stack || e).split('\n').slice(0, 14).join('\n      ')}`)
  }
  for (const c of chrome.contexts()) await c.close()
}
await chrome.close()
await server.stop()
console.log(`${passed} passed, ${failed} failed`)
process.exit(failed ? 1 : 0)
