// Reads Parquet (DuckDB) and Arrow (apache-arrow) files for test_columns.py.
//
// usage: node read.mjs MODULES FILE…      one JSON array of rows a file, one line each
//        node read.mjs MODULES            are both readers there?
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import path from 'node:path';

const [modules, ...files] = process.argv.slice(2);
const require = createRequire(path.join(path.resolve(modules), 'x.js'));
const duckdb = require('@duckdb/node-api');
const arrow = require('apache-arrow');

const two = (n) => String(n).padStart(2, '0');
function moment(micros) {
  const d = new Date(Number(micros / 1000n));
  const day = `${d.getUTCFullYear()}-${two(d.getUTCMonth() + 1)}-${two(d.getUTCDate())}`;
  return { time: micros % 86400000000n === 0n ? day : `${day}T${two(d.getUTCHours())}:${two(d.getUTCMinutes())}` };
}

async function parquet(file) {
  const db = await (await duckdb.DuckDBInstance.create(':memory:')).connect();
  const reader = await db.runAndReadAll(`SELECT * FROM read_parquet('${file.replace(/'/g, "''")}')`);
  const names = reader.columnNames(), types = reader.columnTypes().map(String);
  const plain = (v) => {
    if (v === null || typeof v === 'string' || typeof v === 'number') return v;
    if (typeof v === 'bigint') return Number(v);
    if (v.items) return v.items.map(plain);
    if (v.micros !== undefined) return moment(v.micros);
    if (v.days !== undefined) return { day: moment(BigInt(v.days) * 86400000000n).time };
    throw new Error('a value of no known kind');
  };
  return { names, types, rows: reader.getRows().map((r) => r.map(plain)) };
}

function ipc(file) {
  const table = arrow.tableFromIPC(readFileSync(file));
  const fields = table.schema.fields;
  const columns = fields.map((f, i) => {
    const v = table.getChildAt(i), out = [], type = String(f.type);
    for (let k = 0; k < table.numRows; k++) {
      const x = v.get(k);
      if (x === null) out.push(null);
      else if (type.startsWith('List')) out.push([...x]);
      else if (type.startsWith('Timestamp')) out.push(moment(BigInt(Math.round(Number(x) * 1000))));
      else if (type.startsWith('Date')) out.push({ day: moment(BigInt(Number(x)) * 1000n).time });
      else out.push(typeof x === 'bigint' ? Number(x) : x);
    }
    return out;
  });
  const rows = [];
  for (let k = 0; k < table.numRows; k++) rows.push(columns.map((c) => c[k]));
  return { names: fields.map((f) => f.name), types: fields.map((f) => String(f.type)), rows };
}

for (const file of files) {
  const got = readFileSync(file).subarray(0, 4).toString() === 'PAR1' ? await parquet(file) : ipc(file);
  process.stdout.write(JSON.stringify(got) + '\n');
}
