// Compiles every contract here, creation code and interface each into a file of its own:
// node compile.js FOLDER_OF_SOLC OUTPUT_FOLDER
'use strict';
const fs = require('fs');
const path = require('path');
const solc = require(path.resolve(process.argv[2], 'node_modules/solc'));

const sources = {};
for (const folder of ['src', 'test']) {
  for (const file of fs.readdirSync(path.join(__dirname, folder)).sort()) {
    if (file.endsWith('.sol')) {
      sources[folder + '/' + file] = { content: fs.readFileSync(path.join(__dirname, folder, file), 'utf8') };
    }
  }
}
const input = {
  language: 'Solidity',
  sources,
  settings: {
    evmVersion: 'osaka',
    viaIR: true,
    optimizer: { enabled: true, runs: 1000000 },
    metadata: { bytecodeHash: 'none', appendCBOR: false },
    outputSelection: { '*': { '*': ['abi', 'evm.bytecode.object', 'evm.deployedBytecode.object'] } },
  },
};
const output = JSON.parse(solc.compile(JSON.stringify(input)));
for (const message of output.errors || []) {
  process.stderr.write(message.formattedMessage + '\n');
}
if ((output.errors || []).length > 0) {
  process.exit(1);
}
for (const file of Object.keys(output.contracts).sort()) {
  for (const name of Object.keys(output.contracts[file]).sort()) {
    const contract = output.contracts[file][name];
    fs.writeFileSync(path.join(process.argv[3], name + '.hex'), contract.evm.bytecode.object + '\n');
    fs.writeFileSync(path.join(process.argv[3], name + '.abi.json'), JSON.stringify(contract.abi, null, 1) + '\n');
  }
}
