// How long the first view takes, and how smoothly the brush moves.
//
//   node tests/page/bench.mjs TOCSIN ROOT STORE [RUNS]
//
// STORE is a large one: tests/store/synthetic.py 40000 > r.jsonl; tocsin ingest big.db r.jsonl.
// Prints rows for tests/results.csv.
import { browser, json, modules, serve } from './lib.mjs'

const [, , tocsin, root, path, runs = '7'] = process.argv
const { chromium } = await modules(root)
const server = await serve(tocsin, path, process.env.TOCSIN_PAGE ? ['--page', process.env.TOCSIN_PAGE] : [])
const chrome = await browser(chromium)
const meta = await json(server.base, '/api/meta')
const median = (list) => list.slice().sort((a, b) => a - b)[Math.floor(list.length / 2)]

// First view: from the request to timeline, map and table on the screen.
const first = []
for (let i = 0; i < Number(runs); i++) {
  const context = await chrome.newContext({ viewport: { width: 1440, height: 900 } })
  const page = await context.newPage()
  await page.goto(server.base)
  await page.waitForFunction(() => performance.getEntriesByName('tocsin.points').length && performance.getEntriesByName('tocsin.table').length, null, { timeout: 60000 })
  const t = await page.evaluate(() => Object.fromEntries(performance.getEntriesByType('mark').map((m) => [m.name, m.startTime])))
  first.push(Math.max(t['tocsin.points'], t['tocsin.table']))
  if (process.env.VERBOSE) console.error(t, await page.evaluate(() => performance.getEntriesByType('resource').map((r) => [r.name.replace(/.*8\d+|http:..[^/]*/, ''), Math.round(r.startTime), Math.round(r.responseEnd), r.transferSize])))
  await context.close()
}

// The brush: the hand moves to and fro for three seconds, one move a frame.
async function frames(query) {
  const context = await chrome.newContext({ viewport: { width: 1440, height: 900 } })
  const page = await context.newPage()
  await page.goto(server.base + query)
  await page.waitForFunction(() => performance.getEntriesByName('tocsin.points').length, null, { timeout: 60000 })
  await page.waitForTimeout(1500)
  const events = Number((await page.textContent('.sum b')).replace(/\D/g, ''))
  const deltas = await page.evaluate(async () => {
    const overlay = document.querySelector('.brush .overlay')
    const box = document.querySelector('.timeline .bars').getBoundingClientRect()
    const send = (type, x, target = overlay) => target.dispatchEvent(new MouseEvent(type, { bubbles: true, cancelable: true, view: window, clientX: x, clientY: box.top + 60, button: 0, buttons: 1 }))
    const left = box.left + box.width * 0.1
    send('mousedown', left)
    const out = []
    let before = await new Promise(requestAnimationFrame)
    const start = before
    while (before - start < 3000) {
      const k = ((before - start) / 3000) * 4 * Math.PI
      send('mousemove', left + box.width * (0.4 - 0.38 * Math.cos(k)), window)
      const now = await new Promise(requestAnimationFrame)
      out.push(now - before)
      before = now
    }
    send('mouseup', left + box.width * 0.3, window)
    return out
  })
  await context.close()
  return { events, mean: 1000 * deltas.length / deltas.reduce((a, b) => a + b, 0), slow: 1000 / deltas.slice().sort((a, b) => b - a)[Math.floor(deltas.length * 0.05)] }
}
const brush = await frames(process.env.QUERY || '/')
console.log(`page,synthetic,first view ms,${Math.round(median(first))},${meta.events},1000`)
console.log(`page,synthetic,brush frames/s,${brush.mean.toFixed(1)},${brush.events},30`)
console.log(`page,synthetic,brush frames/s (slowest 5 %),${brush.slow.toFixed(1)},${brush.events},30`)
await chrome.close()
await server.stop()
