// An outside look: reads the payouts' file and every recipient's balance over JSON-RPC, and says
// whether each got exactly what the file says. Shares no code with the services.
// node outside-look.js RPC_URL FILE.csv SYMBOL=0xTOKEN ... SYMBOL=coin [--held UNITS]
'use strict';
const fs = require('fs');

const [rpc, file, ...rest] = process.argv.slice(2);
const assets = new Map(rest.filter((word) => word.includes('=')).map((word) => word.split('=')));
// What every recipient may have held beforehand, in base units: nothing, unless named.
const held = rest.includes('--held') ? BigInt(rest[rest.indexOf('--held') + 1]) : 0n;
let id = 0;

async function ask(calls) {
  const body = calls.map(([method, params]) => ({ jsonrpc: '2.0', id: ++id, method, params }));
  const answer = await fetch(rpc, {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body),
  });
  const results = new Map((await answer.json()).map((each) => [each.id, each.result]));
  return body.map((each) => {
    const result = results.get(each.id);
    if (typeof result !== 'string') throw new Error(each.method + ' was not answered');
    return BigInt(result);
  });
}

const call = (to, data) => ['eth_call', [{ to, data }, 'latest']];
const word = (address) => address.slice(2).toLowerCase().padStart(64, '0');

function units(text, decimals) {
  const match = /^(\d+)(?:\.(\d+))?$/.exec(text);
  if (!match || (match[2] || '').length > decimals) return null;
  return BigInt(match[1] + (match[2] || '').padEnd(decimals, '0'));
}

// Only lines that anybody would call a payment: an address, a listed asset, a positive amount of
// less than a uint256. Mixed-case addresses are the import's business and not made by the demo.
function lines(decimals) {
  const [header, ...rows] = fs.readFileSync(file, 'utf8').trim().split('\n');
  const names = header.split(',');
  const found = [];
  for (const row of rows) {
    const fields = row.split(',');
    if (fields.length !== names.length) continue;
    const line = Object.fromEntries(names.map((name, place) => [name, fields[place]]));
    if (!/^0x[0-9a-f]{40}$/.test(line.recipient) || /^0x0{40}$/.test(line.recipient)) continue;
    if (!assets.has(line.asset)) continue;
    const amount = units(line.amount, decimals.get(line.asset));
    if (amount === null || amount === 0n || amount >= 1n << 200n) continue;
    found.push({ ...line, units: amount });
  }
  return found;
}

async function main() {
  const decimals = new Map();
  for (const [symbol, address] of assets) {
    decimals.set(symbol, address === 'coin' ? 18 : Number((await ask([call(address, '0x313ce567')]))[0]));
  }
  const wanted = lines(decimals);
  let wrong = 0;
  for (let from = 0; from < wanted.length; from += 200) {
    const some = wanted.slice(from, from + 200);
    const balances = await ask(some.map((line) => assets.get(line.asset) === 'coin'
      ? ['eth_getBalance', [line.recipient, 'latest']]
      : call(assets.get(line.asset), '0x70a08231' + word(line.recipient))));
    some.forEach((line, place) => {
      const more = balances[place] - line.units;
      if (more < 0n || more > held) {
        wrong++;
        console.log(`${line.external_id}: ${line.recipient} holds ${balances[place]}, not ${line.units}`);
      }
    });
  }
  console.log(`${wanted.length - wrong} lines agree, ${wrong} do not`);
  process.exit(wrong === 0 && wanted.length > 0 ? 0 : 1);
}

main().catch((fault) => { console.log(fault.message); process.exit(1); });
