#!/usr/bin/env node
import { Command, InvalidArgumentError, Option } from 'commander';
import { callerPath } from './caller-path.ts';

const program = new Command('saoy')
  .description('Sao Y: certified copies and e-documents from a self-service kiosk')
  .showHelpAfterError('(add --help for the options)')
  .configureOutput({ outputError: (text, write) => write(`saoy: ${text}`) });

const positiveNumber = (text: string): number => {
  const number = Number(text);
  if (!Number.isFinite(number) || number <= 0) throw new InvalidArgumentError('a number above 0 is needed');
  return number;
};

const decision = (text: string): string => {
  if (!/^(approve|refuse:22\.[1-6])$/.test(text))
    throw new InvalidArgumentError('approve or refuse:22.1 … refuse:22.6');
  return text;
};

const collect = (value: string, former: string[]): string[] => [...former, value];

program
  .command('start')
  .description('bring up the whole system with simulated hardware and an embedded database')
  .option('--data <DIR>', 'where everything is kept', callerPath, undefined)
  .option('--port <N>', 'port of the public and staff pages', positiveNumber, 8080)
  .option('--kiosk-port <N>', 'port of the kiosk screen', positiveNumber, 8090)
  .option('--agent-port <N>', 'port for kiosk agents (mutual TLS)', positiveNumber, 8443)
  .addOption(
    new Option('--camera <SOURCE>', 'where the live face comes from')
      .choices(['agent', 'browser'])
      .default('agent'),
  )
  .option('--pkcs11-module <FILE>', 'PKCS#11 module of the token that holds the signing keys')
  .option('--pkcs11-token <LABEL>', 'label or serial number of that token')
  .option('--pkcs11-pin-file <FILE>', 'file with its PIN', callerPath)
  .option('--verbose', 'print the log of every service')
  .action(async (options) => (await import('./start/start.ts')).start(options));

program
  .command('demo')
  .description(
    'the whole main job without a browser: a robot citizen, a robot certifier, a copy checked by the verifier',
  )
  .option(
    '--out <DIR>',
    'folder for copy.pdf, printed.pdf, trust.pem, seal-keys.cose, verdict.json, timeline.json',
    callerPath,
  )
  .addOption(new Option('--product <PRODUCT>').choices(['digital', 'certified']).default('certified'))
  .option(
    '--page <FILE>',
    'a page of the original (repeat for more); default: a drawn birth certificate',
    (file, files: string[]) => collect(callerPath(file), files),
    [],
  )
  .option('--dpi <N>', 'resolution of pages whose files do not tell it', positiveNumber, 300)
  .option('--decide <DECISION>', 'what the certifier decides: approve or refuse:22.x', decision, 'approve')
  .option('--json', 'print the verdict as JSON on standard output; progress goes to standard error')
  .option('--verbose', 'print the log of every service to standard error')
  .action(async (options) => (await import('./demo/demo.ts')).demo(options));

program
  .command('verify')
  .description('check the signatures of PDF files; offline, and without any key')
  // Commander's own exit code for wrong options, 1, would say TOTAL-FAILED.
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 3))
  .argument('<files...>', 'PDF files')
  .option(
    '--trust <PATH>',
    'trust anchors: a PEM file with any number of certificates, a DER certificate, or a folder of them (repeat for more)',
    (path, paths: string[]) => collect(callerPath(path), paths),
    [],
  )
  .option('--at <TIME>', 'check as of this time (ISO 8601); default now')
  .option('--fetch', 'ask the addresses that the certificates name: OCSP, revocation lists, issuers')
  .option('--json', 'print the report as JSON: one object, or an array for several files')
  .addOption(new Option('--lang <LANGUAGE>', 'language of the text').choices(['en', 'vi']).default('en'))
  .addHelpText(
    'after',
    `
Exit code: 0 TOTAL-PASSED, 1 TOTAL-FAILED, 2 INDETERMINATE (also without any signature: NO_SIGNATURE),
3 a file that cannot be checked (damaged, encrypted, too complex) or wrong options.
Of several files the worst counts, in the order 1, 3, 2, 0; every file has its own entry in the output.`,
  )
  .action(async (files: string[], options) =>
    (await import('./verify.ts')).verify(files.map(callerPath), options),
  );

program
  .command('verifier')
  .description('run the public verifier as a process of its own: it reads the register and holds no key')
  .option('--port <N>', 'port to listen on (PORT; default 8070)', positiveNumber)
  .option('--host <ADDRESS>', 'interface to listen on (HOST; default 127.0.0.1)')
  .option(
    '--database <URL>',
    'PostgreSQL with a role that may only read (DATABASE_URL); without it only signatures of files are checked',
  )
  .option('--trust <PEM>', 'file of trust anchors (TRUST_ANCHORS_FILE)', callerPath)
  .option('--authority <JSON>', 'file of the authority (AUTHORITY_FILE); needed in production', callerPath)
  .option('--trusted-proxies <N>', 'proxies in front (TRUSTED_PROXIES; default 0)', Number)
  .addHelpText(
    'after',
    `
Set in the environment only: NODE_ENV, LOG_LEVEL, DATABASE_CONNECTIONS, CALLS_PER_MINUTE (from one address),
CALLS_PER_SECOND (from everybody), FILES_AT_ONCE. See docs/operations.md.`,
  )
  .action(async (options) => (await import('./verifier.ts')).verifier(options));

program
  .command('recognise')
  .description('read pages: document type, fields, flags, problems of each page')
  .argument('<files...>', 'images; several files are the pages of one document')
  .option('--each', 'treat every file apart and print an array')
  .option('--json', 'print JSON')
  .option('--progress', 'say on standard error how far each page is, also without a terminal')
  .action(async (files: string[], options) => (await import('./recognise.ts')).recognise(files, options));

program
  .command('compare-faces')
  .description('compare two faces 1:1: match, refer to staff, or no match')
  .argument('[a]', 'image with one face')
  .argument('[b]', 'image with one face')
  .option('--pairs <TSV>', 'a file of many pairs: two paths a line, separated by a tab', callerPath)
  .addOption(new Option('--engine <NAME>', 'networks that compare').choices(['onnx', 'face-api'] as const))
  .option('--json', 'print JSON')
  .action(async (a: string | undefined, b: string | undefined, options) =>
    (await import('./compare-faces.ts')).compareFaces(a, b, options),
  );

program
  .command('self-test')
  .description('test every device of a running kiosk now: exit 1 when one failed, 2 when no kiosk answers')
  .option('--kiosk <URL>', 'address of the kiosk screen', 'http://127.0.0.1:8090')
  .option('--json', 'print JSON')
  .action(async (options) => (await import('./self-test.ts')).selfTest(options));

program
  .command('doctor')
  .description('say what this machine has, what is missing and who can mend it')
  .option('--data <DIR>', 'where everything is kept', callerPath, undefined)
  .option('--json', 'print JSON')
  .action(async (options) => (await import('./doctor.ts')).doctor(options));

program
  .command('fsck')
  .description(
    'check that log, register, actions, copies and files agree, also while the system runs: exit 0 they do, 1 they do not, 3 it could not be found out',
  )
  .option(
    '--data <DIR>',
    'data folder of the running server; without it and with DATABASE_URL set, reads directly',
    callerPath,
  )
  .option(
    '--checkpoint <FILE>',
    'a checkpoint of the log held from before (repeat for more)',
    (file, files: string[]) => collect(callerPath(file), files),
    [],
  )
  .option('--key <VKEY>', 'verifier key of the log from another source than the server')
  .option('--json', 'print the report as JSON')
  .action(async (options) => (await import('./fsck.ts')).fsck(options));

program
  .command('log')
  .description('the public transparency log')
  .command('check')
  .description('read a published log and compute it again: exit 0 consistent, 1 not, 3 it cannot be read')
  .argument('[url]', 'address of the log, such as https://copies.example/log')
  .option('--dir <DIR>', 'a folder with a copy of what the log publishes', callerPath)
  .requiredOption('--key <VKEY>', 'verifier key of the log')
  .option('--witness <VKEY>', 'verifier key of a witness (repeat for more)', collect, [])
  .option(
    '--held <FILE>',
    'checkpoint held from before; replaced by the newest when the log continues it, made when missing',
    callerPath,
  )
  .option('--json', 'print the report as JSON')
  .action(async (url: string | undefined, options) =>
    (await import('./log/check.ts')).checkLog(url, options),
  );

program
  .command('witness')
  .description('run a witness that cosigns the checkpoints of a log and refuses a second history')
  .requiredOption('--dir <DIR>', 'where its key and its records are kept', callerPath)
  .requiredOption('--name <NAME>', 'its name, such as witness.example/w1')
  .option('--log <VKEY>', 'verifier key of a log to watch (repeat for more)', collect, [])
  .option('--host <HOST>', 'interface to listen on', '127.0.0.1')
  .option('--port <N>', 'port to listen on', positiveNumber, 8480)
  .action(async (options) => (await import('./witness.ts')).witness(options));

program
  .command('seal')
  .description('the seal in the QR code of a copy')
  .command('check')
  .description(
    'check a seal without a network: exit 0 valid, 1 false or leading elsewhere, 2 undecided, 3 no seal or unreadable',
  )
  .argument('<text>', 'what the QR code says; with --picture an image that shows it')
  .requiredOption('--keys <FILE>', 'list of seal keys, as GET /public/v1/seal-keys answers it', callerPath)
  .option('--pin <THUMBPRINT>', 'thumbprint of the list key; without it the list is taken as it is')
  .option('--copy <PDF>', 'also whether the page images of this file are those of the seal', callerPath)
  .option('--picture', 'the argument is an image file')
  .option('--at <TIME>', 'check as of this time (ISO 8601); default now')
  .option('--json', 'print JSON')
  .addOption(new Option('--lang <LANGUAGE>', 'language of the text').choices(['en', 'vi']).default('en'))
  .action(async (text: string, options) =>
    (await import('./seal.ts')).checkSeal(options.picture ? callerPath(text) : text, options),
  );

const sealKey = program.command('seal-key').description('the keys that sign seals, of a running server');
const dataOption = [
  '--data <DIR>',
  'data folder of the server; default that of saoy start',
  callerPath,
] as const;

sealKey
  .command('list')
  .description('all seal keys there ever were, and the thumbprint of the key that signs their list')
  .option(...dataOption)
  .option('--json', 'print JSON')
  .action(async (options) => (await import('./seal-key.ts')).listSealKeys(options));
sealKey
  .command('add')
  .description('put a new seal key in use')
  .option(...dataOption)
  .option('--keys <DIR>', 'make it here, in this folder of seal keys, instead of on the server', callerPath)
  .option('--password-file <FILE>', 'passphrase of that folder', callerPath)
  .option('--public-key <HEX>', 'a key that was made elsewhere: x and y, 128 hexadecimal digits')
  .option('--certificate <PEM>', 'a key on a token, by its certificate', callerPath)
  .option('--from <TIME>', 'valid from; default: early enough for copies that wait for their seal')
  .option('--json', 'print JSON')
  .action(async (options) => (await import('./seal-key.ts')).addSealKey(options));
sealKey
  .command('retire')
  .description('take a seal key out of use; its seals stay valid')
  .argument('<keyId>')
  .option(...dataOption)
  .option('--json', 'print JSON')
  .action(async (keyId: string, options) => (await import('./seal-key.ts')).retireSealKey(keyId, options));
sealKey
  .command('compromise')
  .description('report that somebody else may have a seal key')
  .argument('<keyId>')
  .option('--since <TIME>', 'since when; default now')
  .option(...dataOption)
  .option('--json', 'print JSON')
  .action(async (keyId: string, options) =>
    (await import('./seal-key.ts')).compromiseSealKey(keyId, options),
  );

const annulments = program
  .command('annulments')
  .description('the signed list of annulled copies, for any verifier');
const pinOption = [
  '--pin <THUMBPRINT>',
  'thumbprint of the list key; default: that of the list held, or as it is',
] as const;

annulments
  .command('fetch')
  .description(
    'fetch and check the list of a service: exit 0 fetched, 1 refused or going back, 3 unreachable',
  )
  .argument('<url>', 'address of the service')
  .requiredOption('--out <DIR>', 'where the list is kept', callerPath)
  .option(...pinOption)
  .option('--json', 'print JSON')
  .action(async (url: string, options) => (await import('./annulments.ts')).fetchAnnulments(url, options));
annulments
  .command('show')
  .description('say what a fetched list holds and how old it is')
  .argument('<folder>', 'where it was fetched to', callerPath)
  .option(...pinOption)
  .option('--json', 'print JSON')
  .action(async (folder: string, options) =>
    (await import('./annulments.ts')).showAnnulments(folder, options),
  );
annulments
  .command('check')
  .description(
    'look a code up: exit 0 not on the list, 1 annulled, 2 not on it but the list is old, 3 unreadable',
  )
  .argument('<code>', 'copy code')
  .requiredOption('--list <DIR>', 'where the list was fetched to', callerPath)
  .option(...pinOption)
  .option('--json', 'print JSON')
  .action(async (code: string, options) => (await import('./annulments.ts')).checkAnnulment(code, options));

await program.parseAsync();
