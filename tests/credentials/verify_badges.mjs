// Verifies badges with the libraries of Digital Bazaar, without the network. From standard input it reads
// {documents: {url: document}, badges: [credential]}, and it writes a list of {verified, withdrawn, error} for the badges;
// withdrawn is what the status list says, null where a badge was refused before.
import {readFileSync} from 'node:fs';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import {cryptosuite} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import * as vc from '@digitalbazaar/vc';
import {checkStatus} from '@digitalbazaar/vc-bitstring-status-list';

const {documents, badges} = JSON.parse(readFileSync(0, 'utf8'));

async function documentLoader(url) {
  const document = documents[url];
  if (!document) throw new Error(`Not among the documents: ${url}`);
  return {contextUrl: null, documentUrl: url, document};
}

const results = [];
for (const credential of badges) {
  const suite = new DataIntegrityProof({cryptosuite});
  const result = await vc.verifyCredential({
    credential,
    suite,
    documentLoader,
    checkStatus: options => checkStatus({...options, suite: new DataIntegrityProof({cryptosuite}), documentLoader}),
  });
  const errors = [result.error, result.statusResult?.error].filter(Boolean);
  const withdrawn = result.statusResult?.results.some(({status}) => status) ?? null;
  results.push({verified: result.verified, withdrawn, error: errors.map(String).join('; ')});
}
process.stdout.write(JSON.stringify(results));
